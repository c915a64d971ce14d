import Bytes
import Findings
import RecordedTLS

@testable import TLS

/// TLS conversations as marked pieces, behind a byte that says which one was recorded, one that says how it is captured, and
/// one that says how to split it. With the secrets of that conversation, and however it was damaged, each piece of plaintext
/// must stand in what was truly said, behind the piece before; and splitting changes nothing.
///
/// One thing no reader can know: whoever damages the message that changes the keys (RFC 8446 §4.5, §4.6.3) can take records before
/// it out of the stream, and the record behind it opens as the first one under its keys.
func fuzzTLS(_ input: [UInt8]) {
  guard input.count >= 3 else { return }
  let recorded = RecordedTLS.Conversation.all[Int(input[0]) % RecordedTLS.Conversation.all.count]
  let isMidStream = input[1] & 1 != 0
  let areKeysLate = input[1] & 2 != 0
  let conversation = Conversation(input.dropFirst(3))
  let whole = TLSReading(conversation.stepsOfOpenSides, recorded, isMidStream: isMidStream, areKeysLate: areKeysLate)
  for side in Side.allCases {
    // Before a hello it is not known which side is which.
    let isTrue =
      whole.isUnencrypted || whole.isTrue(recorded.plaintextByKeys(of: side), of: side)
      || !whole.beginsWithHello && whole.isTrue(recorded.plaintextByKeys(of: side.opposite), of: side)
    expect(isTrue, "the \(side.name) said \(String(decoding: whole.plaintext[side], as: UTF8.self))")
  }
  let pieces = conversation.split(into: max(1, Int(input[2])))
  let split = TLSReading(pieces, recorded, isMidStream: isMidStream, areKeysLate: areKeysLate)
  expect(whole.plaintext == split.plaintext, "splitting TLS into \(input[2]) gives the same")
}

/// What is read of a conversation.
private struct TLSReading {
  /// Pieces of a side without a gap in between.
  private(set) var pieces = BySide<[[UInt8]]>(both: [[]])
  /// Whether the ClientHello was read before the piece that the first plaintext came with.
  private(set) var beginsWithHello = false
  /// Whether a hello, changed by whoever made the input, named a suite that does not encrypt: then what is on the wire is
  /// plaintext, and nothing is invented.
  private(set) var isUnencrypted = false
  private var output = TLSOutput()

  var plaintext: BySide<[UInt8]> {
    BySide(client: Array(pieces.client.joined()), server: Array(pieces.server.joined()))
  }

  init(
    _ steps: [Conversation.Step], _ recorded: RecordedTLS.Conversation, isMidStream: Bool, areKeysLate: Bool
  ) {
    let keys = KeyRing()
    keys.isComplete = !areKeysLate
    if !areKeysLate { keys.read(recorded) }
    let context = TLSContext(keys: keys)
    var connection = TLSConnection(isMidStream: isMidStream)
    // The search of record numbers is bounded in itself; here it only takes time.
    connection.budget = 512 << 10
    let time = Timestamp(nanoseconds: 0)
    for step in steps {
      if plaintext.client.isEmpty, plaintext.server.isEmpty {
        beginsWithHello = connection.statistics.handshakeStart != nil
      }
      switch step {
      case .receive(let side, let bytes):
        connection.receive(bytes.rawSpan, from: side, at: time, context: context, into: &output)
      case .skip(let side, let count):
        connection.skip(count, from: side, at: time, context: context, into: &output)
      case .finish(let side, let reason):
        connection.finish(side, isClosed: reason == .closed, at: time, context: context, into: &output)
      }
      take()
      if connection.negotiation.cipherSuite?.name.contains("_NULL_") == true { isUnencrypted = true }
    }
    keys.read(recorded)
    keys.isComplete = true
    connection.resume(context: context, into: &output)
    take()
    expect(!connection.isWaiting, "nothing waits when no more secrets can come")
    let statistics = connection.statistics
    expect(statistics.plaintextByteCounts.client == plaintext.client.count, "the client's plaintext is counted")
    expect(statistics.plaintextByteCounts.server == plaintext.server.count, "the server's plaintext is counted")
  }

