import Bytes
import Findings
import RecordedTLS
import Testing

@testable import TLS

@Suite struct TLSConnectionTests {
  /// Conversations that need no other one.
  static let alone: [(name: String, conversation: Conversation)] = [
    ("keyUpdates", .keyUpdates), ("resumed13", .resumed13), ("helloRetry", .helloRetry), ("earlyData", .earlyData),
    ("earlyDataRejected", .earlyDataRejected), ("gcm", .gcm), ("renegotiation", .renegotiation),
    ("withSessionID", .withSessionID), ("rsa", .rsa), ("chained", .chained),
  ]

  static func context(_ conversation: Conversation) throws -> TLSContext {
    let keys = conversation.keys()
    if conversation.keyLog.isEmpty { try keys.readRSAKey(Conversation.rsaKey) }
    return TLSContext(keys: keys)
  }

  @Test("A conversation comes out as it was said, however it is split", arguments: alone.indices)
  func whole(index: Int) throws {
    let (name, conversation) = Self.alone[index]
    let whole = Playback(conversation.steps, try Self.context(conversation))
    #expect(whole.plaintext == conversation.plaintext, "\(name)")
    #expect(whole.findings.allSatisfy { $0 == "tls-no-close-notify" }, "\(name)")
    #expect(whole.connection.notDecryptedBecause(whole.context.keys) == nil, "\(name)")
    #expect(!whole.events.contains { if case .gap = $0 { true } else { false } }, "\(name)")
    for piece in [1, 2, 3, 5, 7, 16, 61, 256] {
      let split = Playback(conversation.steps, try Self.context(conversation), piece: piece)
      #expect(split.events == whole.events, "\(name) in pieces of \(piece)")
    }
    for (index, turn) in conversation.turns.enumerated() {
      for cut in stride(from: 1, to: turn.bytes.count, by: 37) {
        var steps = conversation.steps
        steps[index] = .bytes(Array(turn.bytes[..<cut]), from: turn.side)
        steps.insert(.bytes(Array(turn.bytes[cut...]), from: turn.side), at: index + 1)
        let split = Playback(steps, try Self.context(conversation))
        #expect(split.events == whole.events, "\(name), turn \(index) cut at \(cut)")
      }
    }
  }

  @Test("Facts of each conversation")
  func facts() throws {
    func facts(_ conversation: Conversation) throws -> TLSFacts {
      Playback(conversation.steps, try Self.context(conversation)).connection.facts
    }
    #expect(try facts(.keyUpdates).isResumed == false)
    #expect(try facts(.resumed13).isResumed)
    #expect(try facts(.helloRetry).hasHelloRetryRequest)
    #expect(try facts(.helloRetry).group?.name == "secp384r1")
    #expect(try facts(.earlyData).earlyData == .accepted)
    #expect(try facts(.earlyDataRejected).earlyData == .rejected)
    #expect(try facts(.renegotiation).isResumed == false)
    #expect(try facts(.chained).version == .tls10)
    #expect(try facts(.gcm).certificate != nil)
  }

  @Test(
    "A session that is resumed needs no line of its own",
    arguments: [(Conversation.gcm, Conversation.resumedByTicket), (.withSessionID, .resumedByID)])
  func resumption(first: Conversation, second: Conversation) {
    let context = TLSContext(keys: first.keys())
    _ = Playback(first.steps, context)
    let resumed = Playback(second.steps, context)
    #expect(resumed.plaintext == second.plaintext)
    #expect(resumed.connection.facts.isResumed)
    // Without the first conversation nothing is known of it.
    let alone = Playback(second.steps, TLSContext(keys: first.keys()))
    #expect(alone.plaintext == BySide(both: []))
    #expect(alone.connection.statistics.obstacle == .noSecret)
  }

  @Test("Without a key nothing comes out, and the reason is that there is no key", arguments: alone.indices)
  func withoutKeys(index: Int) {
    let (name, conversation) = Self.alone[index]
    let keys = KeyRing()
    keys.isComplete = true
    let playback = Playback(conversation.steps, TLSContext(keys: keys))
    #expect(playback.plaintext == BySide(both: []), "\(name)")
    #expect(playback.connection.notDecryptedBecause(keys) == "No key log was given.", "\(name)")
    #expect(playback.findings == [], "\(name)")
    #expect(!playback.events.contains { if case .gap = $0 { true } else { false } }, "\(name)")
  }

  @Test("RFC 8446 §D.4: a ChangeCipherSpec in the open changes nothing in TLS 1.3")
  func changeCipherSpecAnywhere() throws {
    let conversation = Conversation.keyUpdates
    let whole = Playback(conversation.steps, try Self.context(conversation))
    for index in 1..<conversation.records.count {
      for side in Side.allCases {
        var steps = conversation.records
        steps.insert(.bytes([20, 3, 3, 0, 1, 1], from: side), at: index)
        let playback = Playback(steps, try Self.context(conversation))
        #expect(playback.events == whole.events, "before record \(index)")
      }
    }
  }

  @Test("RFC 8446 §5: a handshake record in the open behind encrypted ones changes nothing", arguments: Side.allCases)
  func handshakeInTheOpen(side: Side) throws {
    let conversation = Conversation.keyUpdates
    let records = conversation.records
    let hello = try #require(records.first { $0.side == side })
    let last = try #require(records.lastIndex { $0.side == side })
    var steps = records
    steps.insert(hello, at: last)
    let playback = Playback(steps, try Self.context(conversation))
    #expect(playback.plaintext == conversation.plaintext)
    #expect(playback.findings.contains("tls-handshake-in-the-open"))
  }

  @Test("An alert that ends the connection is a finding, and a close_notify the proper end")
  func alerts() throws {
    let hello = Array(Conversation.gcm.steps.prefix(1))
    let keys = KeyRing()
    let fatal = Playback(hello + [.bytes([21, 3, 3, 0, 2, 2, 40], from: .server)], TLSContext(keys: keys))
    #expect(fatal.findings == ["tls-alert"])
    let closed = Playback(hello + [.bytes([21, 3, 3, 0, 2, 1, 0], from: .server)], TLSContext(keys: keys))
    #expect(closed.findings == [])
    #expect(closed.events.contains(.end(.server, isProper: true)))
    #expect(closed.events.contains(.end(.client, isProper: false)))
  }
}
