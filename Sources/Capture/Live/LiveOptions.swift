/// How interfaces are sniffed.
package struct LiveOptions: Sendable {
  /// Their names; `any` is all of them, in the form that Linux gives it.
  package var interfaces: [String]
  /// Only packets that match are taken from the kernel, in the language of pcap-filter.
  package var filter: String?
  /// Bytes of a packet that are captured.
  package var snapLength = CaptureLimits.liveSnapLength
  /// Whether packets for other machines are taken, too.
  package var isPromiscuous = false
  /// Whether each packet is handed over as it comes, and not a few at a time.
  package var isImmediate = false
  /// How many packets are captured; nil without a limit.
  package var packetLimit: Int?
  /// Memory of one interface's ring, in which packets wait in the kernel.
  package var ringByteCount = CaptureLimits.ringByteCount
  /// Bytes of packets that may wait for the analysis.
  package var waitingByteCount = CaptureLimits.waitingByteCount

  package init(interfaces: [String]) {
    self.interfaces = interfaces
  }
}
