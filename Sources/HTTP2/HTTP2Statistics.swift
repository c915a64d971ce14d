import Findings
import HPACK
import Metrics

/// How often each frame type was sent by one side.
package struct FrameCounts: Sendable, Equatable {
  private var counts = [Int](repeating: 0, count: 256)

  package init() {}

  package subscript(type: FrameType) -> Int {
    get { counts[Int(type.rawValue)] }
    set { counts[Int(type.rawValue)] = newValue }
  }

  /// The types that occurred, by number, each with its count.
  package var occurring: [(type: FrameType, count: Int)] {
    counts.indices.filter { counts[$0] > 0 }.map { (FrameType(rawValue: UInt8(truncatingIfNeeded: $0)), counts[$0]) }
  }

  package mutating func merge(_ other: FrameCounts) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }
}

/// A GOAWAY frame (RFC 9113 §6.8).
package struct Goaway: Sendable, Equatable {
  package var from: Side
  package var lastStream: UInt32
  package var errorCode: ErrorCode
  package var time: Timestamp

  package init(from: Side, lastStream: UInt32, errorCode: ErrorCode, time: Timestamp) {
    self.from = from
    self.lastStream = lastStream
    self.errorCode = errorCode
    self.time = time
  }
}

/// What one connection did in HTTP/2.
package struct HTTP2Statistics: Sendable {
  /// Streams that carried a request or a response, pushed ones included.
  package var streams = 0
  /// The most streams that were open at once (first request byte to last response byte).
  package var maxConcurrentStreams = 0
  /// PUSH_PROMISE frames with a complete field block.
  package var pushes = 0
  /// Frames a side sent.
  package var frames = BySide(both: FrameCounts())
  /// The last value of each parameter a side sent, in order of first appearance.
  package var settings: BySide<[Setting]> = BySide(both: [])
  package var hpack = BySide(both: HPACKStatistics())
  /// GOAWAY frames in order; at most `HTTP2Limits.keptGoaways`.
  package var goaways: [Goaway] = []
  /// ORIGIN frames of the server, and what they list, in lower case; at most `HTTP2Limits.keptOrigins`.
  package var originFrames = 0
  package var origins: [String] = []
  /// RST_STREAM frames a side sent.
  package var resets = BySide(both: 0)
  /// Streams that the server refused to process (RFC 9113 §8.7).
  package var refusedStreams = 0
  /// Requests that began while another exchange was open.
  package var overlappingRequests = 0
  /// How long flow control held back the DATA that a side sent.
  package var flowControl = BySide(both: FlowControlTotals())
  /// What became of the pushes.
  package var push = PushTotals()
  /// Which streams of a side waited behind holes in TCP's stream that took nothing of them.
  package var innocence = BySide(both: TCPBlockingTotals())
  /// How a side mixed the DATA of its streams.
  package var multiplex = BySide(both: MultiplexTotals())
  /// What the bytes of a side's frames were, the client's preface included.
  package var framing = BySide(both: FramingTotals())

  package init() {}
}
