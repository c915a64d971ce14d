import Bytes
import CZlib

/// Decompresses gzip (RFC 1952), also members that follow one another.
@safe
final class GzipDecoder {
  /// zlib refers back to it, so that it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isBetweenMembers = false

  /// Nil when there is no memory.
  init?() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // The counts are those of a structure or a window: their product is small.
    unsafe stream.pointee.zalloc = { unsafe WipingMemory.allocate(Int($1) * Int($2)) }
    unsafe stream.pointee.zfree = { unsafe WipingMemory.free($1) }
    let gzipOnly: Int32 = 16 + MAX_WBITS
    guard unsafe inflateInit2_(stream, gzipOnly, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil  // The deinitialiser runs, and frees the stream.
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// See `Decoder.decode`.
  func decode(_ input: RawSpan, into output: SecretBuffer) -> DecoderProgress {
    if isBetweenMembers {
      guard !input.isEmpty else { return DecoderProgress(consumed: 0, produced: 0, isAtEnd: true) }
      guard input.byte(at: 0) != 0 else {
        // Padding to a tape's block size.
        return DecoderProgress(consumed: 1, produced: 0, isAtEnd: true)
      }
      guard unsafe inflateReset(stream) == Z_OK else { return failure() }
      isBetweenMembers = false
    }
    // Both buffers outlive the call, and zlib keeps to the counts it is given; they are at most a few megabytes.
    var (status, consumed) = (Z_OK, 0)
    let produced = unsafe input.withUnsafeBytes { source in
      unsafe output.append { room in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = UInt32(clamping: source.count)
        unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = UInt32(clamping: room.count)
        let (offered, free) = unsafe (stream.pointee.avail_in, stream.pointee.avail_out)
        status = unsafe inflate(stream, Z_NO_FLUSH)
        consumed = unsafe Int(offered - stream.pointee.avail_in)
        return unsafe Int(free - stream.pointee.avail_out)
      }
    }
    isBetweenMembers = status == Z_STREAM_END
    var progress = DecoderProgress(consumed: consumed, produced: produced, isAtEnd: isBetweenMembers)
    if status != Z_OK, status != Z_STREAM_END, status != Z_BUF_ERROR {
      progress.failure = failure().failure
    }
    return progress
  }

  private func failure() -> DecoderProgress {
    let text = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
    return DecoderProgress(consumed: 0, produced: 0, isAtEnd: false, failure: text ?? "invalid data")
  }
}
