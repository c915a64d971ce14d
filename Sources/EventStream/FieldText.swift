import Bytes

/// The value of a field that is kept: of several lines the last one counts.
struct FieldText: Sendable {
  private var value: [UInt8] = []
  private var pending: [UInt8] = []
  private var hasValue = false
  private var hasNull = false

  /// What the last valid line says; nil when there was none, or it was empty. What is not UTF-8 becomes U+FFFD, as it does in
  /// the recipient.
  var text: String? {
    hasValue && !value.isEmpty ? String(decodingUTF8: value.rawSpan) : nil
  }

  mutating func begin() {
    pending.removeAll(keepingCapacity: true)
    hasNull = false
  }

  mutating func append(_ byte: UInt8) {
    if byte == 0 { hasNull = true }
    if pending.count < EventStreamLimits.textByteCount { pending.append(byte) }
  }

  /// A line is whole; one with a null byte counts only where that is allowed.
  mutating func end(allowingNull: Bool) {
    guard allowingNull || !hasNull else { return }
    swap(&value, &pending)
    hasValue = true
  }

  mutating func reset() {
    hasValue = false
  }
}
