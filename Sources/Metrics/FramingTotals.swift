/// What framing costs: of all bytes that a version of HTTP sent, those that are neither content nor field sections.
///
/// HTTP/2: frame headers, padding, priority fields, and the payload of frames that carry no message. HTTP/1.x: chunk lines and
/// the CRLF behind each chunk.
package struct FramingTotals: Sendable, Equatable, BitwiseCopyable {
  /// Bytes of framing.
  package private(set) var overheadByteCount = 0
  /// All bytes.
  package private(set) var byteCount = 0

  package init() {}

  /// Counts bytes of which some are framing. `0 <= overhead <= byteCount`.
  package mutating func add(_ byteCount: Int, overhead: Int) {
    self.byteCount += byteCount
    overheadByteCount += overhead
  }

  package mutating func merge(_ other: FramingTotals) {
    byteCount += other.byteCount
    overheadByteCount += other.overheadByteCount
  }
}
