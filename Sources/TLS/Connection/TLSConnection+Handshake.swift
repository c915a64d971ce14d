import Bytes
import Findings

/// Reading handshake messages.
extension TLSConnection {
  mutating func readHandshake(
    _ content: RawSpan, from side: Side, at time: Timestamp, _ context: TLSContext, _ output: inout TLSOutput
  ) {
    countRoundTrip(from: side)
    // The reader lends messages that it holds, so it is taken out while they are read.
    var reader = HandshakeReader()
    swap(&reader, &directions[side].handshake)
    let epoch = directions[side].epoch
    var offset = 0
    reading: while true {
      switch reader.next(content, at: &offset) {
      case .message(let message):
        if !read(message.type, reader.body(of: message, in: content), from: side, at: time, context, &output) {
          output.events.append(.finding(.malformedHandshake(message.type, from: side), at: time))
        }
        if !negotiation.isTranscriptComplete { negotiation.note(reader.bytes(of: message, in: content)) }
        if message.type == .clientKeyExchange { negotiation.isTranscriptComplete = true }
      case .tooLong(let type, let byteCount):
        output.events.append(.finding(.handshakeTooLong(type, byteCount, from: side), at: time))
      case .needsMore:
        break reading
      }
    }
    // A change of keys in between began with an empty reader of its own.
    if directions[side].epoch == epoch { swap(&reader, &directions[side].handshake) }
  }

  /// A ClientHello in the form of SSL 2.0 (RFC 5246 §E.2).
  mutating func readSSL2Hello(_ fragment: RawSpan, at time: Timestamp) {
    guard let hello = ClientHello(ssl2: fragment) else { return }
    statistics.handshakeStart = statistics.handshakeStart ?? time
    countRoundTrip(from: .client)
    // Its challenge takes the place of the random's last bytes.
    var random = [UInt8](repeating: 0, count: max(0, HelloRandom.byteCount - hello.random.count))
    random.append(fragment.extracting(hello.random))
    negotiation = Negotiation()
    negotiation.clientRandom = HelloRandom(random.rawSpan)
    negotiation.note(fragment)
  }

  mutating func countRoundTrip(from side: Side) {
    guard statistics.handshakeEnd == nil else { return }
    if side == .server, negotiation.isServersTurn { statistics.roundTrips += 1 }
    negotiation.isServersTurn = side == .client
  }

  /// Reads a message; false when it is malformed.
  private mutating func read(
    _ type: HandshakeType, _ body: RawSpan, from side: Side, at time: Timestamp, _ context: TLSContext,
    _ output: inout TLSOutput
  ) -> Bool {
    let isTLS13 = negotiation.version?.isTLS13 == true
    switch type {
    case .clientHello where side == .client:
      guard let hello = ClientHello(body) else { return false }
      receive(hello, body, at: time, context.keys)
    case .serverHello where side == .server:
      guard let hello = ServerHello(body) else { return false }
      receive(hello, body, context.keys)
    case .encryptedExtensions where side == .server:
      guard let extensions = EncryptedExtensions(body) else { return false }
      facts.note(extensions, of: body)
      answerEarlyData(into: &output)
    case .certificate:
      return readCertificates(body, from: side, context)
    case .compressedCertificate:
      guard let message = CompressedCertificate(body) else { return false }
      // What does not decompress, or is more than is read, is passed over.
      guard let certificates = message.decompressed(body) else { return true }
      return readCertificates(certificates.rawSpan, from: side, context)
    case .serverKeyExchange where side == .server:
      if let suite = negotiation.cipherSuite, suite.name.hasPrefix("TLS_ECDH"),
        let exchange = ServerKeyExchange(ecdhe: body)
      {
        facts.note(exchange)
      }
    case .serverHelloDone:
      negotiation.isFull = true
    case .clientKeyExchange where side == .client:
      guard let version = negotiation.version else { return true }
      let exchange = ClientKeyExchange(body, version: version)
      negotiation.encryptedPremaster = Array(body.extracting(exchange.encryptedPremaster))
    case .newSessionTicket where side == .server && !isTLS13:
      guard let version = negotiation.version, let ticket = NewSessionTicket(body, version: version) else {
        return false
      }
      if let master = findMaster(context.keys) { context.keys.remember(master, ticket: body.extracting(ticket.ticket)) }
    case .endOfEarlyData where side == .client:
      directions.client.advance(to: .handshake)
    case .finished where isTLS13:
      finishHandshake13(of: side)
    case .keyUpdate where isTLS13 && directions[side].epoch == .application:
      directions[side].updateKeys()
    default:
      break
    }
    return true
  }

