import Glibc

extension IPAddress {
  /// Reads dotted decimal, or IPv6's text forms (RFC 4291 §2.2); nil when the text is neither.
  package init?(text: String) {
    var ipv4: UInt32 = 0
    var ipv6 = (UInt64(0), UInt64(0))
    // Safe: inet_pton writes 4 bytes for AF_INET and 16 for AF_INET6, which is what the variables hold.
    if unsafe inet_pton(AF_INET, text, &ipv4) == 1 {
      self.init(ipv4: UInt32(bigEndian: ipv4))
    } else if unsafe inet_pton(AF_INET6, text, &ipv6) == 1 {
      self.init(ipv6High: UInt64(bigEndian: ipv6.0), low: UInt64(bigEndian: ipv6.1))
    } else {
      return nil
    }
  }
}
