/// What server push was worth. It adds up over connections.
package struct PushTotals: Sendable, Equatable {
  /// Responses that were promised.
  package var promised = 0
  /// Those that came whole.
  package var delivered = 0
  /// Those that the client cancelled.
  package var cancelled = 0
  /// Those that the client asked for itself, whole or cancelled; the late ones among them.
  package var duplicate = 0
  /// Those that were promised while the client's own request for the same was open.
  package var late = 0
  /// Content bytes of pushed responses, with those that came after their end.
  package var byteCount = 0
  /// Content bytes of the cancelled ones, and those of them that came after the client had cancelled.
  package var cancelledByteCount = 0
  package var lateByteCount = 0
  /// Content bytes of the duplicate ones that were not cancelled.
  package var duplicateByteCount = 0
  /// From the promise to the last byte of the response that it came with, in nanoseconds.
  package var lead = Histogram()

  package init() {}

  /// Content bytes that may have been of use.
  package var usefulByteCount: Int { byteCount - cancelledByteCount - duplicateByteCount }

  package mutating func merge(_ other: PushTotals) {
    promised += other.promised
    delivered += other.delivered
    cancelled += other.cancelled
    duplicate += other.duplicate
    late += other.late
    byteCount += other.byteCount
    cancelledByteCount += other.cancelledByteCount
    lateByteCount += other.lateByteCount
    duplicateByteCount += other.duplicateByteCount
    lead.merge(other.lead)
  }
}
