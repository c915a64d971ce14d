import Bytes
import Findings

@testable import TLS

/// A conversation in TLS records, behind a byte that says how to split it. However it is split, the same records and handshake
/// messages must come out of it, and each message must be read without a trap.
func fuzzTLSRecords(_ input: [UInt8]) {
  guard let first = input.first else { return }
  let conversation = Conversation(input.dropFirst())
  let whole = TLSRecordReading(conversation.stepsOfOpenSides)
  let split = TLSRecordReading(conversation.split(into: max(1, Int(first))))
  for (line, other) in zip(whole.lines, split.lines) {
    expect(line == other, "splitting records into \(first) gives the same:\n\(line)\n\(other)")
  }
  expect(whole.lines.count == split.lines.count, "splitting records into \(first) gives as much")
}

/// The records and messages of a conversation, each a line.
private struct TLSRecordReading {
  private(set) var lines: [String] = []
  private var readers = BySide(both: RecordReader())
  private var messages = BySide(both: HandshakeReader())

  init(_ steps: [Conversation.Step]) {
    let none: [UInt8] = []
    for step in steps {
      switch step {
      case .receive(let side, let bytes):
        pull(bytes, side)
      case .skip(let side, let count):
        readers[side].skip(count)
        pull(none, side)
      case .finish(let side, _):
        readers[side].finish()
        pull(none, side)
      }
    }
  }

  private mutating func pull(_ bytes: [UInt8], _ side: Side) {
    var reader = RecordReader()
    swap(&reader, &readers[side])
    defer { swap(&reader, &readers[side]) }
    var offset = 0
    while true {
      let step = reader.next(bytes.rawSpan, at: &offset)
      expect(0...bytes.count ~= offset, "the offset stays within the bytes")
      switch step {
      case .record(let record):
        let fragment = [UInt8](reader.fragment(of: record, in: bytes.rawSpan))
        lines.append("\(side) \(record.header.type.rawValue) \(Hexadecimal.encode(fragment.rawSpan))")
        if record.isSSL2Hello {
          read(ClientHello(ssl2: fragment.rawSpan))
        } else if record.header.type == .handshake {
          readMessages(fragment, side)
        }
      case .lostRecord, .boundaryLost, .boundaryFound, .leftOver:
        messages[side].forgetMessage()
        lines.append("\(side) \(step)")
      case .needsMore:
        return
      }
    }
  }

  private mutating func readMessages(_ content: [UInt8], _ side: Side) {
    var reader = HandshakeReader()
    swap(&reader, &messages[side])
    defer { swap(&reader, &messages[side]) }
    var offset = 0
    while true {
      switch reader.next(content.rawSpan, at: &offset) {
      case .message(let message):
        let body = [UInt8](reader.body(of: message, in: content.rawSpan))
        lines.append("\(side) \(message.type.name) \(body.count)")
        read(body.rawSpan)
      case .tooLong(let type, let byteCount):
        lines.append("\(side) \(type.name) \(byteCount) too long")
      case .needsMore:
        return
      }
    }
  }

  /// Reads a body as each message, whatever it is: what looks like another message must not trap either.
  private mutating func read(_ body: RawSpan) {
    read(ClientHello(body))
    if let hello = ClientHello(body) {
      _ = JA3(hello)
      _ = JA4(hello, of: body)
    }
    if let hello = ServerHello(body) {
      lines.append("\(hello.version.name) \(hello.cipherSuite)")
      _ = JA3(hello)
    }
    _ = EncryptedExtensions(body)
    _ = ServerKeyExchange(ecdhe: body)
    _ = KeyUpdate(body)
    for version in [TLSVersion.ssl3, .tls12, .tls13] {
      _ = NewSessionTicket(body, version: version)
      _ = ClientKeyExchange(body, version: version)
      if let message = CertificateMessage(body, version: version) {
        for certificate in message.certificates { _ = CertificateSummary(der: body.extracting(certificate)) }
      }
    }
    if let compressed = CompressedCertificate(body) { _ = compressed.decompressed(body) }
  }

  private mutating func read(_ hello: ClientHello?) {
    guard let hello else { return }
    lines.append("\(hello.highestVersion.name) \(hello.cipherSuites) \(hello.protocolNames.count)")
  }
}
