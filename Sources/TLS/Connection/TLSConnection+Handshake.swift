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
    let keyChanges = directions[side].keyChanges
    var offset = 0
    // A change of keys ends a record (RFC 8446 §5.1) and begins with an empty reader of its own.
    reading: while directions[side].keyChanges == keyChanges {
      switch reader.next(content, at: &offset) {
      case .message(let message):
        if !read(message.type, reader.body(of: message, in: content), from: side, at: time, context, &output) {
          output.events.append(.finding(.malformedHandshake(message.type, from: side), at: time))
        }
        negotiation.transcript.add(reader.bytes(of: message, in: content), message.type)
      case .tooLong(let type, let byteCount):
        negotiation.transcript.loseMessage()
        output.events.append(.finding(.handshakeTooLong(type, byteCount, from: side), at: time))
      case .needsMore:
        swap(&reader, &directions[side].handshake)
        break reading
      }
    }
  }

  /// A ClientHello in the form of SSL 2.0 (RFC 5246 §E.2).
  mutating func readSSL2Hello(_ fragment: RawSpan, at time: Timestamp) {
    guard let hello = ClientHello(ssl2: fragment) else { return }
    statistics.handshakeStart = statistics.handshakeStart ?? time
    // Its challenge takes the place of the random's last bytes.
    var random = [UInt8](repeating: 0, count: max(0, HelloRandom.byteCount - hello.random.count))
    random.append(fragment.extracting(hello.random))
    negotiation = Negotiation()
    negotiation.isServersTurn = true
    negotiation.clientRandom = HelloRandom(random.rawSpan)
    negotiation.transcript.add(fragment, .clientHello)
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
    case .endOfEarlyData where side == .client && directions.client.epoch == .early:
      // A client sends it only when the server takes early data (RFC 8446 §4.5).
      if facts.earlyData == .offered { facts.earlyData = .accepted }
      answerEarlyData(into: &output)
      directions.client.advance(to: .handshake)
    case .finished where isTLS13:
      finishHandshake13(of: side)
    case .keyUpdate where isTLS13 && directions[side].epoch == .application:
      guard KeyUpdate(body) != nil else { return false }
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
    negotiation.offeredSuites = CipherSuite.ofTLS13.filter { hello.cipherSuites.contains($0.rawValue) }
    negotiation.ticket = hello.sessionTicket.map { Array(body.extracting($0)) } ?? []
    guard directions.client.epoch < .handshake else { return }  // A renegotiation says nothing new of the connection.
    statistics.handshakeStart = statistics.handshakeStart ?? time
    facts.note(hello, of: body)
    if directions.client.epoch == .early {
      // The server asked for another hello, which was not captured.
      rejectEarlyData()
    } else if facts.earlyData == .offered {
      directions.client.use(keys13(.early, of: .client, keys))
    }
  }

  private mutating func receive(_ hello: ServerHello, _ body: RawSpan, _ keys: KeyRing) {
    let isFirst = directions.server.epoch == .plain
    if isFirst { facts.note(hello, of: body) }
    negotiation.version = hello.version
    if hello.isHelloRetryRequest {
      // Early data went with the first hello; the server passes over it.
      rejectEarlyData()
      return
    }
    negotiation.serverRandom = HelloRandom(body.extracting(hello.random))
    negotiation.cipherSuite = CipherSuite(rawValue: hello.cipherSuite)
    negotiation.serverSessionID = Array(body.extracting(hello.sessionID))
    negotiation.usesExtendedMasterSecret = hello.usesExtendedMasterSecret
    negotiation.usesEncryptThenMAC = hello.usesEncryptThenMAC
    negotiation.usesTruncatedHMAC = hello.usesTruncatedHMAC
    negotiation.isCompressed = hello.compressionMethod == 1
    guard isFirst else { return }
    if hello.version.isTLS13 {
      negotiation.transcript.forget()
      if facts.earlyData == .rejected { earlyData.reject() }
      // Without the client's hello, keys are found by trying.
      if negotiation.clientRandom != nil { useKeys13(keys) }
    } else {
      rejectEarlyData()
    }
  }

  // MARK: TLS 1.3

  /// The client goes on without its early data: under no keys.
  private mutating func rejectEarlyData() {
    if directions.client.epoch == .early { directions.client.use(nil) }
    earlyData.reject()
  }

  private mutating func answerEarlyData(into output: inout TLSOutput) {
    guard earlyData.isAccepted == nil else { return }
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
    if directions[side].epoch == .handshake { directions[side].advance(to: .application) }
  }
}
