import Testing

@testable import Packet

@Suite struct IPAddressTests {
  @Test(
    "RFC 5952 §4",
    arguments: [
      (0x2001_0DB8_0000_0000, 0x0000_0000_0000_0001, "2001:db8::1"),
      (0x2001_0DB8_0000_0001, 0x0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
      (0x2001_0000_0000_0001, 0x0000_0000_0000_0001, "2001:0:0:1::1"),
      (0x2001_0DB8_0000_0000, 0x0001_0000_0000_0001, "2001:db8::1:0:0:1"),
      (0, 0, "::"), (0, 1, "::1"), (0xFE80_0000_0000_0000, 0, "fe80::"),
    ] as [(UInt64, UInt64, String)])
  func ipv6Text(high: UInt64, low: UInt64, text: String) {
    #expect(IPAddress(ipv6High: high, low: low).description == text)
  }

  @Test func ipv4Text() {
    #expect(IPAddress(ipv4: 0xC000_02FF).description == "192.0.2.255")
  }

  @Test func familiesDiffer() {
    #expect(IPAddress(ipv4: 1) != IPAddress(ipv6High: 0, low: 1))
  }
}
