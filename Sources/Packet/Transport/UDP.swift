import Bytes

/// A UDP header (RFC 768): of interest for the tunnels that its ports promise.
enum UDP {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 8 else { return .stop(.incomplete) }
    guard let tunnel = tunnel(port: bytes.uint16(at: 2)) ?? tunnel(port: bytes.uint16(at: 0)) else {
      if Teredo.isBetweenPeers(bytes.extracting(from: 8)) { return .wrapped(.teredo, start: 8) }
      return .stop(QUIC.isInitial(bytes.extracting(from: 8)) ? .quicInitial : .udp)
    }
    let length = Int(bytes.uint16(at: 4))
    // RFC 2675 §4: 0 for a jumbo datagram.
    if length == 0 { return .wrapped(tunnel, start: 8) }
    return length >= 8 ? .wrapped(tunnel, start: 8, end: length) : .stop(.malformed)
  }

  private static func tunnel(port: UInt16) -> Wrapper? {
    switch port {
    case 1701: .l2tp
    case 2152: .gtpUser
    case 3544: .teredo
    case 4754: .greInUDP
    // 8472 is what Linux used before the number was given.
    case 4789, 8472: .vxlan
    case 4790: .vxlanGPE
    case 5072: .ayiya
    case 5247: .capwap
    case 6081: .geneve
    case 6635: .mplsInUDP
    case 37008: .tzsp
    default: nil
    }
  }
}
