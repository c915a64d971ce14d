import Bytes
import CLZ4

/// Decompresses LZ4 frames, also those that follow one another.
@safe
final class LZ4Decoder {
  private let context: OpaquePointer
  private var isBetweenFrames = true

  /// Nil when there is no memory.
  init?() {
    var context: OpaquePointer?
    let status = unsafe LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
    guard LZ4F_isError(status) == 0, let context = unsafe context else { return nil }
    unsafe self.context = context
  }

  deinit {
    wipingWhatIsFreed { unsafe LZ4F_freeDecompressionContext(context) }
  }

  /// See `Decoder.decode`.
  func decode(_ input: RawSpan, into output: SecretBuffer) -> DecoderProgress {
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
