import Testing

@testable import Packet

@Suite struct LinkTypeTests {
  @Test(arguments: [(1, "ETHERNET"), (276, "LINUX_SLL2"), (12, "RAW"), (999, "LINKTYPE 999")] as [(UInt32, String)])
  func names(number: UInt32, name: String) {
    #expect(LinkType(rawValue: number).name == name)
  }
}
