import Bytes
import Findings

/// The segments of a round that one pipeline reads, with their payloads.
struct SegmentBatch: Sendable {
  struct Segment: Sendable, BitwiseCopyable {
    var arrival: Intake.Arrival
    /// 1, 2, 3… over all pipelines.
    var number: Int
    /// Where its payload stands.
    var payload: ByteRange
  }

  private var segments: [Segment] = []
  private var bytes: [UInt8] = []
  /// The present, when all were captured.
  var now = Timestamp(nanoseconds: .min)
  /// Whether the capture is over behind them, and not a round alone.
  var isLast = false

  mutating func append(_ arrival: Intake.Arrival, _ payload: RawSpan, number: Int) {
    segments.append(
      Segment(arrival: arrival, number: number, payload: ByteRange(start: bytes.count, count: payload.byteCount)))
    if !payload.isEmpty { bytes.append(payload) }
  }

  /// Lends each segment with its payload.
  func forEach(_ body: (Segment, RawSpan) -> Void) {
    for index in segments.indices {
      body(segments[index], bytes.rawSpan.extracting(segments[index].payload))
    }
  }

  /// Empties it, and keeps its storage.
  mutating func removeAll() {
    segments.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }
}
