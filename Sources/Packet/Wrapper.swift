/// A header of which only matters where its payload lies and how to read that.
enum Wrapper: Equatable, BitwiseCopyable {
  // Links
  case ethernet, vlan, etherTag, vnTag, macInMAC, fabricPath, macsec, logicalLinkControl
  case ppp, pppHDLC, pppoe, ciscoHDLC, frameRelay
  case bsdLoopback, openBSDEncapsulation, packetFilterLog
  case linuxCooked, linuxCooked2, netfilterLog
  case ieee80211, ieee80211Padded, ieee80211EitherOrder, radiotap, prism, avs, ppi, pktap
  case tokenRing, fddi, arcnet, arcnetLinux
  // Tunnels
  case ip, mpls, gre, wccp, erspan2, erspan3, etherIP, authentication, nsh
  // Tunnels in UDP
  case udp, greInUDP, mplsInUDP, teredo, vxlan, vxlanGPE, geneve, gtpUser, l2tp, capwap, tzsp, ayiya
  // IPv6 extension headers without meaning here
  case ipv6Extension
}

extension Wrapper {
  /// Reads the header at the front of the bytes.
  func unwrap(_ bytes: RawSpan) -> Step {
    switch self {
    case .ethernet: Ethernet.payload(of: bytes)
    case .vlan: VLAN.payload(of: bytes)
    case .etherTag: EtherTag.payload(of: bytes)
    case .vnTag: VNTag.payload(of: bytes)
    case .macInMAC: MACInMAC.payload(of: bytes)
    case .fabricPath: FabricPath.payload(of: bytes)
    case .macsec: MACsec.payload(of: bytes)
    case .logicalLinkControl: LogicalLinkControl.payload(of: bytes)
    case .ppp: PPP.payload(of: bytes)
    case .pppHDLC: PPP.payloadOfHDLC(bytes)
    case .pppoe: PPPoE.payload(of: bytes)
    case .ciscoHDLC: CiscoHDLC.payload(of: bytes)
    case .frameRelay: FrameRelay.payload(of: bytes)
    case .bsdLoopback: BSDLoopback.payload(of: bytes)
    case .openBSDEncapsulation: OpenBSDEncapsulation.payload(of: bytes)
    case .packetFilterLog: PacketFilterLog.payload(of: bytes)
    case .linuxCooked: LinuxCooked.payload(of: bytes)
    case .linuxCooked2: LinuxCooked2.payload(of: bytes)
    case .netfilterLog: NetfilterLog.payload(of: bytes)
    case .ieee80211: IEEE80211.payload(of: bytes)
    case .ieee80211Padded: IEEE80211.payload(of: bytes, isPadded: true)
    case .ieee80211EitherOrder: IEEE80211.payload(of: bytes, mayBeSwapped: true)
    case .radiotap: Radiotap.payload(of: bytes)
    case .prism: Prism.payload(of: bytes)
    case .avs: AVS.payload(of: bytes)
    case .ppi: PPI.payload(of: bytes)
    case .pktap: PKTAP.payload(of: bytes)
    case .tokenRing: TokenRing.payload(of: bytes)
    case .fddi: FDDI.payload(of: bytes)
    case .arcnet: ARCNET.payload(of: bytes, addressByteCount: 2)
    case .arcnetLinux: ARCNET.payload(of: bytes, addressByteCount: 4)
    case .ip: .ip(in: bytes, at: 0)
    case .mpls: MPLS.payload(of: bytes)
    case .gre: GRE.payload(of: bytes)
    case .wccp: WCCP.payload(of: bytes)
    case .erspan2: ERSPAN.payloadOfType2(bytes)
    case .erspan3: ERSPAN.payloadOfType3(bytes)
    case .etherIP: EtherIP.payload(of: bytes)
    case .authentication: AuthenticationHeader.payload(of: bytes)
    case .nsh: NSH.payload(of: bytes)
    case .udp: UDP.payload(of: bytes)
    // A UDP port is a hint only: what does not look like its tunnel is a datagram like any other.
    case .greInUDP: GRE.payload(of: bytes).orUDP
    case .mplsInUDP: MPLS.payload(of: bytes).orUDP
    case .teredo: Teredo.payload(of: bytes) ?? .stop(.udp)
    case .vxlan: VXLAN.payload(of: bytes) ?? .stop(.udp)
    case .vxlanGPE: VXLAN.payloadOfGPE(bytes) ?? .stop(.udp)
    case .geneve: GENEVE.payload(of: bytes) ?? .stop(.udp)
    case .gtpUser: GTPUser.payload(of: bytes) ?? .stop(.udp)
    case .l2tp: L2TP.payload(of: bytes) ?? .stop(.udp)
    case .capwap: CAPWAP.payload(of: bytes) ?? .stop(.udp)
    case .tzsp: TZSP.payload(of: bytes) ?? .stop(.udp)
    case .ayiya: AYIYA.payload(of: bytes) ?? .stop(.udp)
    case .ipv6Extension: IPv6Extension.payload(of: bytes)
    }
  }
}

extension Step {
  /// The same, but for an end, which becomes that of a datagram.
  fileprivate var orUDP: Step {
    if case .stop = self { .stop(.udp) } else { self }
  }
}
