/// The type of a handshake message (RFC 8446 §4, RFC 5246 §7.4 and the IANA registry).
package struct HandshakeType: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package var rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let helloRequest = HandshakeType(rawValue: 0)
  package static let clientHello = HandshakeType(rawValue: 1)
  package static let serverHello = HandshakeType(rawValue: 2)
  package static let newSessionTicket = HandshakeType(rawValue: 4)
  package static let endOfEarlyData = HandshakeType(rawValue: 5)
  /// Of drafts of TLS 1.3 up to 21; since then a ServerHello with a special random.
  package static let helloRetryRequest = HandshakeType(rawValue: 6)
  package static let encryptedExtensions = HandshakeType(rawValue: 8)
  package static let certificate = HandshakeType(rawValue: 11)
  package static let serverKeyExchange = HandshakeType(rawValue: 12)
  package static let certificateRequest = HandshakeType(rawValue: 13)
  package static let serverHelloDone = HandshakeType(rawValue: 14)
  package static let certificateVerify = HandshakeType(rawValue: 15)
  package static let clientKeyExchange = HandshakeType(rawValue: 16)
  package static let finished = HandshakeType(rawValue: 20)
  /// RFC 6066 §3.3.
  package static let certificateURL = HandshakeType(rawValue: 21)
  /// RFC 6066 §8.
  package static let certificateStatus = HandshakeType(rawValue: 22)
  package static let keyUpdate = HandshakeType(rawValue: 24)
  /// RFC 8879 §4.
  package static let compressedCertificate = HandshakeType(rawValue: 25)
  /// Never sent: it stands in the transcript for a first ClientHello (RFC 8446 §4.4.1).
  package static let messageHash = HandshakeType(rawValue: 254)

  /// The RFC's name, or its number.
  package var name: String {
    switch self {
    case .helloRequest: "HelloRequest"
    case .clientHello: "ClientHello"
    case .serverHello: "ServerHello"
    case .newSessionTicket: "NewSessionTicket"
    case .endOfEarlyData: "EndOfEarlyData"
    case .helloRetryRequest: "HelloRetryRequest"
    case .encryptedExtensions: "EncryptedExtensions"
    case .certificate: "Certificate"
    case .serverKeyExchange: "ServerKeyExchange"
    case .certificateRequest: "CertificateRequest"
    case .serverHelloDone: "ServerHelloDone"
    case .certificateVerify: "CertificateVerify"
    case .clientKeyExchange: "ClientKeyExchange"
    case .finished: "Finished"
    case .certificateURL: "CertificateURL"
    case .certificateStatus: "CertificateStatus"
    case .keyUpdate: "KeyUpdate"
    case .compressedCertificate: "CompressedCertificate"
    case .messageHash: "message_hash"
    default: "handshake message \(rawValue)"
    }
  }
}
