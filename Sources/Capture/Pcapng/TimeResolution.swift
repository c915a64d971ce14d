import Findings

/// What one tick of an interface's clock is worth: the option if_tsresol (draft-ietf-opsawg-pcapng §4.2).
///
/// With the highest bit clear, the rest is n of 10^-n seconds; with it set, n of 2^-n seconds.
struct TimeResolution: RawRepresentable, Equatable, BitwiseCopyable {
  let rawValue: UInt8

  /// The resolution of an interface that names none.
  static let microseconds = TimeResolution(rawValue: 6)

  /// The moment that a number of ticks stands for, so many seconds later; clamped to what 64 bits of nanoseconds hold.
  func timestamp(_ ticks: UInt64, offsetSeconds: Int64) -> Timestamp {
    // At most 2^64 * 10^9 < 2^94 each, so that their sum fits.
    let sum = Int128(nanoseconds(ticks)) + Int128(offsetSeconds) * 1_000_000_000
    return Timestamp(nanoseconds: Int64(clamping: sum))
  }

  /// Below 2^94.
  private func nanoseconds(_ ticks: UInt64) -> UInt128 {
    let exponent = rawValue & 0x7F
    if rawValue & 0x80 != 0 {
      return (UInt128(ticks) * 1_000_000_000) >> exponent
    }
    if exponent <= 9 {
      return UInt128(ticks) * UInt128(Self.powerOfTen(9 - exponent))
    }
    // 10^20 ticks a nanosecond are more than 64 bits hold.
    return exponent - 9 > 19 ? 0 : UInt128(ticks / Self.powerOfTen(exponent - 9))
  }

  /// `exponent <= 19`.
  private static func powerOfTen(_ exponent: UInt8) -> UInt64 {
    var power: UInt64 = 1
    for _ in 0..<exponent {
      power *= 10
    }
    return power
  }
}
