import Bytes
import CZstd

/// Decompresses zstd (RFC 8878), also frames that follow one another.
@safe
final class ZstdDecoder {
  private let context: OpaquePointer
  private var isBetweenFrames = true

  /// Nil when there is no memory.
  init?() {
    let memory = unsafe ZSTD_customMem(
      customAlloc: { unsafe WipingMemory.allocate($1) }, customFree: { unsafe WipingMemory.free($1) }, opaque: nil)
    guard let context = unsafe ZSTD_createDCtx_advanced(memory) else { return nil }
    unsafe self.context = context
    unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, CaptureLimits.zstdWindowLog)
  }

  deinit {
    unsafe ZSTD_freeDCtx(context)
  }

  /// See `Decoder.decode`.
  func decode(_ input: RawSpan, into output: SecretBuffer) -> DecoderProgress {
    // Both buffers outlive the call, and zstd keeps to the counts it is given.
    var (status, consumed) = (0, 0)
    let produced = unsafe input.withUnsafeBytes { source in
      unsafe output.append { room in
        var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var into = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
        status = unsafe ZSTD_decompressStream(context, &into, &from)
        consumed = unsafe from.pos
        return unsafe into.pos
      }
    }
    guard ZSTD_isError(status) == 0 else {
      let text = unsafe ZSTD_getErrorName(status).map { unsafe String(cString: $0) }
      return DecoderProgress(consumed: consumed, produced: produced, isAtEnd: false, failure: text ?? "invalid data")
    }
    // Without any progress the answer is a hint for a next frame that is not there.
    if consumed > 0 || produced > 0 { isBetweenFrames = status == 0 }
    return DecoderProgress(consumed: consumed, produced: produced, isAtEnd: isBetweenFrames)
  }
}
