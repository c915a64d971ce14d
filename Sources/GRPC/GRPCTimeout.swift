import Bytes

/// How long the client of a call will wait: the grpc-timeout field.
package struct GRPCTimeout: Hashable, Sendable, BitwiseCopyable {
  /// 0 to 99,999,999 of its unit; of hours as many as 64 bits hold nanoseconds of.
  package let nanoseconds: Int64

  /// The most digits that the protocol allows.
  private static let digitCount = 8

  /// Reads a grpc-timeout field's value: one to eight digits and a unit. Nil when it is something else.
  package init?(_ value: RawSpan) {
    let digitCount = value.byteCount - 1
    guard digitCount > 0, digitCount <= Self.digitCount, let unit = Self.nanoseconds(of: value.byte(at: digitCount))
    else { return nil }
    var number: Int64 = 0
    for index in 0..<digitCount {
      let byte = value.byte(at: index)
      guard ASCII.isDigit(byte) else { return nil }
      number = number * 10 + Int64(byte - 0x30)
    }
    let (product, overflows) = number.multipliedReportingOverflow(by: unit)
    nanoseconds = overflows ? .max : product
  }

  /// How long a unit is: hour, minute, second, milli-, micro- and nanosecond.
  private static func nanoseconds(of unit: UInt8) -> Int64? {
    switch unit {
    case 0x48: 3_600_000_000_000  // H
    case 0x4D: 60_000_000_000  // M
    case 0x53: 1_000_000_000  // S
    case 0x6D: 1_000_000  // m
    case 0x75: 1_000  // u
    case 0x6E: 1  // n
    default: nil
    }
  }
}
