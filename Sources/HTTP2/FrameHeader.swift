import Bytes

/// The nine octets before each payload (RFC 9113 §4.1).
///
///     Length (24), Type (8), Flags (8), Reserved (1), Stream Identifier (31)
package struct FrameHeader: Hashable, Sendable, BitwiseCopyable {
  /// Bytes of a frame header.
  package static let byteCount = 9

  /// Bytes of payload, padding included; less than 2^24.
  package var length: Int
  package var type: FrameType
  package var flags: FrameFlags
  /// Without the reserved bit.
  package var stream: UInt32
  /// The reserved bit, which a sender leaves unset and a receiver ignores.
  package var isReservedBitSet: Bool

  /// The header of nine octets, the first one most significant.
  init(octets: UInt128) {
    length = Int(truncatingIfNeeded: octets >> 48 & 0xFF_FFFF)
    type = FrameType(rawValue: UInt8(truncatingIfNeeded: octets >> 40))
    flags = FrameFlags(rawValue: UInt8(truncatingIfNeeded: octets >> 32))
    let word = UInt32(truncatingIfNeeded: octets)
    stream = word & 0x7FFF_FFFF
    isReservedBitSet = word != stream
  }

  /// Reads the header at an offset. `0 <= offset <= bytes.byteCount - 9`.
  init(_ bytes: RawSpan, at offset: Int = 0) {
    self.init(octets: UInt128(bytes.uint64(at: offset)) << 8 | UInt128(bytes.byte(at: offset + 8)))
  }

  /// Whether the payload begins with a pad length octet.
  var isPadded: Bool {
    flags.contains(.padded) && (type == .data || type == .headers || type == .pushPromise)
  }

  /// Whether the frame ends its sender's side of the stream.
  var isEndStream: Bool {
    flags.contains(.endStream) && (type == .data || type == .headers)
  }
}
