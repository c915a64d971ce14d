import Findings

/// How a TCP connection ended in the capture.
package enum TCPEnd: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// A FIN was seen, and no RST before both sides had sent one.
  case fin
  case rst
  /// Neither: the capture ended, or the connection was given up.
  case open

  /// The word that records use.
  package var name: String {
    switch self {
    case .fin: "fin"
    case .rst: "rst"
    case .open: "open"
    }
  }
}

/// What one TCP connection did.
package struct TCPStatistics: Sendable {
  /// Packets a side sent.
  package var packets = BySide(both: 0)
  /// Payload bytes of the packets that were captured from a side, each byte of the sequence space once: also what the
  /// capture cut off them.
  package var payloadByteCounts = BySide(both: 0)
  /// Segments all of whose payload had been seen before.
  package var retransmittedSegments = 0
  /// Segments with new payload that arrived after bytes behind it (RFC 4737 §3.3).
  package var outOfOrderSegments = 0
  /// Payload bytes that were sent but never captured: those of packets that are missing, and what was cut off others.
  package var missingByteCount = 0
  /// SYN to SYN-ACK, in nanoseconds; nil when one of them was not captured.
  package var synToSynAckNanoseconds: Int64?
  /// SYN-ACK to the client's first ACK, in nanoseconds; nil when one of them was not captured.
  package var synAckToAckNanoseconds: Int64?
  package var end = TCPEnd.open

  package init() {}

  /// The round-trip time of the handshake: both halves together, in nanoseconds; nil unless all three packets were captured.
  package var handshakeRTTNanoseconds: Int64? {
    guard let first = synToSynAckNanoseconds, let second = synAckToAckNanoseconds else { return nil }
    return first &+ second  // Each is a difference of capture times that was clamped to half of 64 bits.
  }
}
