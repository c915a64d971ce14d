import Bytes

/// The content of an alert record: that the connection ends, or something went wrong (RFC 8446 §6).
///
///     AlertLevel (8), AlertDescription (8)
package struct Alert: Equatable, Sendable, BitwiseCopyable {
  /// Whether it says itself that the connection ends with it; in TLS 1.3 the description decides.
  package var isFatal: Bool
  package var description: AlertDescription

  /// Nil when the content is not two bytes: an alert may not be split or joined, or it is encrypted.
  package init?(_ content: RawSpan) {
    guard content.byteCount == 2 else { return nil }
    isFatal = content.byte(at: 0) == 2
    description = AlertDescription(rawValue: content.byte(at: 1))
  }
}
