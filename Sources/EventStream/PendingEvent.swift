import Bytes
import Findings

/// The event that an empty line will dispatch.
struct PendingEvent: Sendable {
  /// When its first field began; nil before.
  var start: Timestamp?
  /// Whether no gap took bytes of it.
  var isComplete = true
  private var dataByteCount = 0
  private var dataLineCount = 0
  private var type = FieldText()
  private var id = FieldText()
  private var retry: Int?
  /// The value of a field `retry` while it is read: nil when it is not digits alone.
  private var digits: Int?
  private var digitCount = 0

  /// Whether it has data, without which nothing is dispatched.
  var hasData: Bool { dataLineCount > 0 }

  // MARK: Fields

  /// The value of a field begins.
  mutating func begin(_ field: EventField) {
    switch field {
    case .data:
      // A line feed stands between two lines.
      if dataLineCount > 0 { dataByteCount += 1 }
      dataLineCount += 1
    case .event: type.begin()
    case .id: id.begin()
    case .retry: (digits, digitCount) = (0, 0)
    case .unknown: break
    }
  }

  mutating func append(_ byte: UInt8, to field: EventField) {
    switch field {
    case .data: dataByteCount += 1
    case .event: type.append(byte)
    case .id: id.append(byte)
    case .retry: appendDigit(byte)
    case .unknown: break
    }
  }

  /// The value of a field ended.
  mutating func end(_ field: EventField) {
    switch field {
    case .id: id.end(allowingNull: false)
    case .event: type.end(allowingNull: true)
    case .retry: if digitCount > 0, let digits { retry = digits }
    case .data, .unknown: break
    }
  }

  private mutating func appendDigit(_ byte: UInt8) {
    digitCount += 1
    guard let number = digits, ASCII.isDigit(byte), digitCount <= Self.longestNumber else {
      digits = nil
      digitCount = Self.longestNumber
      return
    }
    // At most 18 digits.
    digits = number * 10 + Int(byte - 0x30)
  }

  /// As many digits as 63 bits hold in any case.
  private static let longestNumber = 18

  // MARK: Dispatch

  /// The event, if there is one; either way, a new one begins.
  mutating func dispatch(index: Int, at time: Timestamp) -> ServerSentEvent? {
    defer { reset() }
    guard hasData else { return nil }
    return ServerSentEvent(
      index: index, type: type.text, id: id.text, retry: retry, dataByteCount: dataByteCount, start: start ?? time,
      end: time, isComplete: isComplete)
  }

  private mutating func reset() {
    start = nil
    isComplete = true
    dataByteCount = 0
    dataLineCount = 0
    type.reset()
    id.reset()
    retry = nil
  }
}
