import Bytes

/// The options at the end of a block (draft-ietf-opsawg-pcapng §3.5).
///
///     |      Option Code              |         Option Length         |
///     /             Option Value, padded to a multiple of 4           /
struct PcapngOptions: ~Escapable {
  private let bytes: RawSpan
  private let byteOrder: ByteOrder
  private var position = 0

  /// Options in the bytes between a block's fixed part and its second length.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, byteOrder: ByteOrder) {
    self.bytes = bytes
    self.byteOrder = byteOrder
  }

  /// The next option; nil at opt_endofopt, which may be absent, and where an option does not fit.
  @_lifetime(self: copy self)
  mutating func next() -> (code: UInt16, value: ByteRange)? {
    guard bytes.byteCount - position >= 4 else { return nil }
    let code = byteOrder.uint16(in: bytes, at: position)
    let count = Int(byteOrder.uint16(in: bytes, at: position + 2))
    guard code != 0, count <= bytes.byteCount - position - 4 else { return nil }
    let value = ByteRange(start: position + 4, count: count)
    position = min(bytes.byteCount, position + 4 + roundedUpToFour(count))
    return (code, value)
  }
}

/// The next multiple of four: pcapng pads everything to one.
func roundedUpToFour(_ count: Int) -> Int {
  (count + 3) & ~3
}
