import Bytes
import Findings
import RecordedTLS
import Testing

@testable import TLS

/// What is lost, damaged or not true.
@Suite struct TLSConnectionLossTests {
  /// The conversations whose ciphers authenticate, so that gaps are exact.
  static let authenticated: [(name: String, conversation: Conversation)] = [
    ("keyUpdates", .keyUpdates), ("resumed13", .resumed13), ("helloRetry", .helloRetry), ("gcm", .gcm),
  ]

  @Test("A record that was not captured leaves a gap of its content's size", arguments: authenticated.indices)
  func lostRecord(index: Int) throws {
    let (name, conversation) = Self.authenticated[index]
    let records = conversation.records
    // What is said begins behind the handshake: the records that hold text are found by losing them.
    for (index, record) in records.enumerated() {
      guard case .bytes(let bytes, let side) = record, bytes[0] == 23 || bytes[0] == 22 && index > 6 else { continue }
      var steps = records
      steps[index] = .gap(bytes.count, from: side)
      let playback = Playback(steps, try TLSConnectionTests.context(conversation))
      for side in Side.allCases {
        #expect(playback.isFound(in: conversation.plaintext[side], of: side), "\(name), record \(index)")
      }
      let truth = String(decoding: conversation.plaintext[side], as: UTF8.self)
      let dotted = playback.dotted(side)
      guard dotted != truth, playback.plaintext[side].count > 0 else { continue }
      // The gap stands for the line that is missing, in its place; that a message is missing instead may not show.
      let isInPlace = zip(dotted, truth).allSatisfy { $0 == $1 || $0 == "." }
      let said = truth.split(separator: "\n").contains { !playback.text[side].contains($0) }
      if said { #expect(dotted.count == truth.count && isInPlace, "\(name), record \(index): \(dotted)") }
    }
  }

  @Test("The beginning of a record is lost, or its end, or its middle", arguments: authenticated.indices)
  func gapInsideRecord(index: Int) throws {
    let (name, conversation) = Self.authenticated[index]
    let records = conversation.records
    for (index, record) in records.enumerated() {
      guard case .bytes(let bytes, let side) = record else { continue }
      for (start, end) in [(0, 3), (0, 9), (3, 7), (6, 9), (9, bytes.count), (bytes.count - 2, bytes.count)]
      where start < end && end <= bytes.count {
        var steps = records
        steps[index] = .bytes(Array(bytes[..<start]), from: side)
        steps.insert(
          contentsOf: [.gap(end - start, from: side), .bytes(Array(bytes[end...]), from: side)], at: index + 1)
        let playback = Playback(steps, try TLSConnectionTests.context(conversation))
        for side in Side.allCases {
          #expect(
            playback.isFound(in: conversation.plaintext[side], of: side), "\(name), record \(index), \(start)..<\(end)")
        }
      }
    }
  }

  @Test("RFC 8446 §4.6.3: what follows a lost KeyUpdate opens", arguments: Side.allCases)
  func lostKeyUpdate(side: Side) throws {
    let conversation = Conversation.keyUpdates
    let records = conversation.records
    // A KeyUpdate is a record of 5 + 5 + 17 bytes.
    let updates = records.indices.filter {
      if case .bytes(let bytes, side) = records[$0] { bytes.count == 27 } else { false }
    }
    #expect(updates.count == 2)
    for lost in [[updates[0]], [updates[1]], updates] {
      var steps = records
      for index in lost { steps[index] = .gap(27, from: side) }
      let playback = Playback(steps, try TLSConnectionTests.context(conversation))
      #expect(playback.plaintext == conversation.plaintext)
      #expect(playback.dotted(side) == playback.text[side])
    }
    for index in updates {
      var steps = records
      guard case .bytes(var bytes, side) = steps[index] else { continue }
      bytes[10] ^= 1
      steps[index] = .bytes(bytes, from: side)
      let playback = Playback(steps, try TLSConnectionTests.context(conversation))
      #expect(playback.plaintext == conversation.plaintext)
      #expect(playback.findings.contains("tls-record-not-authentic"))
    }
  }

