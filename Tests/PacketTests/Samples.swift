@testable import Packet

extension Sample {
  /// One for each link type.
  static let links: [Sample] = [
    Sample(name: "Ethernet", bytes: Build.ethernet()),
    Sample(name: "Ethernet, padded", bytes: Build.ethernet() + Build.zeros(7)),
    Sample(name: "802.3 with SNAP", bytes: Build.ethernet(Build.snap() + [9, 9], type: Build.snap().count)),
    Sample(name: "802.3 with IP", bytes: Build.ethernet([6, 6, 3] + Build.ipv4(), type: 3 + Build.ipv4().count)),
    Sample(name: "NULL, little-endian", linkType: .null, bytes: [2, 0, 0, 0] + Build.ipv4()),
    Sample(name: "NULL, big-endian", linkType: .null, bytes: [0, 0, 0, 2] + Build.ipv4()),
    Sample(name: "NULL, IPv6 of Linux", linkType: .null, bytes: [10, 0, 0, 0] + Build.ipv6()),
    Sample(name: "NULL, IPv6 of OpenBSD", linkType: .null, bytes: [24, 0, 0, 0] + Build.ipv6()),
    Sample(name: "NULL, IPv6 of FreeBSD", linkType: .null, bytes: [0, 0, 0, 28] + Build.ipv6()),
    Sample(name: "NULL, IPv6 of macOS", linkType: .null, bytes: [30, 0, 0, 0] + Build.ipv6()),
    Sample(name: "LOOP", linkType: .loop, bytes: [0, 0, 0, 24] + Build.ipv6()),
    Sample(name: "ENC", linkType: .enc, bytes: [2, 0, 0, 0] + Build.zeros(8) + Build.ipv4()),
    Sample(name: "PFLOG", linkType: .packetFilterLog, bytes: [61, 2] + Build.zeros(62) + Build.ipv4()),
    Sample(name: "PPP", linkType: .ppp, bytes: [0x00, 0x21] + Build.ipv4()),
    Sample(name: "PPP, compressed protocol", linkType: .ppp, bytes: [0x57] + Build.ipv6()),
    Sample(name: "PPP in HDLC", linkType: .pppHDLC, bytes: [0xFF, 3, 0, 0x57] + Build.ipv6()),
    Sample(name: "Cisco in PPP_HDLC", linkType: .pppHDLC, bytes: [0x0F, 0, 8, 0] + Build.ipv4()),
    Sample(name: "C_HDLC", linkType: .ciscoHDLC, bytes: [0x8F, 0, 0x86, 0xDD] + Build.ipv6()),
    Sample(name: "PPP_ETHER", linkType: .pppoe, bytes: pppoe),
    Sample(name: "FRELAY", linkType: .frameRelay, bytes: [0x18, 0x41, 3, 0xCC] + Build.ipv4()),
    Sample(name: "FRELAY, SNAP", linkType: .frameRelay, bytes: [0x18, 0x41, 3, 0, 0x80, 0, 0, 0, 8, 0] + Build.ipv4()),
    Sample(name: "FRELAY, Cisco", linkType: .frameRelay, bytes: [0x18, 0x41, 8, 0] + Build.ipv4()),
    Sample(name: "RAW, IPv4", linkType: .raw, bytes: Build.ipv4()),
    Sample(name: "RAW, IPv6", linkType: .raw, bytes: Build.ipv6()),
    Sample(name: "RAW 12", linkType: .raw12, bytes: Build.ipv4()),
    Sample(name: "RAW 14", linkType: .raw14, bytes: Build.ipv6()),
    Sample(name: "IPV4", linkType: .ipv4, bytes: Build.ipv4()),
    Sample(name: "IPV6", linkType: .ipv6, bytes: Build.ipv6()),
    Sample(name: "LINUX_SLL", linkType: .linuxCooked, bytes: Build.zeros(14) + [0x86, 0xDD] + Build.ipv6()),
    Sample(name: "LINUX_SLL, LLC", linkType: .linuxCooked, bytes: Build.zeros(14) + [0, 4] + Build.snap()),
    Sample(name: "LINUX_SLL2", linkType: .linuxCooked2, bytes: [8, 0] + Build.zeros(18) + Build.ipv4()),
    Sample(
      name: "NFLOG", linkType: .netfilterLog,
      bytes: [2, 0, 0, 0, 5, 0, 10, 0, 0, 0, 0, 0] + Build.littleEndian(4 + Build.ipv4().count, count: 2) + [9, 0]
        + Build.ipv4()),
    Sample(
      name: "NFLOG, big-endian", linkType: .netfilterLog,
      bytes: [10, 0, 0, 0] + Build.bigEndian(4 + Build.ipv6().count, count: 2) + [0, 9] + Build.ipv6()),
    Sample(name: "FDDI", linkType: .fddi, bytes: [0x50] + Build.zeros(12) + Build.snap()),
    Sample(name: "Token ring", linkType: .tokenRing, bytes: [0x10, 0x40] + Build.zeros(12) + Build.snap()),
    Sample(
      name: "Token ring, source routed", linkType: .tokenRing,
      bytes: [0x10, 0x40] + Build.zeros(6) + [0x80] + Build.zeros(5) + [0x06, 0, 0, 0, 0, 0] + Build.snap()),
    Sample(name: "ARCNET, RFC 1051", linkType: .arcnet, bytes: [1, 2, 240] + Build.ipv4()),
    Sample(name: "ARCNET, RFC 1201", linkType: .arcnet, bytes: [1, 2, 212, 0, 0, 0] + Build.ipv4()),
    Sample(
      name: "ARCNET, exception", linkType: .arcnet, bytes: [1, 2, 212, 0xFF, 0xFF, 0xFF, 212, 0, 0, 0] + Build.ipv4()),
    Sample(name: "ARCNET of Linux", linkType: .arcnetLinux, bytes: [1, 2, 0, 0, 240] + Build.ipv4()),
  ]