  private mutating func take() {
    for event in output.events {
      switch event {
      case .plaintext(let range, let side, _):
        pieces[side][pieces[side].count - 1] += output.bytes[range.start..<range.end]
      case .gap(let count, let side, _):
        expect(count > 0, "a gap has bytes")
        pieces[side].append([])
      case .end, .finding:
        break
      }
    }
    output.removeAll()
  }

  /// Whether nothing was invented: each piece stands in what was said, under keys after keys, behind the one before.
  func isTrue(_ truth: [[UInt8]], of side: Side) -> Bool {
    // Where a piece may end that began as early as it can.
    var place = (keys: 0, offset: 0)
    for piece in pieces[side] where !piece.isEmpty {
      let starts = truth.indices.dropFirst(place.keys).lazy.flatMap { keys in
        (keys == place.keys ? place.offset..<truth[keys].count : truth[keys].indices).lazy.map { (keys, $0) }
      }
      guard let end = starts.lazy.compactMap({ Self.end(of: piece[...], in: truth, from: $0) }).first else {
        return false
      }
      place = end
    }
    return true
  }

  /// Where a piece ends that begins at a place; nil when it does not stand there. Under other keys it goes on from their first byte.
  private static func end(
    of piece: ArraySlice<UInt8>, in truth: [[UInt8]], from place: (keys: Int, offset: Int)
  ) -> (keys: Int, offset: Int)? {
    let common = zip(truth[place.keys][place.offset...], piece).prefix { $0 == $1 }.count
    if common == piece.count { return (place.keys, place.offset + common) }
    guard common > 0 else { return nil }
    return truth.indices.dropFirst(place.keys + 1).lazy.compactMap {
      end(of: piece.dropFirst(common), in: truth, from: ($0, 0))
    }.first
  }
}

extension RecordedTLS.Conversation {
  /// What a side said, each part under keys of its own.
  fileprivate func plaintextByKeys(of side: Side) -> [[UInt8]] {
    guard changesKeysBetweenLines else { return [plaintext[side]] }
    return plaintext[side].split(separator: ASCII.lineFeed).map { $0 + [ASCII.lineFeed] }
  }
}

extension KeyRing {
  fileprivate func read(_ recorded: RecordedTLS.Conversation) {
    if recorded.keyLog.isEmpty {
      let pem = Array(RecordedTLS.Conversation.rsaKey.utf8)
      try? readRSAKey(pem: pem.rawSpan)
    }
    let log = KeyLogReader(name: "keys", origin: .keyLog)
    let text = Array(recorded.keyLog.utf8)
    log.read(text.rawSpan, into: self)
    log.finish(into: self)
  }
}

/// Writes each recorded conversation as a seed of `fuzzTLS` and of `fuzzTLSRecords`: see `makeSeeds`.
func tlsSeeds() -> [(target: String, name: String, bytes: [UInt8])] {
  RecordedTLS.Conversation.all.enumerated().flatMap { index, recorded in
    var pieces = MarkedPieces()
    pieces.pieces = recorded.turns.map { MarkedPieces.Piece(mark: Conversation.mark(of: $0.side), bytes: $0.bytes) }
    // Behind the handshake, from the first record of application data on.
    var late = pieces
    late.pieces = late.pieces.suffix(6)
    let encoded = pieces.encoded
    return [
      ("tls", "\(index)", [UInt8(index), 0, 7] + encoded),
      ("tls", "\(index)-late", [UInt8(index), 2, 100] + encoded),
      ("tls", "\(index)-middle", [UInt8(index), 1, 20] + late.encoded),
      ("tls-records", "\(index)", [3] + encoded),
    ]
  }
}
