/// The number of an IP packet's payload (IPv4 protocol, IPv6 next header).
struct IPProtocol: RawRepresentable, Hashable, BitwiseCopyable {
  let rawValue: UInt8

  static let hopByHopOptions = IPProtocol(rawValue: 0)
  static let ipv4 = IPProtocol(rawValue: 4)
  static let tcp = IPProtocol(rawValue: 6)
  static let udp = IPProtocol(rawValue: 17)
  static let ipv6 = IPProtocol(rawValue: 41)
  static let ipv6Routing = IPProtocol(rawValue: 43)
  static let ipv6Fragment = IPProtocol(rawValue: 44)
  static let gre = IPProtocol(rawValue: 47)
  static let esp = IPProtocol(rawValue: 50)
  static let authentication = IPProtocol(rawValue: 51)
  static let destinationOptions = IPProtocol(rawValue: 60)
  static let ipip = IPProtocol(rawValue: 94)
  static let etherIP = IPProtocol(rawValue: 97)
  static let sctp = IPProtocol(rawValue: 132)
  static let mobility = IPProtocol(rawValue: 135)
  static let mpls = IPProtocol(rawValue: 137)
  static let hip = IPProtocol(rawValue: 139)
  static let shim6 = IPProtocol(rawValue: 140)
  static let ethernet = IPProtocol(rawValue: 143)

  /// To the payload that starts at an offset.
  func step(toPayloadAt start: Int, end: Int = .max) -> Step {
    switch self {
    case .tcp: .next(.tcp, start: start, end: end)
    case .udp: .wrapped(.udp, start: start, end: end)
    case .ipv4: .next(.ipv4, start: start, end: end)
    case .ipv6: .next(.ipv6, start: start, end: end)
    case .ipip: .wrapped(.ip, start: start, end: end)
    case .gre: .wrapped(.gre, start: start, end: end)
    case .authentication: .wrapped(.authentication, start: start, end: end)
    case .etherIP: .wrapped(.etherIP, start: start, end: end)
    case .mpls: .wrapped(.mpls, start: start, end: end)
    case .ethernet: .wrapped(.ethernet, start: start, end: end)
    case .ipv6Routing: .next(.ipv6Routing, start: start, end: end)
    case .ipv6Fragment: .next(.ipv6Fragment, start: start, end: end)
    case .hopByHopOptions, .destinationOptions, .mobility, .hip, .shim6:
      .wrapped(.ipv6Extension, start: start, end: end)
    case .esp: .stop(.esp)
    case .sctp: .stop(.sctp)
    default: .stop(.otherTransport)
    }
  }
}