  private mutating func readCertificates(_ body: RawSpan, from side: Side, _ context: TLSContext) -> Bool {
    guard let version = negotiation.version else { return true }
    guard let message = CertificateMessage(body, version: version) else { return false }
    switch side {
    case .client: hasClientCertificate = message.count > 0
    case .server: facts.note(message, of: body, cache: &context.certificates)
    }
    return true
  }

  // MARK: Hellos

  private mutating func receive(_ hello: ClientHello, _ body: RawSpan, at time: Timestamp, _ keys: KeyRing) {
    // The hello that follows a HelloRetryRequest goes on with the same handshake (RFC 8446 §4.1.2).
    let isSecond = facts.hasHelloRetryRequest && directions.client.epoch == .plain
    if !isSecond { negotiation = Negotiation() }
    negotiation.isServersTurn = true
    negotiation.clientRandom = HelloRandom(body.extracting(hello.random))
    negotiation.ticket = hello.sessionTicket.map { Array(body.extracting($0)) } ?? []
    guard directions.client.epoch == .plain else { return }  // A renegotiation says nothing new of the connection.
    statistics.handshakeStart = statistics.handshakeStart ?? time
    facts.note(hello, of: body)
    if facts.earlyData == .offered, let random = negotiation.clientRandom {
      directions.client.use(earlyKeys(of: random, offered: hello.cipherSuites.map(CipherSuite.init(rawValue:)), keys))
    }
  }

  private mutating func receive(_ hello: ServerHello, _ body: RawSpan, _ keys: KeyRing) {
    let isFirst = directions.server.epoch == .plain
    if isFirst { facts.note(hello, of: body) }
    if hello.isHelloRetryRequest {
      negotiation.version = hello.version
      // Early data went with the first hello; the server passes over it.
      directions.client.keys = nil
      earlyData.reject()
      return
    }
    negotiation.serverRandom = HelloRandom(body.extracting(hello.random))
    negotiation.version = hello.version
    negotiation.cipherSuite = CipherSuite(rawValue: hello.cipherSuite)
    negotiation.serverSessionID = Array(body.extracting(hello.sessionID))
    negotiation.usesExtendedMasterSecret = hello.usesExtendedMasterSecret
    negotiation.usesEncryptThenMAC = hello.usesEncryptThenMAC
    negotiation.usesTruncatedHMAC = hello.usesTruncatedHMAC
    negotiation.isCompressed = hello.compressionMethod == 1
    if isFirst, hello.version.isTLS13 {
      if facts.earlyData == .rejected { earlyData.reject() }
      useKeys13(keys)
    }
  }

  // MARK: TLS 1.3

  private mutating func answerEarlyData(into output: inout TLSOutput) {
    switch facts.earlyData {
    case .none, .offered:
      break
    case .accepted:
      statistics.plaintextByteCounts.client += earlyData.accept(into: &output)
    case .rejected:
      earlyData.reject()
    }
  }

  private mutating func finishHandshake13(of side: Side) {
    if side == .client, directions.client.epoch == .early { directions.client.advance(to: .handshake) }
    if directions[side].epoch == .handshake { directions[side].advance(to: .application) }
  }
}
