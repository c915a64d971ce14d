import Bytes

/// The control bits of a TCP header (RFC 9293 §3.1).
package struct TCPFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt8

  @inlinable
  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  @inlinable package static var fin: TCPFlags { TCPFlags(rawValue: 0x01) }
  @inlinable package static var syn: TCPFlags { TCPFlags(rawValue: 0x02) }
  @inlinable package static var rst: TCPFlags { TCPFlags(rawValue: 0x04) }
  @inlinable package static var psh: TCPFlags { TCPFlags(rawValue: 0x08) }
  @inlinable package static var ack: TCPFlags { TCPFlags(rawValue: 0x10) }
  @inlinable package static var urg: TCPFlags { TCPFlags(rawValue: 0x20) }

  /// Asked a few times a packet from another target, where the one of `OptionSet` is a call through a witness table.
  @inlinable
  package func contains(_ flags: TCPFlags) -> Bool {
    rawValue & flags.rawValue == flags.rawValue
  }
}

/// A TCP header, decoded. Its payload travels beside it as a borrowed span.
package struct TCPSegment: Sendable, BitwiseCopyable {
  package var source: IPAddress
  package var destination: IPAddress
  package var sourcePort: UInt16
  package var destinationPort: UInt16
  package var sequence: UInt32
  /// Meaningful when `flags` has `ack`.
  package var acknowledgment: UInt32
  package var flags: TCPFlags
  /// As sent, without the window scale.
  package var window: UInt16
  /// The shift of the window scale option (RFC 7323 §2), on SYN only.
  package var windowScale: UInt8?
  /// Bytes of payload that the IP length announces but that were not captured (snaplen), after those that were.
  package var missingPayloadByteCount: Int
  /// How many of these, at the end, did not fit into the frame on the wire either: its length contradicts the IP header's.
  package var doubtfulPayloadByteCount: Int
  /// Left and right edge of the first SACK block (RFC 2018), if there is one.
  package var firstSelectiveAcknowledgment: (left: UInt32, right: UInt32)?

  package init(
    source: IPAddress, destination: IPAddress, sourcePort: UInt16, destinationPort: UInt16, sequence: UInt32,
    acknowledgment: UInt32, flags: TCPFlags, window: UInt16 = 65535, windowScale: UInt8? = nil,
    missingPayloadByteCount: Int = 0, doubtfulPayloadByteCount: Int = 0,
    firstSelectiveAcknowledgment: (left: UInt32, right: UInt32)? = nil
  ) {
    self.source = source
    self.destination = destination
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
    self.sequence = sequence
    self.acknowledgment = acknowledgment
    self.flags = flags
    self.window = window
    self.windowScale = windowScale
    self.missingPayloadByteCount = missingPayloadByteCount
    self.doubtfulPayloadByteCount = doubtfulPayloadByteCount
    self.firstSelectiveAcknowledgment = firstSelectiveAcknowledgment
  }
}
