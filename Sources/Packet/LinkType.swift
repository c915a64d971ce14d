/// A link-layer header type: the LINKTYPE number that a capture file or interface states.
package struct LinkType: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// BSD loopback: the address family in the order of the capturing host.
  package static let null = LinkType(rawValue: 0)
  package static let ethernet = LinkType(rawValue: 1)
  package static let tokenRing = LinkType(rawValue: 6)
  package static let arcnet = LinkType(rawValue: 7)
  package static let ppp = LinkType(rawValue: 9)
  package static let fddi = LinkType(rawValue: 10)
  /// What most systems call `DLT_RAW`; it should not be in a file, but is.
  package static let raw12 = LinkType(rawValue: 12)
  /// What OpenBSD calls `DLT_RAW`.
  package static let raw14 = LinkType(rawValue: 14)
  package static let pppHDLC = LinkType(rawValue: 50)
  package static let pppoe = LinkType(rawValue: 51)
  /// An IP packet of either version.
  package static let raw = LinkType(rawValue: 101)
  package static let ciscoHDLC = LinkType(rawValue: 104)
  package static let ieee80211 = LinkType(rawValue: 105)
  package static let frameRelay = LinkType(rawValue: 107)
  /// OpenBSD loopback: the address family in network order.
  package static let loop = LinkType(rawValue: 108)
  /// OpenBSD's interface of decrypted IPsec packets.
  package static let enc = LinkType(rawValue: 109)
  package static let linuxCooked = LinkType(rawValue: 113)
  package static let packetFilterLog = LinkType(rawValue: 117)
  package static let prism = LinkType(rawValue: 119)
  package static let radiotap = LinkType(rawValue: 127)
  package static let arcnetLinux = LinkType(rawValue: 129)
  /// The second of the numbers for private use, which Apple's tools write for PKTAP.
  package static let user2 = LinkType(rawValue: 149)
  package static let avs = LinkType(rawValue: 163)
  package static let ppi = LinkType(rawValue: 192)
  package static let ipv4 = LinkType(rawValue: 228)
  package static let ipv6 = LinkType(rawValue: 229)
  package static let netfilterLog = LinkType(rawValue: 239)
  package static let pktap = LinkType(rawValue: 258)
  package static let linuxCooked2 = LinkType(rawValue: 276)
}

extension LinkType {
  /// The name in the registry of link types, without `LINKTYPE_`; `LINKTYPE 999` for a number that is not known here.
  package var name: String {
    switch self {
    case .null: "NULL"
    case .ethernet: "ETHERNET"
    case .tokenRing: "IEEE802_5"
    case .arcnet: "ARCNET_BSD"
    case .ppp: "PPP"
    case .fddi: "FDDI"
    case .raw, .raw12, .raw14: "RAW"
    case .pppHDLC: "PPP_HDLC"
    case .pppoe: "PPP_ETHER"
    case .ciscoHDLC: "C_HDLC"
    case .ieee80211: "IEEE802_11"
    case .frameRelay: "FRELAY"
    case .loop: "LOOP"
    case .enc: "ENC"
    case .linuxCooked: "LINUX_SLL"
    case .packetFilterLog: "PFLOG"
    case .prism: "IEEE802_11_PRISM"
    case .radiotap: "IEEE802_11_RADIOTAP"
    case .arcnetLinux: "ARCNET_LINUX"
    case .user2: "USER2"
    case .avs: "IEEE802_11_AVS"
    case .ppi: "PPI"
    case .ipv4: "IPV4"
    case .ipv6: "IPV6"
    case .netfilterLog: "NFLOG"
    case .pktap: "PKTAP"
    case .linuxCooked2: "LINUX_SLL2"
    default: "LINKTYPE \(rawValue)"
    }
  }

  /// How to read a packet of this type; nil when it is not known here.
  var layer: Layer? {
    switch self {
    case .ethernet: .wrapper(.ethernet)
    case .null, .loop: .wrapper(.bsdLoopback)
    case .tokenRing: .wrapper(.tokenRing)
    case .arcnet: .wrapper(.arcnet)
    case .ppp, .pppHDLC: .wrapper(.pppHDLC)
    case .fddi: .wrapper(.fddi)
    case .raw, .raw12, .raw14: .wrapper(.ip)
    case .pppoe: .wrapper(.pppoe)
    case .ciscoHDLC: .wrapper(.ciscoHDLC)
    case .ieee80211: .wrapper(.ieee80211)
    case .frameRelay: .wrapper(.frameRelay)
    case .enc: .wrapper(.openBSDEncapsulation)
    case .linuxCooked: .wrapper(.linuxCooked)
    case .packetFilterLog: .wrapper(.packetFilterLog)
    case .prism: .wrapper(.prism)
    case .radiotap: .wrapper(.radiotap)
    case .arcnetLinux: .wrapper(.arcnetLinux)
    case .avs: .wrapper(.avs)
    case .ppi: .wrapper(.ppi)
    case .ipv4: .ipv4
    case .ipv6: .ipv6
    case .netfilterLog: .wrapper(.netfilterLog)
    case .pktap, .user2: .wrapper(.pktap)
    case .linuxCooked2: .wrapper(.linuxCooked2)
    default: nil
    }
  }

  /// To a payload of this type that starts at an offset.
  func step(toPayloadAt start: Int) -> Step {
    guard let layer else { return .stop(.unknownLinkType(self)) }
    return .next(layer, start: start)
  }
}
