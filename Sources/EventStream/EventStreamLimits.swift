/// What a hostile event stream can cost at most. Data is counted and never kept.
package enum EventStreamLimits {
  /// Bytes kept of an event's type and of its identifier: both are short words.
  package static let textByteCount = 256
}
