import Bytes
import CZlib

/// Undoes the compression of the records of one side (RFC 3749 §2.1): a single zlib stream, flushed at each record's end.
@safe
final class RecordDecompressor {
  private let stream: UnsafeMutablePointer<z_stream>
  /// Set when a record was lost or malformed: what follows refers to bytes that are not known.
  private var isBroken = false

  init?() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Forgets the stream's past: a record was lost.
  func loseRecord() {
    isBroken = true
  }

  /// Appends a record's content decompressed; nil, and the output as it was, when it cannot be had or is longer than a
  /// record's content may be.
  func decompress(_ content: RawSpan, appendingTo output: inout [UInt8]) -> ByteRange? {
    guard !isBroken else { return nil }
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: TLSLimits.contentByteCount))
    // Safe: zlib reads within the content and writes within the room behind `start`, as it is told.
    let room = unsafe output.withUnsafeMutableBytes { bytes in
      unsafe content.withUnsafeBytes { content in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: content.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = UInt32(content.count)
        unsafe stream.pointee.next_out = bytes.baseAddress?.advanced(by: start).assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = UInt32(TLSLimits.contentByteCount)
        let status = unsafe inflate(stream, Z_SYNC_FLUSH)
        isBroken = status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR
        if unsafe stream.pointee.avail_in > 0 { isBroken = true }
        return unsafe Int(stream.pointee.avail_out)
      }
    }
    let range = ByteRange(start: start, count: TLSLimits.contentByteCount - room)
    output.removeSubrange((isBroken ? start : range.end)...)
    return isBroken ? nil : range
  }
}
