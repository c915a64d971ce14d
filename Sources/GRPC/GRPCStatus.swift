import Bytes

/// How a call ended (https://grpc.io/docs/guides/status-codes).
package struct GRPCStatus: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  package static let ok = GRPCStatus(rawValue: 0)

  private static let names = [
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
    "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
    "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
  ]

  /// The name of the code, or nil when it is not known.
  package var name: String? {
    rawValue < Self.names.count ? Self.names[Int(rawValue)] : nil
  }

  /// Reads a grpc-status field's value: decimal digits. Nil when it is none, or beyond 32 bits.
  package init?(_ value: RawSpan) {
    guard value.byteCount > 0 else { return nil }
    var number: UInt32 = 0
    for index in 0..<value.byteCount {
      let byte = value.byte(at: index)
      guard ASCII.isDigit(byte) else { return nil }
      let (tenfold, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = tenfold.addingReportingOverflow(UInt32(byte - 0x30))
      guard !isTooLarge, !overflows else { return nil }
      number = sum
    }
    rawValue = number
  }
}