  /// One for each header that can precede an 802.11 frame, and each form of the frame.
  static let wireless: [Sample] = [
    Sample(name: "802.11", linkType: .ieee80211, bytes: Build.ieee80211()),
    Sample(
      name: "802.11, four addresses", linkType: .ieee80211,
      bytes: Build.ieee80211(control: [0x08, 0x03], extra: Build.zeros(6))),
    Sample(name: "802.11, QoS", linkType: .ieee80211, bytes: Build.ieee80211(control: [0x88, 0x01], extra: [0, 0])),
    Sample(
      name: "802.11, QoS and HT control", linkType: .ieee80211,
      bytes: Build.ieee80211(control: [0x88, 0x81], extra: Build.zeros(6))),
    Sample(name: "802.11, decrypted", linkType: .ieee80211, bytes: Build.ieee80211(control: [0x08, 0x41])),
    Sample(name: "Radiotap", linkType: .radiotap, bytes: [0, 0, 8, 0, 0, 0, 0, 0] + Build.ieee80211()),
    Sample(
      name: "Radiotap, padded header", linkType: .radiotap,
      bytes: [0, 0, 25, 0, 3, 0, 0, 0x80, 0, 0, 0, 0] + Build.zeros(4) + Build.zeros(8) + [0x20]
        + Build.ieee80211(control: [0x88, 0x01], extra: Build.zeros(4))),
    Sample(name: "Prism", linkType: .prism, bytes: [0x44, 0, 0, 0] + Build.zeros(140) + Build.ieee80211()),
    Sample(name: "AVS", linkType: .avs, bytes: avs),
    Sample(name: "AVS as Prism", linkType: .prism, bytes: avs),
    Sample(name: "PPI", linkType: .ppi, bytes: [0, 0, 8, 0, 105, 0, 0, 0] + Build.ieee80211()),
    Sample(
      name: "PKTAP", linkType: .pktap,
      bytes: [108, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0] + Build.zeros(96) + Build.ethernet()),
    Sample(
      name: "PKTAP as USER2", linkType: .user2,
      bytes: [108, 0, 0, 0, 1, 0, 0, 0, 12, 0, 0, 0] + Build.zeros(96) + Build.ipv6()),
  ]

  private static let avs: [UInt8] = [0x80, 0x21, 0x10, 1, 0, 0, 0, 64] + Build.zeros(56) + Build.ieee80211()

  private static let pppoe: [UInt8] =
    [0x11, 0, 0, 1] + Build.bigEndian(2 + Build.ipv4().count, count: 2) + [0, 0x21] + Build.ipv4()

