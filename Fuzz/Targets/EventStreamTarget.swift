import Bytes
import Findings

@testable import EventStream

/// An event stream as marked pieces, behind a byte that says how to split it. However it is split, the same must come out.
func fuzzEventStream(_ input: [UInt8]) {
  guard let byteCount = input.first else { return }
  let pieces = MarkedPieces(input.dropFirst()).pieces
  let whole = readEvents(pieces, splitInto: .max)
  let split = readEvents(pieces, splitInto: max(1, Int(byteCount)))
  expect(whole.events == split.events, "splitting gives the same events")
  expect(whole.reader.commentCount == split.reader.commentCount, "splitting gives the same comments")
  expect(whole.reader.isInEvent == split.reader.isInEvent, "splitting ends in the same place")
}

/// Reads pieces. Bit 0 of a mark says that bytes were lost before its piece, the others how many.
private func readEvents(
  _ pieces: [MarkedPieces.Piece], splitInto byteCount: Int
) -> (events: [ServerSentEvent], reader: EventStreamReader) {
  var reader = EventStreamReader()
  var events: [ServerSentEvent] = []
  for (step, piece) in pieces.enumerated() {
    let time = Timestamp(nanoseconds: Int64(step))
    if piece.mark & 1 == 1 { reader.skip(1 << (piece.mark >> 1)) }
    for start in stride(from: 0, to: piece.bytes.count, by: byteCount) {
      let count = min(byteCount, piece.bytes.count - start)
      reader.receive(piece.bytes.rawSpan.extracting(ByteRange(start: start, count: count)), at: time, into: &events)
    }
  }
  expect(events.count == reader.eventCount, "each event is handed over once")
  let byteCount = pieces.reduce(0) { $0 + $1.bytes.count }
  expect(events.reduce(0) { $0 + $1.dataByteCount } <= byteCount, "there is no more data than content")
  for (index, event) in events.enumerated() {
    expect(event.index == index, "events are in order")
    expect(event.start <= event.end, "an event ends after its start")
    // A byte that is not UTF-8 becomes three.
    for text in [event.type, event.id] {
      expect((text ?? "").utf8.count <= 3 * EventStreamLimits.textByteCount, "short")
    }
    expect((event.retry ?? 0) >= 0, "retry is not negative")
  }
  return (events, reader)
}
