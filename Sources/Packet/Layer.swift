/// How to read the bytes that come next in a packet.
enum Layer: Equatable, BitwiseCopyable {
  case ipv4
  case ipv6
  /// The routing header, which knows the final destination (RFC 8200 §4.4).
  case ipv6Routing
  /// The fragment header (RFC 8200 §4.5).
  case ipv6Fragment
  case tcp
  /// The frames of an 802.11 aggregate (A-MSDU).
  case ieee80211Aggregate
  /// Any other header.
  case wrapper(Wrapper)
}

/// What a header leads to.
enum Step: Equatable, BitwiseCopyable {
  /// To its payload: how to read it, the offset of its first byte from the header's, and the offset where the header
  /// says that it ends (`Int.max` when it does not say). Neither offset needs to be inside the captured bytes.
  case next(Layer, start: Int, end: Int = .max)
  /// To the end of the way.
  case stop(Outcome)

  /// To a payload that is itself a wrapper.
  static func wrapped(_ wrapper: Wrapper, start: Int, end: Int = .max) -> Step {
    .next(.wrapper(wrapper), start: start, end: end)
  }

  /// To an IP packet of the version that its first half octet says.
  static func ip(in bytes: RawSpan, at start: Int, end: Int = .max) -> Step {
    guard start < bytes.byteCount else { return .stop(.incomplete) }
    switch bytes.byte(at: start) >> 4 {
    case 4: return .next(.ipv4, start: start, end: end)
    case 6: return .next(.ipv6, start: start, end: end)
    default: return .stop(.nonIP)
    }
  }
}

/// Why the way through a packet's headers ended.
enum Outcome: Equatable, BitwiseCopyable {
  case udp
  case quicInitial
  case sctp
  case esp
  case otherTransport
  case nonIP
  case protectedWireless
  case macsec
  /// A header does not end within the bytes: truncated when the capture cut the packet, malformed when not.
  case incomplete
  case malformed
  case tooDeep
  case unknownLinkType(LinkType)
}
