import Bytes

/// The order in which the capturing machine wrote its integers.
enum ByteOrder {
  case big
  case little

  /// `0 <= offset <= bytes.byteCount - 2`.
  func uint16(in bytes: RawSpan, at offset: Int) -> UInt16 {
    self == .big ? bytes.uint16(at: offset) : bytes.littleEndianUInt16(at: offset)
  }

  /// `0 <= offset <= bytes.byteCount - 4`.
  func uint32(in bytes: RawSpan, at offset: Int) -> UInt32 {
    self == .big ? bytes.uint32(at: offset) : bytes.littleEndianUInt32(at: offset)
  }

  /// `0 <= offset <= bytes.byteCount - 8`.
  func uint64(in bytes: RawSpan, at offset: Int) -> UInt64 {
    self == .big ? bytes.uint64(at: offset) : bytes.littleEndianUInt64(at: offset)
  }
}

extension [UInt8] {
  /// Appends an integer as a capturing machine writes it.
  mutating func append<Integer: FixedWidthInteger & UnsignedInteger>(_ value: Integer, _ byteOrder: ByteOrder) {
    let ordered = byteOrder == .big ? value.byteSwapped : value
    for shift in stride(from: 0, to: Integer.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: ordered >> Integer(shift)))
    }
  }
}
