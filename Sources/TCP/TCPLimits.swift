/// How much reassembly may hold and how long it waits. What a limit costs is counted (`TCPReassembly.Costs`).
package struct TCPLimits: Sendable {
  /// Bytes that one side of a connection may hold out of order, each segment's bookkeeping included. Beyond it the hole in
  /// front of them is declared a gap. 4 MiB is above the receive window that most hosts let a connection grow to.
  package var pendingByteCount = 4 << 20

  /// Segments that one side may hold out of order: keeps the search among them short when they are tiny.
  package var pendingSegments = 4096

  /// Bytes that all connections together may hold out of order.
  package var totalPendingByteCount = 256 << 20

  /// Connections known at once; beyond it the one that was idle longest is given up. A SYN flood reaches it, a server's
  /// hour does not.
  package var connections = 1 << 20

  /// How long a closed connection is remembered, in nanoseconds: late acknowledgments and repeated FINs belong to it.
  package var lingerNanoseconds: Int64 = 30_000_000_000

  /// How long an open connection may be silent, in nanoseconds, before it is given up.
  package var idleNanoseconds: Int64 = 3_600_000_000_000

  /// A segment that was captured may still be on its way through another queue of the capturing host when its
  /// acknowledgment is captured. So long, in nanoseconds, a hole that was acknowledged may still be filled.
  package var reorderingNanoseconds: Int64 = 10_000_000

  /// How long, in nanoseconds, a hole may stay open while data beyond it keeps arriving, whatever the peer acknowledges.
  package var holeNanoseconds: Int64 = 30_000_000_000

  /// The largest receive window there is (RFC 7323 §2.3): data further ahead is not of this connection.
  package static let largestWindow = 1 << 30

  /// How far an acknowledgment may run ahead of all data seen and still be believed.
  package static let largestUnseenAcknowledgment = 16 << 20

  /// Of a side's bytes since the other side last sent any, those that are remembered to compare repetitions with. A head
  /// and the start of its body lie within; to read every byte of large bodies takes a quarter more time on them.
  package static let comparedByteCount = 16 << 10

  /// Segments handed on that are remembered for that: 16 KiB are eleven or twelve of Ethernet's 1,460 bytes.
  package static let comparedSegments = 16

  /// Bytes charged for a held segment besides its payload.
  package static let segmentOverhead = 64

  package init() {}
}
