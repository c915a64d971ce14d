import Bytes

/// The first four bytes of something that comes in pieces: enough for the numbers by which formats are known.
package struct Beginning: Equatable, Sendable, BitwiseCopyable {
  /// The bytes, the first one highest.
  private var bytes: UInt32 = 0
  private var count = 0

  package init() {}

  /// The beginning of bytes that are there.
  init(of bytes: [UInt8]) {
    take(bytes.rawSpan)
  }

  /// Takes in what is missing of the first bytes.
  package mutating func take(_ piece: RawSpan) {
    var offset = 0
    while count < 4, offset < piece.byteCount {
      bytes |= UInt32(piece.byte(at: offset)) &<< UInt32(8 * (3 - count))
      count += 1
      offset += 1
    }
  }

  /// Whether all four bytes are there.
  var isFull: Bool { count == 4 }

  /// Whether it is the beginning of gzip, of the only method there is (RFC 1952 §2.3.1).
  package var isGzip: Bool { count >= 3 && bytes >> 8 == 0x1F8B08 }

  /// Whether it is the beginning of a zstd frame (RFC 8878 §3.1.1).
  package var isZstd: Bool { count == 4 && bytes == 0x28B5_2FFD }

  /// The bits of the bytes that came.
  private var known: UInt32 { UInt32.max << UInt32(8 * (4 - count)) }

  /// Whether all bytes are text in ASCII.
  private var isText: Bool {
    (0..<count).allSatisfy { position in
      let byte = UInt8(truncatingIfNeeded: bytes &>> UInt32(8 * (3 - position)))
      return byte >= 0x20 && byte < 0x7F || byte >= 0x09 && byte <= 0x0D
    }
  }

  /// Whether data in a coding can begin so; true when that cannot be told.
  func mayBegin(_ coding: ContentCoding) -> Bool {
    switch coding {
    case .gzip: (bytes ^ 0x1F8B_0000) & known & 0xFFFF_0000 == 0
    // A skippable frame has any of sixteen numbers (RFC 8878 §3.1.2).
    case .zstd: (bytes ^ 0x28B5_2FFD) & known == 0 || (bytes ^ 0x502A_4D18) & known & 0xF0FF_FFFF == 0
    // The first four bytes of `DictionaryDecoder.magic`.
    case .dictionaryBrotli: (bytes ^ 0xFF44_4342) & known == 0
    case .dictionaryZstd: (bytes ^ 0x5E2A_4D18) & known == 0
    // Nearly any bytes can begin these two.
    case .deflate, .brotli: !isGzip && !isZstd && !(count == 4 && isText)
    }
  }
}
