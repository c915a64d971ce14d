import Bytes

/// What a client combines its payloads with (RFC 6455 §5.3).
struct MaskingKey: Equatable, Sendable, BitwiseCopyable {
  /// The first octet in the highest place.
  private let octets: UInt32

  init(_ octets: UInt32) {
    self.octets = octets
  }

  /// Appends bytes of a payload as they were before they were masked.
  ///
  /// - Parameter position: where in the payload the first of them stands.
  func unmask(_ bytes: RawSpan, at position: Int, appendingTo output: inout [UInt8]) {
    let turn = UInt32(8 * (position & 3))
    let key = turn == 0 ? octets : octets << turn | octets >> (32 - turn)
    let pair = UInt64(key) << 32 | UInt64(key)
    let count = bytes.byteCount
    output.append(upTo: count) { fresh in
      var offset = 0
      while offset + 8 <= count {
        fresh.storeBytes(of: (bytes.uint64(at: offset) ^ pair).bigEndian, toByteOffset: offset, as: UInt64.self)
        offset += 8
      }
      while offset < count {
        let octet = UInt8(truncatingIfNeeded: key >> UInt32(24 - 8 * (offset & 3)))
        fresh.storeBytes(of: bytes.byte(at: offset) ^ octet, toByteOffset: offset, as: UInt8.self)
        offset += 1
      }
      return count
    }
  }
}