  @Test("A lost stretch over many records and a key update")
  func longLoss() throws {
    let conversation = Conversation.keyUpdates
    let records = conversation.records
    let mine = records.indices.filter { records[$0].side == .client }
    // The first line, the KeyUpdate, the second line, one after another.
    for count in 1...5 {
      var steps = records
      for index in mine.dropLast(2).suffix(count) {
        guard case .bytes(let bytes, _) = records[index] else { continue }
        steps[index] = .gap(bytes.count, from: .client)
      }
      let playback = Playback(steps, try TLSConnectionTests.context(conversation))
      #expect(playback.plaintext.server == conversation.plaintext.server)
      #expect(playback.isFound(in: conversation.plaintext.client, of: .client))
      #expect(playback.text.client.hasSuffix("and at last\n"), "\(count)")
    }
  }

  @Test("Records that are missing without a gap leave one, when a key update shows that they were there")
  func vanishedRecords() throws {
    let conversation = Conversation.keyUpdates
    var steps = conversation.records
    let mine = steps.indices.filter { steps[$0].side == .server }
    // The first KeyUpdate and the line behind it; left is the second KeyUpdate.
    for index in mine.dropLast(3).suffix(2).reversed() { steps.remove(at: index) }
    let playback = Playback(steps, try TLSConnectionTests.context(conversation))
    #expect(playback.dotted(.server) == "msirperiw olleh\n.tsal ta dna\n")
    #expect(playback.findings.contains("tls-record-not-authentic"))
  }

  @Test("RFC 7366 §3, TLS 1.0: the MAC does not cover the IV, so a block behind a damaged record is left out")
  func damagedChain() throws {
    let conversation = Conversation.chained
    var steps = conversation.records
    let mine = steps.indices.filter { steps[$0].side == .client }
    // The empty record before the second line.
    let damaged = mine[mine.count - 5]
    guard case .bytes(var bytes, _) = steps[damaged] else { return }
    bytes[30] ^= 1
    steps[damaged] = .bytes(bytes, from: .client)
    let playback = Playback(steps, try TLSConnectionTests.context(conversation))
    #expect(playback.isFound(in: conversation.plaintext.client, of: .client))
    #expect(playback.text.client == "hello wireprism\nand at last\n")
  }

  @Test("RFC 2246 §6.2.3.2: with a chained IV the record behind a loss is lost too, and that is no damage")
  func chainedLoss() throws {
    let conversation = Conversation.chained
    let records = conversation.records
    let mine = records.indices.filter { records[$0].side == .client }
    var steps = records
    let lost = mine[mine.count - 6]
    guard case .bytes(let bytes, _) = records[lost] else { return }
    steps[lost] = .gap(bytes.count, from: .client)
    let playback = Playback(steps, try TLSConnectionTests.context(conversation))
    #expect(playback.isFound(in: conversation.plaintext.client, of: .client))
    #expect(playback.text.client.hasSuffix("and at last\n"))
    #expect(!playback.findings.contains("tls-record-not-authentic"))
  }

