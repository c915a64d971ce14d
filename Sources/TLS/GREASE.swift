extension UInt16 {
  /// Whether it is one of the sixteen values that a sender mixes in so that nobody comes to depend on a closed list:
  /// `0a0a`, `1a1a` to `fafa` (RFC 8701 §2).
  package var isGREASE: Bool {
    self & 0x0F0F == 0x0A0A && self >> 8 == self & 0xFF
  }

  /// How a code point without a name is written: `0x0a1b`.
  package var codePointName: String {
    let digits = String(self, radix: 16)
    return "0x" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}
