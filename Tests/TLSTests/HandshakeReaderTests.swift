import Bytes
import Testing

@testable import TLS

@Suite struct HandshakeReaderTests {
  enum Event: Equatable {
    case message(HandshakeType, [UInt8])
    case tooLong(HandshakeType, Int)
  }

  static func events(_ content: [UInt8], piece: Int = .max) -> [Event] {
    var reader = HandshakeReader()
    var events: [Event] = []
    var start = 0
    while start < content.count {
      let count = min(piece, content.count - start)
      let span = content.rawSpan.extracting(ByteRange(start: start, count: count))
      var offset = 0
      reading: while true {
        switch reader.next(span, at: &offset) {
        case .message(let message):
          let body = [UInt8](reader.body(of: message, in: span))
          #expect(reader.bytes(of: message, in: span).byteCount == body.count + 4)
          #expect(!reader.isInMessage)
          events.append(.message(message.type, body))
        case .tooLong(let type, let byteCount): events.append(.tooLong(type, byteCount))
        case .needsMore: break reading
        }
      }
      start += count
    }
    return events
  }

  @Test("RFC 8448 §3: the server's flight, whole and split at every length")
  func serverFlight() {
    let whole = Self.events(RFC8448.serverFlight)
    let types = whole.map { event in
      if case .message(let type, _) = event { type.name } else { "" }
    }
    #expect(types == ["EncryptedExtensions", "Certificate", "CertificateVerify", "Finished"])
    for piece in 1..<RFC8448.serverFlight.count {
      #expect(Self.events(RFC8448.serverFlight, piece: piece) == whole)
    }
  }

  @Test("A message longer than may be kept is passed over", arguments: [1, 1000, Int.max])
  func tooLong(piece: Int) {
    let length = TLSLimits.handshakeMessageByteCount
    let long = [11, UInt8(length >> 16), 0, 1] + [UInt8](repeating: 0, count: length + 1)
    #expect(
      Self.events(long + [14, 0, 0, 0], piece: piece) == [
        .tooLong(.certificate, length + 5), .message(.serverHelloDone, []),
      ])
  }

  @Test("After records were lost the next one begins a message")
  func forgetMessage() {
    var reader = HandshakeReader()
    var offset = 0
    let begun: [UInt8] = [11, 0, 1, 0, 7, 7]
    #expect(reader.next(begun.rawSpan, at: &offset) == .needsMore)
    #expect(reader.isInMessage)
    reader.forgetMessage()
    #expect(!reader.isInMessage)
    offset = 0
    let done: [UInt8] = [14, 0, 0, 0]
    let message = HandshakeMessage(type: .serverHelloDone, range: ByteRange(start: 0, count: 4), isHeld: false)
    #expect(reader.next(done.rawSpan, at: &offset) == .message(message))
  }
}