  @Test("A flipped bit anywhere invents nothing", arguments: TLSConnectionTests.alone.indices)
  func flippedBits(index: Int) throws {
    let (name, conversation) = TLSConnectionTests.alone[index]
    for (index, turn) in conversation.turns.enumerated() {
      for offset in stride(from: index % 11, to: turn.bytes.count, by: 11) {
        var bytes = turn.bytes
        bytes[offset] ^= 1 << UInt8(offset % 8)
        var steps = conversation.steps
        steps[index] = .bytes(bytes, from: turn.side)
        let playback = Playback(steps, try TLSConnectionTests.context(conversation))
        for side in Side.allCases {
          #expect(
            playback.isFound(in: conversation.plaintext[side], of: side),
            "\(name), turn \(index), byte \(offset): \(playback.dotted(side))")
        }
      }
    }
  }

  @Test("A flipped bit in a record of text leaves that record out, and nothing else")
  func flippedText() throws {
    let conversation = Conversation.resumed13
    var steps = conversation.records
    let last = try #require(
      steps.lastIndex { if case .bytes(let bytes, .client) = $0 { bytes.count > 30 } else { false } })
    guard case .bytes(var bytes, _) = steps[last] else { return }
    bytes[8] ^= 4
    steps[last] = .bytes(bytes, from: .client)
    let playback = Playback(steps, try TLSConnectionTests.context(conversation))
    #expect(playback.dotted(.client) == "hello wireprism\nand again\n............")
    #expect(playback.text.server == String(decoding: conversation.plaintext.server, as: UTF8.self))
    #expect(playback.findings.contains("tls-record-not-authentic"))
  }

  @Test("Records that come twice, in another order or from the other side invent nothing")
  func replay() throws {
    for (name, conversation) in TLSConnectionTests.alone {
      let records = conversation.records
      for index in records.indices {
        var twice = records
        twice.insert(records[index], at: index)
        var swapped = records
        if index > 0 { swapped.swapAt(index, index - 1) }
        var turned = records
        if case .bytes(let bytes, let side) = records[index] { turned[index] = .bytes(bytes, from: side.opposite) }
        var early = records
        early.insert(records[index], at: 1)
        for steps in [twice, swapped, turned, early, [records[0]] + records] {
          let playback = Playback(steps, try TLSConnectionTests.context(conversation))
          for side in Side.allCases {
            #expect(playback.isFound(in: conversation.plaintext[side], of: side), "\(name), record \(index)")
          }
        }
      }
    }
  }

  @Test("After a renegotiation whose hellos were lost no key comes into force twice")
  func renegotiationWithoutHellos() throws {
    let conversation = Conversation.renegotiation
    var records = conversation.records
    let spoken = try #require(records.firstIndex { $0.isApplicationData(from: .client) })
    let hello = try #require(records[(spoken + 1)...].firstIndex { $0.side == .client })
    guard case .bytes(var bytes, _) = records[hello] else { return }
    bytes[bytes.count - 1] ^= 1
    records[hello] = .bytes(bytes, from: .client)
    let end = try #require(records[(hello + 1)...].firstIndex { $0.isApplicationData(from: .client) })
    let flight = records[(hello + 1)..<end].filter { $0.side == .client }
    let steps = records[...hello] + flight + [records[spoken]]
    let playback = Playback(Array(steps), try TLSConnectionTests.context(conversation))
    #expect(playback.plaintext.client == Array("hello wireprism\n".utf8))
  }

  @Test("A wrong secret opens nothing, and the reason says so", arguments: TLSConnectionTests.alone.indices)
  func wrongSecrets(index: Int) throws {
    let (name, conversation) = TLSConnectionTests.alone[index]
    guard !conversation.keyLog.isEmpty else { return }
    let ring = KeyRing()
    ring.isComplete = true
    // The last digit of each secret is another one.
    ring.read(conversation.keyLogWithWrongSecrets)
    let playback = Playback(conversation.steps, TLSContext(keys: ring))
    #expect(playback.plaintext == BySide(both: []), "\(name)")
    #expect(playback.connection.notDecryptedBecause(ring)?.contains("does not verify") == true, "\(name)")
  }
}

extension Conversation {
  fileprivate var keyLogWithWrongSecrets: String {
    keyLog.split(separator: "\n").map { "\($0.dropLast(1))\($0.hasSuffix("0") ? 1 : 0)\n" }.joined()
  }
}

extension PlaybackStep {
  fileprivate func isApplicationData(from sender: Side) -> Bool {
    if case .bytes(let bytes, sender) = self { bytes.first == 23 } else { false }
  }
}
