import Bytes

/// The type of an Ethernet frame's payload (IEEE 802 numbers).
struct EtherType: RawRepresentable, Hashable, BitwiseCopyable {
  let rawValue: UInt16

  static let ipv4 = EtherType(rawValue: 0x0800)
  static let ipv6 = EtherType(rawValue: 0x86DD)
  static let vlan = EtherType(rawValue: 0x8100)
  /// 802.1ad.
  static let serviceVLAN = EtherType(rawValue: 0x88A8)
  /// What switches used for the outer tag before 802.1ad.
  static let qinq9100 = EtherType(rawValue: 0x9100)
  static let qinq9200 = EtherType(rawValue: 0x9200)
  static let qinq9300 = EtherType(rawValue: 0x9300)
  /// 802.1BR.
  static let etherTag = EtherType(rawValue: 0x893F)
  static let vnTag = EtherType(rawValue: 0x8926)
  /// 802.1ah.
  static let macInMAC = EtherType(rawValue: 0x88E7)
  static let fabricPath = EtherType(rawValue: 0x8903)
  static let macsec = EtherType(rawValue: 0x88E5)
  static let mpls = EtherType(rawValue: 0x8847)
  static let mplsMulticast = EtherType(rawValue: 0x8848)
  static let pppoeSession = EtherType(rawValue: 0x8864)
  static let ppp = EtherType(rawValue: 0x880B)
  static let transparentEthernetBridging = EtherType(rawValue: 0x6558)
  static let nsh = EtherType(rawValue: 0x894F)
  static let wccp = EtherType(rawValue: 0x883E)
  static let erspan2 = EtherType(rawValue: 0x88BE)
  static let erspan3 = EtherType(rawValue: 0x22EB)

  /// How to read the payload; nil for what carries no IP, such as ARP.
  var layer: Layer? {
    switch self {
    case .ipv4: .ipv4
    case .ipv6: .ipv6
    case .vlan, .serviceVLAN, .qinq9100, .qinq9200, .qinq9300: .wrapper(.vlan)
    case .etherTag: .wrapper(.etherTag)
    case .vnTag: .wrapper(.vnTag)
    case .macInMAC: .wrapper(.macInMAC)
    case .fabricPath: .wrapper(.fabricPath)
    case .macsec: .wrapper(.macsec)
    case .mpls, .mplsMulticast: .wrapper(.mpls)
    case .pppoeSession: .wrapper(.pppoe)
    case .ppp: .wrapper(.ppp)
    case .transparentEthernetBridging: .wrapper(.ethernet)
    case .nsh: .wrapper(.nsh)
    case .wccp: .wrapper(.wccp)
    case .erspan2: .wrapper(.erspan2)
    case .erspan3: .wrapper(.erspan3)
    default: nil
    }
  }

  /// To the payload that starts at an offset.
  func step(toPayloadAt start: Int, end: Int = .max) -> Step {
    guard let layer else { return .stop(.nonIP) }
    return .next(layer, start: start, end: end)
  }
}
