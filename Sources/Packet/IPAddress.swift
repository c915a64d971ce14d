import Bytes

/// An IPv4 or IPv6 address: 16 bytes in two integers, so that a connection's key is compared without a loop.
package struct IPAddress: Hashable, Sendable, BitwiseCopyable {
  /// IPv6: the first eight bytes. IPv4: 0.
  package let high: UInt64
  /// IPv6: the last eight bytes. IPv4: the address in the low 32 bits.
  package let low: UInt64
  package let isIPv6: Bool

  /// An IPv4 address as it stands in the header, in network order.
  package init(ipv4 address: UInt32) {
    self.high = 0
    self.low = UInt64(address)
    self.isIPv6 = false
  }

  /// An IPv6 address.
  package init(ipv6High high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
    self.isIPv6 = true
  }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted decimal, or RFC 5952's form: lower case, the longest run of two or more zero groups (the first of equals) as `::`.
  package var description: String {
    isIPv6 ? ipv6Description : ipv4Description
  }

  private var ipv4Description: String {
    "\(low >> 24 & 0xFF).\(low >> 16 & 0xFF).\(low >> 8 & 0xFF).\(low & 0xFF)"
  }

  private var ipv6Description: String {
    let groups = (0..<8).map { index in
      UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64(48 - 16 * (index % 4)))
    }
    var longest = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > max(1, longest.count) { longest = start..<end }
      start = max(end, start + 1)
    }
    let text = { (range: Range<Int>) in groups[range].map { String($0, radix: 16) }.joined(separator: ":") }
    return longest.isEmpty ? text(0..<8) : text(0..<longest.lowerBound) + "::" + text(longest.upperBound..<8)
  }
}
