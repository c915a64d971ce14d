import Bytes

/// A way of compression that is recognised by its first bytes, never by a file's name.
enum Compression: String {
  case gzip
  case zstd
  case lz4
  case xz

  /// How many bytes must be seen to recognise any.
  static let magicByteCount = 6

  /// Nil when the bytes start with none of the magic numbers.
  init?(_ bytes: RawSpan) {
    if bytes.byteCount >= 2, bytes.uint16(at: 0) == 0x1F8B {
      self = .gzip
    } else if bytes.byteCount >= 4, bytes.uint32(at: 0) == 0x28B5_2FFD || Self.isSkippableFrame(bytes) {
      self = .zstd
    } else if bytes.byteCount >= 4, bytes.uint32(at: 0) == 0x0422_4D18 {
      self = .lz4
    } else if bytes.byteCount >= 6, bytes.uint32(at: 0) == 0xFD37_7A58, bytes.uint16(at: 4) == 0x5A00 {
      self = .xz
    } else {
      return nil
    }
  }

  /// What a format's name ends with when it is compressed so: "pcap.gz".
  var suffix: String {
    switch self {
    case .gzip: ".gz"
    case .zstd: ".zst"
    case .lz4: ".lz4"
    case .xz: ".xz"
    }
  }

  /// A frame without content that parallel zstd writes first (RFC 8878 §3.1.2): 184D2A50 to 184D2A5F.
  private static func isSkippableFrame(_ bytes: RawSpan) -> Bool {
    bytes.littleEndianUInt32(at: 0) & 0xFFFF_FFF0 == 0x184D_2A50
  }
}
