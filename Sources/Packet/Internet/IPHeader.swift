/// What an IP header of either version says.
struct IPHeader: BitwiseCopyable {
  var source: IPAddress
  var destination: IPAddress
  var next: IPProtocol
  /// Offset of the payload from the header's first byte; inside the captured bytes.
  var payloadStart: Int
  /// Offset where the payload ends as announced; `payloadStart <= payloadEnd`, which may lie beyond the captured bytes.
  var payloadEnd: Int
  /// Nil for a whole datagram.
  var fragment: Fragment?
}

/// Which part of a datagram a packet carries.
struct Fragment: BitwiseCopyable {
  var identification: UInt32
  /// In bytes; a multiple of 8 up to 65,528.
  var offset: Int
  var isLast: Bool
}
