import Findings
import Testing

@testable import TCP

/// A generator whose numbers depend on its seed alone (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

@Suite("Streams in every disorder against the truth")
struct ShuffledStreamTests {
  /// A piece of a stream as it is sent.
  private struct Piece {
    var offset: Int
    var count: Int
  }

  @Test("Shuffled, duplicated and overlapping segments give the stream", arguments: UInt64(0)..<200)
  func complete(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let truth = stream(&generator)
    let pieces = disordered(cut(truth.count, &generator), of: truth.count, &generator)
    var script = Script()
    script.initialSequence.server = seed % 3 == 0 ? UInt32.max - 500 : UInt32(truncatingIfNeeded: generator.next())
    script.handshake()
    for piece in pieces {
      script.send(.server, at: piece.offset, Array(truth[piece.offset..<piece.offset + piece.count]))
    }
    script.send(.server, at: truth.count, flags: .fin)
    script.finish()
    let connection = script.receiver.connections[0]
    #expect(connection.stream(of: .server) == truth.map(Optional.some))
    #expect(connection.statistics?.payloadByteCounts.server == truth.count)
    #expect(connection.statistics?.missingByteCount == 0)
    #expect(connection.findings.isEmpty)
  }

  @Test("With segments lost, every byte that was captured stands in its place", arguments: UInt64(0)..<200)
  func lossy(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 1_000_000)
    let truth = stream(&generator)
    let pieces = disordered(cut(truth.count, &generator), of: truth.count, &generator)
      .filter { _ in !Int.random(in: 0..<5, using: &generator).isMultiple(of: 5) }
    var expected = [UInt8?](repeating: nil, count: truth.count)
    for piece in pieces {
      for offset in piece.offset..<piece.offset + piece.count { expected[offset] = truth[offset] }
    }
    var script = Script()
    script.handshake()
    for piece in pieces {
      script.send(.server, at: piece.offset, Array(truth[piece.offset..<piece.offset + piece.count]))
    }
    script.send(.server, at: truth.count, flags: .fin)
    script.finish()
    let connection = script.receiver.connections[0]
    #expect(connection.stream(of: .server) == expected)
    #expect(connection.statistics?.payloadByteCounts.server == expected.count { $0 != nil })
    #expect(connection.statistics?.missingByteCount == expected.count { $0 == nil })
  }

  @Test("One side alone, from its middle on, over the end of the sequence numbers", arguments: UInt64(0)..<100)
  func midStream(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 3_000_000)
    let truth = stream(&generator)
    let side: Side = Bool.random(using: &generator) ? .client : .server
    var script = Script()
    script.initialSequence[side] = UInt32.max - UInt32.random(in: 0...3000, using: &generator)
    script.send(side, at: 0, [truth[0]])
    for piece in disordered(cut(truth.count, &generator), of: truth.count, &generator) {
      script.send(side, at: piece.offset, Array(truth[piece.offset..<piece.offset + piece.count]))
    }
    script.finish()
    let connection = script.receiver.connections[0]
    #expect(script.receiver.connections.count == 1)
    #expect(connection.stream(of: side) == truth.map(Optional.some))
    #expect(connection.stream(of: side.opposite).isEmpty)
    #expect(connection.findings.isEmpty)
  }

  @Test("Both sides mixed, and the ports used again by the next connection", arguments: UInt64(0)..<100)
  func portReuse(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 4_000_000)
    var script = Script()
    var truths: [BySide<[UInt8]>] = []
    for _ in 0..<3 {
      let truth = BySide(client: stream(&generator), server: stream(&generator))
      truths.append(truth)
      script.initialSequence = BySide(
        client: UInt32.random(in: 0...UInt32.max, using: &generator),
        server: UInt32.random(in: 0...UInt32.max, using: &generator))
      script.handshake()
      var pieces = BySide<ArraySlice<Piece>>(both: [])
      for side in Side.allCases {
        pieces[side] = disordered(cut(truth[side].count, &generator), of: truth[side].count, &generator)[...]
      }
      while !pieces.client.isEmpty || !pieces.server.isEmpty {
        let side: Side = Bool.random(using: &generator) ? .client : .server
        guard let piece = pieces[side].popFirst() else { continue }
        script.send(side, at: piece.offset, Array(truth[side][piece.offset..<piece.offset + piece.count]))
      }
      if Bool.random(using: &generator) { script.send(.client, at: truth.client.count, flags: .fin) }
      if Bool.random(using: &generator) { script.send(.server, at: truth.server.count, flags: .rst) }
    }
    script.finish()
    #expect(script.receiver.connections.count == 3)
    for (connection, truth) in zip(script.receiver.connections, truths) {
      for side in Side.allCases { #expect(connection.stream(of: side) == truth[side].map(Optional.some)) }
      #expect(connection.findings.isEmpty)
    }
  }

  @Test("Repetitions with other bytes: the first copy stays, and each is a finding", arguments: UInt64(0)..<100)
  func forged(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 5_000_000)
    let truth = stream(&generator)
    var forgeries = 0
    var script = Script()
    script.handshake()
    for piece in cut(truth.count, &generator) {
      var bytes = Array(truth[piece.offset..<piece.offset + piece.count])
      script.send(.server, at: piece.offset, bytes)
      if piece.count > 1, Bool.random(using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
        script.send(.server, at: piece.offset, bytes)
        forgeries += 1
      }
    }
    script.finish()
    let connection = script.receiver.connections[0]
    #expect(connection.stream(of: .server) == truth.map(Optional.some))
    #expect(connection.findings.map(\.code) == [String](repeating: "tcp-overlap-conflict", count: forgeries))
  }

  @Test("Random segments never trap, and each byte is covered once", arguments: UInt64(0)..<100)
  func random(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 2_000_000)
    var script = Script()
    for _ in 0..<200 {
      let side: Side = Bool.random(using: &generator) ? .client : .server
      let offset = Int.random(in: -20...400, using: &generator)
      let wild =
        Int.random(in: 0..<20, using: &generator) == 0
        ? Int.random(in: -5_000_000_000...5_000_000_000, using: &generator) : 0
      let flags = TCPFlagsSample.random(using: &generator)
      script.now += Int64.random(in: 0...30, using: &generator)
      script.send(
        side, at: offset + wild, [UInt8](repeating: 7, count: Int.random(in: 0...50, using: &generator)), flags: flags,
        acknowledging: Bool.random(using: &generator) ? Int.random(in: -10...600, using: &generator) + wild : nil,
        missing: Int.random(in: 0..<10, using: &generator) == 0 ? 20 : 0)
    }
    script.finish()
    for connection in script.receiver.connections {
      #expect(connection.events.last == .close)
      #expect(connection.events.count { $0 == .close } == 1)
      for side in Side.allCases {
        let ends = connection.events.indices.filter {
          if case .finish(side, _) = connection.events[$0] { true } else { false }
        }
        #expect(ends.count == 1)
        let after = connection.events[(ends.first ?? 0)...]
        #expect(!after.contains { if case .bytes(_, side) = $0 { true } else { false } })
      }
    }
  }

  private func stream(_ generator: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 1...3000, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  /// The stream cut into segments.
  private func cut(_ count: Int, _ generator: inout SeededGenerator) -> [Piece] {
    var pieces: [Piece] = []
    var offset = 0
    while offset < count {
      let size = min(count - offset, Int.random(in: 1...200, using: &generator))
      pieces.append(Piece(offset: offset, count: size))
      offset += size
    }
    return pieces
  }

  /// The segments locally shuffled, some sent again, some grown over their neighbours.
  private func disordered(_ pieces: [Piece], of count: Int, _ generator: inout SeededGenerator) -> [Piece] {
    var result: [Piece] = []
    for piece in pieces {
      result.append(piece)
      if Int.random(in: 0..<4, using: &generator) == 0 { result.append(piece) }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        let start = max(0, piece.offset - Int.random(in: 0...150, using: &generator))
        let end = min(count, piece.offset + piece.count + Int.random(in: 0...150, using: &generator))
        result.append(Piece(offset: start, count: end - start))
      }
    }
    for index in result.indices where Bool.random(using: &generator) {
      result.swapAt(index, min(result.count - 1, index + Int.random(in: 0...8, using: &generator)))
    }
    return result
  }
}
