import Bytes
import CLZ4
import CLinux

/// Decompresses LZ4 frames, also those that follow one another.
@safe
final class LZ4Decoder {
  private var context: OpaquePointer
  /// Whether the context has seen nothing yet.
  private var isNew = true
  private var isBetweenFrames = true

  /// Nil when there is no memory.
  init?() {
    guard let context = unsafe Self.makeContext() else { return nil }
    unsafe self.context = context
  }

  deinit {
    unsafe Self.free(context)
  }

  private static func makeContext() -> OpaquePointer? {
    var context: OpaquePointer?
    let status = unsafe LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
    return unsafe LZ4F_isError(status) == 0 ? context : nil
  }

  /// Frees a context and wipes what it held. lz4 does not let others allocate for it (`WipingMemory`), but its buffers are of
  /// 64 KiB and more, and such as these the C library overwrites if it is told to.
  private static func free(_ context: OpaquePointer) {
    mallopt(M_PERTURB, 0xFF)
    unsafe LZ4F_freeDecompressionContext(context)
    mallopt(M_PERTURB, 0)
  }

  /// See `Decoder.decode`.
  func decode(_ input: RawSpan, into output: SecretBuffer) -> DecoderProgress {
    if isBetweenFrames, !isNew, !input.isEmpty, let another = unsafe Self.makeContext() {
      // The old one would free its buffers without a word if this frame needs larger ones.
      unsafe Self.free(context)
      unsafe context = another
    }
    isNew = false
    var (status, consumed) = (0, input.byteCount)
    // Both buffers outlive the call, and lz4 keeps to the counts it is given, which it replaces by what it used.
    let produced = unsafe input.withUnsafeBytes { source in
      unsafe output.append { room in
        var produced = room.count
        status = unsafe LZ4F_decompress(context, room.baseAddress, &produced, source.baseAddress, &consumed, nil)
        return LZ4F_isError(status) == 0 ? produced : 0
      }
    }
    guard LZ4F_isError(status) == 0 else {
      let text = unsafe LZ4F_getErrorName(status).map { unsafe String(cString: $0) }
      return DecoderProgress(consumed: 0, produced: 0, isAtEnd: false, failure: text ?? "invalid data")
    }
    if consumed > 0 || produced > 0 { isBetweenFrames = status == 0 }
    return DecoderProgress(consumed: consumed, produced: produced, isAtEnd: isBetweenFrames)
  }
}
