/// How a side may break the rules of RFC 6455 and RFC 7692. The findings' sentences are in `Finding+WebSocket.swift`.
enum Violation: UInt8, CaseIterable {
  // Frames
  case unmasked
  case masked
  case reservedBits
  case reservedOpcode
  case lengthNotMinimal
  case lengthTooLarge
  // Fragmentation
  case continuationWithoutStart
  case messageInterrupted
  case controlFragmented
  case controlTooLong
  // Payloads
  case textNotUTF8
  case closeCodeCut
  case closeCodeInvalid
  case closeReasonNotUTF8
  case compressedDataDamaged
  case decompressedTooLarge
  // The end
  case dataAfterClose
  case frameCutByEnd
  case endWithoutClose
}

/// A set of violations.
struct Violations: Sendable, BitwiseCopyable {
  /// One bit for each; there are fewer than 32.
  private var bits: UInt32 = 0

  /// Adds one; false when it was there.
  mutating func insert(_ violation: Violation) -> Bool {
    let bit = UInt32(1) << UInt32(violation.rawValue)
    defer { bits |= bit }
    return bits & bit == 0
  }
}
