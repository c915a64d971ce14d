import Bytes
import Findings
import RecordedTLS
import Testing

@testable import TLS

/// Secrets that come late, in part, or without their hellos.
@Suite struct TLSConnectionKeysTests {
  // MARK: Late

  @Test("Records wait for secrets that come later", arguments: TLSConnectionTests.alone.indices)
  func late(index: Int) throws {
    let (name, conversation) = TLSConnectionTests.alone[index]
    guard !conversation.keyLog.isEmpty else { return }
    let whole = Playback(conversation.steps, try TLSConnectionTests.context(conversation))
    for count in conversation.turns.indices {
      let ring = KeyRing()
      var playback = Playback(TLSContext(keys: ring))
      playback.play(Array(conversation.steps[..<count]))
      playback.resume()
      #expect(playback.plaintext == BySide(both: []), "\(name), \(count)")
      ring.read(conversation.keyLog)
      playback.resume()
      playback.play(Array(conversation.steps[count...]))
      ring.isComplete = true
      playback.resume()
      playback.finish()
      #expect(playback.events == whole.events, "\(name), after \(count)")
    }
  }

  @Test("A log that grows line by line is as good as a whole one")
  func lineByLine() throws {
    for (name, conversation) in TLSConnectionTests.alone where !conversation.keyLog.isEmpty {
      let ring = KeyRing()
      var playback = Playback(conversation.steps, TLSContext(keys: ring))
      for line in conversation.keyLog.split(separator: "\n") {
        ring.read(String(line))
        playback.resume()
      }
      ring.isComplete = true
      playback.resume()
      #expect(playback.plaintext == conversation.plaintext, "\(name)")
    }
  }

  @Test("What waits is bounded, and goes on without its secret")
  func bounded() {
    let conversation = Conversation.gcm
    let ring = KeyRing()
    var playback = Playback(TLSContext(keys: ring))
    playback.play(Array(conversation.steps.prefix(4)))
    let filler: [UInt8] = [23, 3, 3, 0x40, 0] + [UInt8](repeating: 7, count: 0x4000)
    for _ in 0..<TLSLimits.waitingByteCount / 0x4000 + 1 { playback.play([.bytes(filler, from: .client)]) }
    #expect(!playback.connection.isWaiting)
    #expect(playback.plaintext == BySide(both: []))
    // Losses are bounded too.
    var lossy = Playback(TLSContext(keys: KeyRing()))
    lossy.play(Array(conversation.steps.prefix(4)))
    for _ in 0...TLSLimits.waitingSteps {
      lossy.play([.bytes([23, 3, 3, 0, 30], from: .client), .gap(30, from: .client)])
    }
    #expect(!lossy.connection.isWaiting)
  }

  // MARK: In part

  @Test("The handshake's secrets alone")
  func onlyHandshakeSecrets() {
    let conversation = Conversation.keyUpdates
    let keys = conversation.keys { $0.contains("HANDSHAKE") }
    let playback = Playback(conversation.steps, TLSContext(keys: keys))
    #expect(playback.plaintext == BySide(both: []))
    #expect(playback.connection.statistics.obstacle == .onlyHandshakeSecrets)
    #expect(playback.connection.facts.certificate != nil)
  }

  @Test("The secrets of application data alone", arguments: ["keyUpdates", "resumed13", "helloRetry"])
  func onlyTrafficSecrets(name: String) throws {
    let conversation = try #require(TLSConnectionTests.alone.first { $0.name == name }).conversation
    let keys = conversation.keys { $0.contains("TRAFFIC_SECRET_0") }
    let playback = Playback(conversation.steps, TLSContext(keys: keys))
    #expect(playback.plaintext == conversation.plaintext)
    #expect(playback.dotted(.client) == playback.text.client)
    #expect(playback.dotted(.server) == playback.text.server)
  }

