/// What a decoder met. The end of each packet is counted once (of each frame in it, for an aggregate of 802.11).
package struct PacketStatistics: Sendable, Equatable {
  /// Packets given to the decoder.
  package var packets = 0
  /// TCP segments handed on.
  package var tcpSegments = 0
  /// UDP datagrams that are no tunnel that is known here.
  package var udpDatagrams = 0
  /// Of those, QUIC version 1 and 2 Initial packets (RFC 9000 §17.2.2, RFC 9369 §3.2): HTTP/3, which is not analysed.
  package var quicInitialPackets = 0
  package var sctpPackets = 0
  /// IPsec packets, whose content is not readable.
  package var espPackets = 0
  /// IP packets with another payload, such as ICMP.
  package var otherTransportPackets = 0
  /// Frames that carry no IP, such as ARP, spanning tree and 802.11 management.
  package var nonIPFrames = 0
  /// 802.11 frames whose content is protected (WEP, WPA).
  package var protectedWirelessFrames = 0
  /// MACsec frames whose content is encrypted (IEEE 802.1AE).
  package var macsecFrames = 0
  /// Packets of which so little was captured (snaplen) that a header is missing.
  package var truncatedPackets = 0
  /// IP packets that announce more bytes than their frame had on the wire; they are read all the same.
  package var overlongPackets = 0
  /// Packets with a header that ends early or contradicts itself.
  package var malformedPackets = 0
  /// Packets with more headers inside each other than the limit.
  package var tooDeepPackets = 0
  /// Packets of a link type that is not known here.
  package var unknownLinkTypePackets = 0
  /// The same by type, for the first types met.
  package var unknownLinkTypes: [LinkType: Int] = [:]
  package var fragments = FragmentStatistics()

  package init() {}
}

/// What became of IP fragments.
package struct FragmentStatistics: Sendable, Equatable {
  /// Fragments received.
  package var received = 0
  /// Datagrams put together.
  package var reassembledDatagrams = 0
  /// Fragments that no receiver would take: empty, beyond 65,535 bytes, or at odds with the datagram's end.
  package var rejected = 0
  /// Fragments that brought nothing new.
  package var duplicates = 0
  /// Fragments that overlap earlier ones with other bytes.
  package var conflicts = 0
  /// First fragments too short for the header of their transport (RFC 1858 §3).
  package var tiny = 0
  /// Datagrams given up because their rest did not come in time.
  package var timedOutDatagrams = 0
  /// Datagrams given up because too many, or too many bytes, waited.
  package var evictedDatagrams = 0

  package init() {}
}
