/// What was delivered of a set of captures, and what was not.
package struct CaptureCounters: Sendable, Equatable {
  /// Packets delivered.
  package var packets = 0
  /// Captured bytes of the delivered packets.
  package var bytes = 0
  /// Delivered packets of which fewer bytes were captured than there were on the wire.
  package var truncatedPackets = 0
  /// Packets that did not match the filter.
  package var filteredOut = 0
  /// Packets that were lost while capturing, as far as the inputs say so (pcapng isb_ifdrop, isb_osdrop and epb_dropcount).
  package var dropped = 0
  /// Packets that were captured, but not analysed because too many were waiting.
  package var unanalysed = 0

  package init() {}

  /// Counts a packet that is delivered.
  package mutating func count(_ packet: PacketRecord, byteCount: Int) {
    packets += 1
    bytes += byteCount
    if byteCount < packet.originalByteCount { truncatedPackets += 1 }
  }
}