  @Test("The secret of one side alone", arguments: Side.allCases)
  func oneSecret(side: Side) {
    let conversation = Conversation.keyUpdates
    let keys = conversation.keys { $0.hasPrefix(side.name.uppercased()) }
    let playback = Playback(conversation.steps, TLSContext(keys: keys))
    #expect(playback.plaintext[side] == conversation.plaintext[side])
    #expect(playback.plaintext[side.opposite] == [])
    #expect(playback.connection.statistics.obstacle == .onlySecret(of: side))
    #expect(
      playback.connection.notDecryptedBecause(keys)
        == "The key log has this connection's secret of the \(side.name), but not that of the \(side.opposite.name).")
  }

  @Test("Early data without its secret is a gap of its size")
  func earlyDataWithoutSecret() {
    let conversation = Conversation.earlyData
    let keys = conversation.keys { !$0.contains("EARLY") }
    let playback = Playback(conversation.steps, TLSContext(keys: keys))
    #expect(playback.dotted(.client) == "............hello wireprism\nand again\n")
    #expect(playback.plaintext.server == conversation.plaintext.server)
  }

  @Test("Early data counts when the client says that it was taken, also if the answer cannot be read")
  func earlyDataWithoutAnswer() {
    let conversation = Conversation.earlyData
    let keys = conversation.keys { !$0.contains("SERVER") }
    let playback = Playback(conversation.steps, TLSContext(keys: keys))
    #expect(playback.plaintext.client == conversation.plaintext.client)
  }

  @Test("Early data whose answer comes behind what follows it is left out, and nothing is out of order")
  func earlyDataAnsweredLate() throws {
    let conversation = Conversation.earlyData
    let records = conversation.records
    // The client's hello, early data, and its content without the end of early data; then the server's flight.
    let order = [0, 1, 2, 10, 12, 3, 4, 5, 6, 9, 11]
    let playback = Playback(order.map { records[$0] }, try TLSConnectionTests.context(conversation))
    #expect(playback.text.client == "hello wireprism\nand again\n")
    #expect(playback.isFound(in: conversation.plaintext.client, of: .client))
  }

  // MARK: Without hellos

  @Test(
    "A capture that began in the middle: the secrets are tried", arguments: ["keyUpdates", "resumed13", "helloRetry"])
  func midStream(name: String) throws {
    let conversation = try #require(TLSConnectionTests.alone.first { $0.name == name }).conversation
    let records = conversation.records
    for start in 1..<records.count - 2 {
      let playback = Playback(
        Array(records[start...]), try TLSConnectionTests.context(conversation), isMidStream: true)
      for side in Side.allCases {
        #expect(playback.isFound(in: conversation.plaintext[side], of: side), "\(name) from record \(start)")
        // A key update that is not there cannot be crossed.
        guard name != "keyUpdates" else { continue }
        let said = records[start...].contains {
          // A header, a line of ten bytes or more, a type and a tag.
          if case .bytes(let bytes, side) = $0 { (32...40).contains(bytes.count) } else { false }
        }
        if said { #expect(!playback.plaintext[side].isEmpty, "\(name) from record \(start), \(side)") }
      }
    }
  }

  @Test(
    "One side's packets alone", arguments: ["keyUpdates", "resumed13", "helloRetry", "earlyData"], Side.allCases)
  func oneSided(name: String, side: Side) throws {
    let conversation = try #require(TLSConnectionTests.alone.first { $0.name == name }).conversation
    let playback = Playback(
      conversation.steps.filter { $0.side == side }, try TLSConnectionTests.context(conversation))
    #expect(playback.plaintext[side] == conversation.plaintext[side])
    #expect(playback.dotted(side) == playback.text[side])
    #expect(playback.connection.facts.version == .tls13)
  }

  @Test("One side's packets of TLS 1.2 stay closed, for one random is missing", arguments: Side.allCases)
  func oneSided12(side: Side) throws {
    let conversation = Conversation.gcm
    let playback = Playback(
      conversation.steps.filter { $0.side == side }, try TLSConnectionTests.context(conversation))
    #expect(playback.plaintext[side] == [])
    #expect(playback.connection.statistics.obstacle == .handshakeNotCaptured)
    #expect(playback.findings == [])
  }

  @Test("The server's hello was not captured, the rest was")
  func withoutServerHello() throws {
    let conversation = Conversation.keyUpdates
    var steps = conversation.records
    guard case .bytes(let bytes, _) = steps[1] else { return }
    steps[1] = .gap(bytes.count, from: .server)
    let playback = Playback(steps, try TLSConnectionTests.context(conversation))
    #expect(playback.plaintext == conversation.plaintext)
    #expect(playback.connection.facts.cipherSuite == 0x1301)
  }

  @Test("After the client's hello a side's records open by its own secrets alone")
  func foreignRecords() throws {
    let conversation = Conversation.keyUpdates
    let hello = try #require(conversation.records.first)
    let foreign = conversation.records.dropFirst().compactMap { step in
      if case .bytes(let bytes, .client) = step { PlaybackStep.bytes(bytes, from: .server) } else { nil }
    }
    let context = try TLSConnectionTests.context(conversation)
    #expect(Playback([hello] + foreign, context).plaintext.server == [])
    // Without any hello nobody knows who is who.
    #expect(!Playback(foreign, context, isMidStream: true).plaintext.server.isEmpty)
  }

  @Test("Secrets of other connections open nothing, at a bounded cost")
  func othersSecrets() {
    let ring = Conversation.helloRetry.keys()
    let records = Conversation.keyUpdates.records
    let context = TLSContext(keys: ring)
    let playback = Playback(Array(records[8...]), context, isMidStream: true)
    #expect(playback.plaintext == BySide(both: []))
    #expect(playback.connection.statistics.obstacle == .handshakeNotCaptured)
    #expect(
      context.budget >= TLSLimits.triedByteCountOfRun - 2 * TLSLimits.trialRecords * TLSLimits.trialByteCount - 1 << 20)
    // A run that has nothing left tries each record under its own number only.
    context.budget = 0
    _ = Playback(Array(records[8...]), context, isMidStream: true)
    #expect(context.budget > -1 << 20)
  }

  @Test(
    "RFC 7366: a MAC of what was encrypted proves no plaintext, should the hello name a suite that does not encrypt")
  func nullSuiteOfDamagedHello() throws {
    let conversation = Conversation.chained
    #expect(!Playback(conversation.steps, try TLSConnectionTests.context(conversation)).plaintext.client.isEmpty)
    var records = conversation.records
    guard case .bytes(var hello, .server) = records[1] else {
      Issue.record("the second record is no ServerHello")
      return
    }
    // RSA_PSK_WITH_NULL_SHA in place of RSA_WITH_AES_128_CBC_SHA: their MACs have the same keys.
    #expect(Array(hello[76..<78]) == [0x00, 0x2F])
    hello[77] = 0x2E
    records[1] = .bytes(hello, from: .server)
    let playback = Playback(records, try TLSConnectionTests.context(conversation))
    #expect(playback.plaintext == BySide(both: []))
    #expect(playback.connection.statistics.obstacle == .notAuthentic(record: 0, from: .client))
  }
}
