/// The fields of an event stream that mean something.
enum EventField: Sendable {
  case data
  case event
  case id
  case retry
  /// Passed over, as comments are.
  case unknown
}

/// The name of a field while it is read.
struct EventFieldName: Sendable {
  private var bits: UInt64 = 0
  private var count = 0

  /// Takes one more byte in; the longest known name has five.
  mutating func append(_ byte: UInt8) {
    bits = bits << 8 | UInt64(byte)
    // No name of more than eight is known, so that what it began with does not matter.
    count = min(count + 1, 9)
  }

  /// The field of this name; names are compared byte by byte.
  var field: EventField {
    switch (count, bits) {
    case (4, 0x6461_7461): .data
    case (5, 0x65_7665_6E74): .event
    case (2, 0x6964): .id
    case (5, 0x72_6574_7279): .retry
    default: .unknown
    }
  }
}
