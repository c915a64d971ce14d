import Bytes
import CLZMA

/// Decompresses xz, also streams that follow one another.
@safe
final class XZDecoder {
  private let stream: UnsafeMutablePointer<lzma_stream>
  /// The stream refers to it.
  private let allocator: UnsafeMutablePointer<lzma_allocator>

  /// Nil when there is no memory.
  init?() {
    unsafe stream = .allocate(capacity: 1)
    unsafe allocator = .allocate(capacity: 1)
    unsafe allocator.initialize(
      to: lzma_allocator(
        alloc: { unsafe WipingMemory.allocate($1 * $2) }, free: { unsafe WipingMemory.free($1) }, opaque: nil))
    unsafe stream.initialize(to: lzma_stream())  // All zeros are LZMA_STREAM_INIT.
    unsafe stream.pointee.allocator = UnsafePointer(allocator)
    let concatenated: UInt32 = 0x08  // LZMA_CONCATENATED, a macro that Swift does not import.
    guard unsafe lzma_stream_decoder(stream, CaptureLimits.xzMemoryByteCount, concatenated) == LZMA_OK else {
      return nil  // The deinitialiser runs, and frees the stream.
    }
  }

  deinit {
    unsafe lzma_end(stream)
    unsafe stream.deallocate()
    unsafe allocator.deallocate()
  }

  /// See `Decoder.decode`.
  func decode(_ input: RawSpan, isLast: Bool, into output: SecretBuffer) -> DecoderProgress {
    // Both buffers outlive the call, and liblzma keeps to the counts it is given.
    var (status, consumed) = (LZMA_OK, 0)
    let produced = unsafe input.withUnsafeBytes { source in
      unsafe output.append { room in
        unsafe stream.pointee.next_in = source.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_in = source.count
        unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = room.count
        status = unsafe lzma_code(stream, isLast ? LZMA_FINISH : LZMA_RUN)
        consumed = unsafe source.count - stream.pointee.avail_in
        return unsafe room.count - stream.pointee.avail_out
      }
    }
    return DecoderProgress(
      consumed: consumed, produced: produced, isAtEnd: status == LZMA_STREAM_END, failure: Self.failure(status))
  }

  /// What a status says in words; nil when nothing is wrong.
  private static func failure(_ status: lzma_ret) -> String? {
    switch status {
    case LZMA_OK, LZMA_STREAM_END, LZMA_BUF_ERROR: nil
    case LZMA_MEMLIMIT_ERROR:
      "it needs more than the \(CaptureLimits.xzMemoryByteCount / 1_048_576) MiB of memory allowed"
    case LZMA_MEM_ERROR: "there is no memory for it"
    case LZMA_OPTIONS_ERROR: "it uses an unknown option of xz"
    default: "invalid data"
    }
  }
}
