import Bytes
import CBrotli
import CZlib
import CZstd

/// Compresses bytes as a server would, to tell what that takes: gzip 6, br 5, zstd 3, what servers do by default or about it.
///
/// One for all contents: the memory of its encoders is kept.
@safe
package final class ContentCompressor {
  /// zlib refers back to it, so that it must not move.
  private let deflate: UnsafeMutablePointer<z_stream>
  private let zstd: OpaquePointer?
  private var output: [UInt8] = []

  /// Nil when there is no memory.
  package init?() {
    unsafe deflate = .allocate(capacity: 1)
    unsafe deflate.initialize(to: z_stream())
    unsafe zstd = ZSTD_createCCtx()
    // 15 + 16: a window of 32 KB, in gzip's format.
    let status = unsafe deflateInit2_(
      deflate, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { return nil }  // The deinitialiser runs, and frees the stream.
  }

  deinit {
    unsafe deflateEnd(deflate)
    unsafe deflate.deallocate()
    unsafe ZSTD_freeCCtx(zstd)
  }

  /// How many bytes a content takes in a coding, at most its own count; nil when that cannot be told.
  package func byteCount(of content: RawSpan, in coding: ContentCoding) -> Int? {
    guard content.byteCount > 0 else { return 0 }
    let room = content.byteCount + content.byteCount / 8 + 1024
    if output.count < room { output = [UInt8](repeating: 0, count: room) }
    let count =
      switch coding {
      case .gzip: gzipByteCount(of: content)
      case .brotli: brotliByteCount(of: content)
      case .zstd: zstdByteCount(of: content)
      case .deflate, .dictionaryBrotli, .dictionaryZstd: Int?.none
      }
    return count.map { min($0, content.byteCount) }
  }

  private func gzipByteCount(of content: RawSpan) -> Int? {
    // Both buffers outlive the call, and zlib keeps to the counts that it is given.
    let (status, left) = unsafe content.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        unsafe deflateReset(deflate)
        unsafe deflate.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe deflate.pointee.avail_in = UInt32(clamping: source.count)
        unsafe deflate.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe deflate.pointee.avail_out = UInt32(clamping: target.count)
        let status = unsafe CZlib.deflate(deflate, Z_FINISH)
        return unsafe (status, Int(deflate.pointee.avail_out))
      }
    }
    return status == Z_STREAM_END ? min(output.count, Int(UInt32.max)) - left : nil
  }

  private func brotliByteCount(of content: RawSpan) -> Int? {
    // As above: brotli is told the counts of both buffers.
    let (isDone, count) = unsafe content.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        var count = target.count
        let isDone = unsafe BrotliEncoderCompress(
          5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, source.count,
          source.baseAddress?.assumingMemoryBound(to: UInt8.self), &count,
          target.baseAddress?.assumingMemoryBound(to: UInt8.self))
        return (isDone != 0, count)
      }
    }
    return isDone ? count : nil
  }

  private func zstdByteCount(of content: RawSpan) -> Int? {
    guard unsafe zstd != nil else { return nil }
    // As above.
    let count = unsafe content.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        unsafe ZSTD_compressCCtx(zstd, target.baseAddress, target.count, source.baseAddress, source.count, 3)
      }
    }
    return ZSTD_isError(count) == 0 ? count : nil
  }
}