  /// One for each encapsulation on an Ethernet frame.
  static let tunnels: [Sample] = [
    ethernet("802.1Q", 0x8100, [0, 5, 8, 0] + Build.ipv4()),
    ethernet(
      "Five tags", 0x88A8, [0, 5, 0x81, 0, 0, 6, 0x91, 0, 0, 7, 0x92, 0, 0, 8, 0x93, 0, 0, 9, 8, 0] + Build.ipv4()),
    ethernet("802.1Q with SNAP", 0x8100, [0, 5] + Build.bigEndian(Build.snap().count, count: 2) + Build.snap()),
    ethernet("802.1BR", 0x893F, Build.zeros(6) + [8, 0] + Build.ipv4()),
    ethernet("VN-tag", 0x8926, Build.zeros(4) + [0x86, 0xDD] + Build.ipv6()),
    ethernet("802.1ah", 0x88E7, Build.zeros(4) + Build.ethernet()),
    ethernet("FabricPath", 0x8903, Build.zeros(2) + Build.ethernet()),
    ethernet("MACsec, integrity only", 0x88E5, [0x20, 0] + Build.zeros(12) + [8, 0] + Build.ipv4() + Build.zeros(16)),
    ethernet("PPPoE", 0x8864, pppoe + Build.zeros(4)),
    ethernet("MPLS", 0x8847, [0, 1, 0, 64, 0, 2, 1, 64] + Build.ipv4()),
    ethernet("MPLS, IPv6", 0x8848, [0, 1, 1, 64] + Build.ipv6()),
    ethernet("MPLS, pseudowire with control word", 0x8847, [0, 1, 1, 64, 0, 0, 0, 0] + Build.ethernet()),
    ethernet("MPLS, pseudowire without", 0x8847, [0, 1, 1, 64] + Build.ethernet()),
    ethernet(
      "MPLS, pseudowire to a MAC address like IPv4", 0x8847, [0, 1, 1, 64, 0x42] + Build.ethernet().dropFirst()),
    ethernet("NSH", 0x894F, [0, 2, 2, 3] + Build.zeros(4) + Build.ethernet()),
    ipv4("IPIP", 4, Build.ipv4()),
    ipv4("6in4", 41, Build.ipv6()),
    ethernet("IPv6 in IPv6", 0x86DD, Build.ipv6(Build.ipv6(), next: 41)),
    ethernet("IPv4 in IPv6", 0x86DD, Build.ipv6(Build.ipv4(), next: 4)),
    ipv4("GRE", 47, [0, 0, 8, 0] + Build.ipv4()),
    ipv4("GRE, checksum, key and sequence", 47, [0xB0, 0, 0x86, 0xDD] + Build.zeros(12) + Build.ipv6()),
    ipv4(
      "GRE, routing", 47,
      [0x40, 0, 8, 0] + Build.zeros(4) + [8, 0, 0, 4, 1, 1, 1, 1] + Build.zeros(4) + Build.ipv4()),
    ipv4(
      "GRE, PPTP", 47,
      [0x30, 0x81, 0x88, 0x0B] + Build.bigEndian(4 + Build.ipv4().count, count: 2) + Build.zeros(10)
        + [0xFF, 3, 0, 0x21] + Build.ipv4()),
    ipv4("GRE, NVGRE", 47, [0x20, 0, 0x65, 0x58] + Build.zeros(4) + Build.ethernet()),
    ipv4("GRE, WCCP", 47, [0, 0, 0x88, 0x3E] + Build.zeros(4) + Build.ipv4()),
    ipv4("ERSPAN I", 47, [0, 0, 0x88, 0xBE] + Build.ethernet()),
    ipv4("ERSPAN II", 47, [0x10, 0, 0x88, 0xBE] + Build.zeros(4) + [0x10] + Build.zeros(7) + Build.ethernet()),
    ipv4("ERSPAN III", 47, [0x10, 0, 0x22, 0xEB] + Build.zeros(4) + [0x20] + Build.zeros(11) + Build.ethernet()),
    ipv4(
      "ERSPAN III, platform header", 47,
      [0x10, 0, 0x22, 0xEB] + Build.zeros(4) + [0x20] + Build.zeros(10) + [1] + Build.zeros(8) + Build.ethernet()),
    ipv4("EtherIP", 97, [0x30, 0] + Build.ethernet()),
    ipv4("AH", 51, [6, 4] + Build.zeros(22) + Build.tcp()),
    ipv4("MPLS in IP", 137, [0, 1, 1, 64] + Build.ipv4()),
    udp("Teredo", 3544, Build.ipv6()),
    udp("Teredo, authentication", 3544, [0, 1, 1, 2] + Build.zeros(12) + Build.ipv6()),
    udp("Teredo, authentication and origin", 3544, [0, 1, 0, 0] + Build.zeros(9) + Build.zeros(8) + Build.ipv6()),
    udp("VXLAN", 4789, [8, 0, 0, 0, 0, 0, 1, 0] + Build.ethernet()),
    udp("VXLAN, old port", 8472, [8, 1, 2, 3, 0, 0, 1, 9] + Build.ethernet()),
    udp("VXLAN-GPE", 4790, [0x0C, 0, 0, 2, 0, 0, 1, 0] + Build.ipv6()),
    udp("GENEVE", 6081, [0, 0, 0x65, 0x58, 0, 0, 1, 0] + Build.ethernet()),
    udp("GENEVE, options", 6081, [0x02, 0x3F, 8, 0, 0, 0, 1, 0] + Build.zeros(8) + Build.ipv4()),
    udp("GTP-U", 2152, [0x30, 255] + Build.bigEndian(Build.ipv4().count, count: 2) + Build.zeros(4) + Build.ipv4()),
    udp(
      "GTP-U, extension headers", 2152,
      [0x36, 255] + Build.bigEndian(16 + Build.ipv4().count, count: 2) + Build.zeros(7) + [0x85, 1, 0, 0, 0x85, 2]
        + Build.zeros(7) + Build.ipv4()),
    udp("L2TP", 1701, [0, 2, 0, 1, 0, 1, 0xFF, 3, 0, 0x21] + Build.ipv4()),
    udp(
      "L2TP, all fields", 1701,
      [0x4A, 2] + Build.bigEndian(18 + Build.ipv4().count, count: 2) + Build.zeros(8) + [0, 2, 9, 9, 0, 0x21]
        + Build.ipv4()),
    udp("CAPWAP", 5247, [0, 0x10, 0x03, 0] + Build.zeros(4) + Build.ieee80211()),
    udp(
      "CAPWAP, swapped frame control", 5247, [0, 0x10, 0x03, 0] + Build.zeros(4) + Build.ieee80211(control: [1, 8])),
    udp("CAPWAP, 802.3", 5247, [0, 0x10, 0, 0] + Build.zeros(4) + Build.ethernet()),
    udp("TZSP", 37008, [1, 0, 0, 0x12, 0, 10, 1, 5, 1] + Build.ieee80211()),
    udp("AYIYA", 5072, [0x41, 0x52, 0x11, 41] + Build.zeros(4) + Build.zeros(16) + Build.zeros(20) + Build.ipv6()),
    udp("GRE in UDP", 4754, [0, 0, 8, 0] + Build.ipv4()),
    udp("MPLS in UDP", 6635, [0, 1, 1, 64] + Build.ipv4()),
    udp(
      "PPP in L2TP in GTP-U in VXLAN", 4789,
      [8, 0, 0, 0, 0, 0, 1, 0]
        + udp(
          "", 2152,
          [0x30, 255, 0, 200] + Build.zeros(4)
            + Build.ipv4(Build.udp([0, 2, 0, 1, 0, 1, 0x21] + Build.ipv4(), to: 1701), protocol: 17)
        ).bytes),
  ]

  static let all = links + wireless + tunnels

  private static func ethernet(_ name: String, _ type: Int, _ payload: [UInt8]) -> Sample {
    Sample(name: name, bytes: Build.ethernet(payload, type: type))
  }

  private static func ipv4(_ name: String, _ number: UInt8, _ payload: [UInt8]) -> Sample {
    ethernet(name, 0x0800, Build.ipv4(payload, protocol: number))
  }

  private static func udp(_ name: String, _ port: Int, _ payload: [UInt8]) -> Sample {
    ipv4(name, 17, Build.udp(payload, to: port))
  }
}
