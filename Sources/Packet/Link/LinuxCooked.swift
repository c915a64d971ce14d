import Bytes

/// The header that Linux gives packets of its `any` interface (LINKTYPE_LINUX_SLL).
enum LinuxCooked {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 16 else { return .stop(.incomplete) }
    return step(hardware: bytes.uint16(at: 2), protocol: bytes.uint16(at: 14), start: 16)
  }

  /// To the payload of a protocol field, whose meaning hangs on the hardware type (ARPHRD).
  static func step(hardware: UInt16, protocol number: UInt16, start: Int) -> Step {
    switch (hardware, number) {
    case (803, _): .wrapped(.radiotap, start: start)
    case (_, 4): .wrapped(.logicalLinkControl, start: start)
    default: EtherType(rawValue: number).step(toPayloadAt: start)
    }
  }
}

/// The second version of it (LINKTYPE_LINUX_SLL2).
enum LinuxCooked2 {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 20 else { return .stop(.incomplete) }
    return LinuxCooked.step(hardware: bytes.uint16(at: 8), protocol: bytes.uint16(at: 0), start: 20)
  }
}
