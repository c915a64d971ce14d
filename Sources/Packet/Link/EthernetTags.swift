import Bytes

/// The rest of VLAN tags, any number of them (IEEE 802.1Q, 802.1ad).
enum VLAN {
  static func payload(of bytes: RawSpan) -> Step {
    var offset = 2
    while true {
      let step = Ethernet.typeOrLength(in: bytes, at: offset)
      guard case .next(.wrapper(.vlan), let start, _) = step else { return step }
      offset = start + 2
    }
  }
}

/// The rest of an E-TAG (IEEE 802.1BR §11).
enum EtherTag {
  static func payload(of bytes: RawSpan) -> Step {
    Ethernet.typeOrLength(in: bytes, at: 6)
  }
}

/// The rest of Cisco's VN-tag.
enum VNTag {
  static func payload(of bytes: RawSpan) -> Step {
    Ethernet.typeOrLength(in: bytes, at: 4)
  }
}

/// The rest of an I-TAG, before a customer's frame (IEEE 802.1ah).
enum MACInMAC {
  static func payload(of bytes: RawSpan) -> Step {
    .wrapped(.ethernet, start: 4)
  }
}

/// The rest of Cisco's FabricPath tag, before the frame that it carries.
enum FabricPath {
  static func payload(of bytes: RawSpan) -> Step {
    .wrapped(.ethernet, start: 2)
  }
}

/// The security tag of MACsec (IEEE 802.1AE §9.3): without encryption the frame goes on behind it.
enum MACsec {
  private static let hasChannelIdentifier: UInt8 = 0x20
  private static let isEncryptedOrChanged: UInt8 = 0x0C

  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 1 else { return .stop(.incomplete) }
    let control = bytes.byte(at: 0)
    if control & isEncryptedOrChanged != 0 { return .stop(.macsec) }
    return Ethernet.typeOrLength(in: bytes, at: control & hasChannelIdentifier != 0 ? 14 : 6)
  }
}
