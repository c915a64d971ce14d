import Findings
import Packet

/// Why no more bytes of a side will come.
package enum TCPStreamEnd: Sendable {
  /// Its FIN was reached.
  case fin
  /// The connection was reset.
  case rst
  /// The capture ended, or the connection was given up.
  case unknown
}

/// A connection's place among those that are open. It is reused after `close`.
package typealias ConnectionSlot = Int

/// The ends of a connection as TCP sees them. Without a handshake the sides are a guess by port number.
package struct TCPEnds: Sendable, BitwiseCopyable {
  package var clientAddress: IPAddress
  package var serverAddress: IPAddress
  package var clientPort: UInt16
  package var serverPort: UInt16
  /// Whether a SYN told client from server.
  package var areCertain: Bool
}

/// Where the reassembled streams go. Every call is about an open connection: after its `open`, before its `close`.
///
/// Each side's `receive` and `skip` calls come in stream order and together cover it without overlap; `finish` comes
/// once a side, after all of them.
package protocol TCPReceiver {
  /// A connection's first packet was seen. `id` counts 0, 1, 2… over the capture.
  mutating func open(_ slot: ConnectionSlot, id: Int, ends: TCPEnds, at time: Timestamp)
  /// The three packets of the connection's handshake were captured, in nanoseconds from one to the next; `time` is that of the last.
  mutating func establish(_ slot: ConnectionSlot, synToSynAck: Int64, synAckToAck: Int64, at time: Timestamp)
  /// How the bytes came that the next calls of `receive` hand on: prompt, until this says something else.
  mutating func expect(_ delivery: Delivery)
  /// What held up a side's bytes is over, or a part of it.
  mutating func receive(_ stall: TCPStall, of side: Side, _ slot: ConnectionSlot)
  /// In-order bytes of a side.
  mutating func receive(_ bytes: RawSpan, from side: Side, of slot: ConnectionSlot, at time: Timestamp)
  /// `byteCount` bytes of a side were sent but are not in the capture.
  mutating func skip(_ byteCount: Int, from side: Side, of slot: ConnectionSlot, at time: Timestamp)
  /// No more bytes of a side will come.
  mutating func finish(_ side: Side, _ end: TCPStreamEnd, of slot: ConnectionSlot, at time: Timestamp)
  /// Something odd about the segments of a connection.
  mutating func receive(_ finding: Finding, of slot: ConnectionSlot, at time: Timestamp)
  /// Connections end one after the other, because time has passed or the capture is over: what comes now is of this one.
  mutating func beginEnding(of slot: ConnectionSlot)
  /// The connection is over; both sides are finished. `time` is that of its last packet.
  mutating func close(_ slot: ConnectionSlot, _ statistics: TCPStatistics, at time: Timestamp)
}

extension TCPReceiver {
  // Most want the bytes alone.
  package mutating func expect(_ delivery: Delivery) {}
  package mutating func receive(_ stall: TCPStall, of side: Side, _ slot: ConnectionSlot) {}
  package mutating func beginEnding(of slot: ConnectionSlot) {}
}
