/// What a decoder may spend on captured bytes, whoever made them.
package struct PacketLimits: Sendable {
  /// Headers of one packet. The deepest real encapsulations stay below 20; 64 is sixteen tunnels of four headers each.
  package var headers = 64
  /// Fragmented datagrams that wait for their rest at once. Linux waits for 4 MiB of them in each network namespace.
  package var fragmentedDatagrams = 4096
  /// Bytes of waiting datagrams, counted up to the end of the last fragment of each.
  package var fragmentedBytes = 16 * 1024 * 1024
  /// How long a datagram waits after its first fragment, in packet time (RFC 8200 §4.5 says 60 seconds).
  package var fragmentTimeoutNanoseconds: Int64 = 60_000_000_000
  /// Findings in the life of a decoder. The statistics count beyond it.
  package var findings = 100
  /// Link types that are counted each by its number. A capture has a handful, but a PPI header can name any.
  package var unknownLinkTypes = 32

  package init() {}
}
