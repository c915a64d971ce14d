import Findings

extension Finding {
  /// Fragments of one datagram say different things about the same bytes.
  static func fragmentOverlap(_ key: FragmentKey) -> Finding {
    Finding(
      .warning, code: "ip-fragment-overlap",
      message: "Fragments of \(describe(key)) overlap with different bytes; the first copy is used.",
      reference: key.source.isIPv6 ? "RFC 5722 §3" : "RFC 1858 §4")
  }

  /// A fragment that cannot belong to a datagram.
  static func fragmentRejected(_ key: FragmentKey) -> Finding {
    Finding(
      .warning, code: "ip-fragment-invalid",
      message: "A fragment of \(describe(key)) is empty, ends beyond 65,535 bytes or contradicts the datagram's end.",
      reference: key.source.isIPv6 ? "RFC 8200 §4.5" : "RFC 791 §3.2")
  }

  /// A first fragment without the whole TCP header.
  static func fragmentTiny(_ key: FragmentKey) -> Finding {
    Finding(
      .warning, code: "ip-fragment-tiny",
      message: "The first fragment of \(describe(key)) is too short for a TCP header, which hides it from filters.",
      reference: "RFC 1858 §3")
  }

  /// The first IP packet whose header announces more bytes than its frame, or the tunnel around it, had for it.
  static func overlongPacket(_ header: IPHeader, byteCount: Int) -> Finding {
    Finding(
      .warning, code: "ip-length-beyond-frame",
      message: "A packet from \(header.source) to \(header.destination) announces \(header.payloadEnd) bytes, but its "
        + "frame had \(byteCount) for it on the wire; the rest counts as missing only where later segments prove that it "
        + "was sent.",
      reference: header.source.isIPv6 ? "RFC 8200 §3" : "RFC 791 §3.1")
  }

  private static func describe(_ key: FragmentKey) -> String {
    "datagram \(key.identification) from \(key.source) to \(key.destination)"
  }
}
