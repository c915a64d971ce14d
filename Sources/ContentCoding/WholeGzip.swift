import Bytes
import CDeflate

/// Undoes gzip that is there as a whole: twice as fast as piece by piece, and most content is small.
///
/// It answers only where `InflateDecoder` gives the same. With anything else, from a second member to a wrong checksum, the
/// content goes there. There is one exception: libdeflate takes the codes for lengths and distances that no encoder writes (286 and
/// 287, 30 and 31: RFC 1951 §3.2.6) for their neighbours, where zlib gives up. It answers such content only when checksum and length
/// prove what it says.
@safe
final class WholeGzip {
  private let decompressor: OpaquePointer

  /// Nil when there is no memory.
  init?() {
    guard let decompressor = unsafe libdeflate_alloc_decompressor() else { return nil }
    unsafe self.decompressor = decompressor
  }

  deinit {
    unsafe libdeflate_free_decompressor(decompressor)
  }

  /// Undoes a member of gzip and nothing behind it, its checksum and length verified.
  ///
  /// - Returns: how many bytes were written to the buffer; nil when the input is something else, or the buffer too small.
  func decode(_ input: RawSpan, into output: inout [UInt8]) -> Int? {
    var consumed = 0
    var produced = 0
    // Both buffers outlive the call, and libdeflate keeps to the counts that it is given.
    let result = unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        unsafe libdeflate_gzip_decompress_ex(
          decompressor, source.baseAddress, source.count, target.baseAddress, target.count, &consumed, &produced)
      }
    }
    return result == LIBDEFLATE_SUCCESS && consumed == input.byteCount ? produced : nil
  }

  // MARK: Without decoding

  /// A header and a trailer without anything between them (RFC 1952 §2.3).
  private static let leastByteCount = 18

  /// Whether content begins as a member whose header has no checksum, which libdeflate would not verify (RFC 1952 §2.3.1).
  static func mayBegin(_ content: RawSpan) -> Bool {
    content.byteCount >= 4 && content.uint16(at: 0) == 0x1F8B && content.byte(at: 2) == 8
      && content.byte(at: 3) & 0b1110_0010 == 0
  }

  /// Whether content that began so may end here: with a length that fits into the buffer of a piece (RFC 1952 §2.3.1, ISIZE).
  /// In the middle of a content that is so of one piece in 65,536.
  static func mayEnd(_ content: RawSpan) -> Bool {
    content.byteCount >= leastByteCount
      && content.uint32(at: content.byteCount - 4).byteSwapped <= ContentCodingLimits.pieceByteCount
  }
}
