import Bytes
import CZstd

/// Undoes zstd (RFC 8878), also of several frames.
@safe
final class ZstdDecoder {
  private let context: OpaquePointer
  /// Whether a frame has ended since `begin`.
  private var hasFrame = false
  /// Bytes since the last frame's end, or since `begin`.
  private var byteCountInFrame = 0
  /// The first bytes since then: the frame's header.
  private var header: [UInt8] = []
  /// Decoded bytes since then.
  private var producedInFrame = 0
  /// Whether the last frame was read to its end and no byte behind it.
  private var isBetweenFrames = false

  /// The dictionary of the first frame: the library refers to it.
  private var dictionary: UnsafeMutableRawBufferPointer?

  /// How many bytes a frame begins with for sure (RFC 8878 §3.1.1).
  private static let magicByteCount = 4
  /// The largest header of a frame (RFC 8878 §3.1.1: four bytes and two to fourteen).
  private static let headerByteCount = 18

  /// Nil when there is no memory.
  init?() {
    guard let context = unsafe ZSTD_createDCtx() else { return nil }
    unsafe self.context = context
    unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, ContentCodingLimits.zstdWindowLog)
  }

  deinit {
    unsafe ZSTD_freeDCtx(context)
    unsafe dictionary?.deallocate()
  }

  /// Begins anew.
  func begin() {
    unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
    if let dictionary = unsafe dictionary {
      unsafe ZSTD_DCtx_refPrefix(context, nil, 0)
      unsafe dictionary.deallocate()
      unsafe self.dictionary = nil
    }
    hasFrame = false
    isBetweenFrames = false
    beginFrame()
  }

  /// Takes bytes that the frame which begins may refer to as if they stood in front of it; false when that cannot be.
  func use(_ content: [UInt8]) -> Bool {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 1)
    unsafe content.withUnsafeBytes { unsafe copy.copyMemory(from: $0) }
    unsafe dictionary = copy
    // The library reads within the count that it is given, and not beyond the end of the frame; `begin` ends that, too.
    return unsafe ZSTD_isError(ZSTD_DCtx_refPrefix(context, copy.baseAddress, copy.count)) == 0
  }

  private func beginFrame() {
    byteCountInFrame = 0
    header.removeAll(keepingCapacity: true)
    producedInFrame = 0
  }

  var memoryByteCount: Int { unsafe ZSTD_sizeof_DCtx(context) + (dictionary?.count ?? 0) }

  /// Fewer bytes behind a frame than a frame begins with are none of it.
  var mayEnd: Bool { isBetweenFrames || hasFrame && byteCountInFrame < Self.magicByteCount }

  /// See `StreamDecoder.strayByteCount`.
  var strayByteCount: Int { mayEnd ? byteCountInFrame : 0 }

  /// See `StreamDecoder.decode`.
  func decode(_ input: RawSpan, into output: inout [UInt8]) -> DecoderProgress {
    guard mayGoOn(with: input) else {
      return DecoderProgress(consumed: 0, produced: 0, state: hasFrame ? .over : .failed(.corrupt))
    }
    // Both buffers outlive the call, and zstd keeps to the counts that it is given.
    let (status, consumed, produced) = unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var into = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        let status = unsafe ZSTD_decompressStream(context, &into, &from)
        return unsafe (status, from.pos, into.pos)
      }
    }
    guard ZSTD_isError(status) == 0 else {
      return DecoderProgress(consumed: 0, produced: produced, state: state(afterError: ZSTD_getErrorCode(status)))
    }
    // Without any progress the answer is a hint for a next frame that is not there.
    guard consumed > 0 || produced > 0 else { return DecoderProgress(consumed: 0, produced: 0, state: .open) }
    byteCountInFrame += consumed
    producedInFrame += produced
    isBetweenFrames = status == 0
    guard isBetweenFrames else { return DecoderProgress(consumed: consumed, produced: produced, state: .open) }
    let isAsAnnounced = hasAnnouncedByteCount
    hasFrame = true
    beginFrame()
    return DecoderProgress(consumed: consumed, produced: produced, state: isAsAnnounced ? .open : .failed(.corrupt))
  }

  /// Whether a frame goes on or begins with the input. The library itself would take the formats of its first years, and what stands
  /// behind a frame for an error.
  private func mayGoOn(with input: RawSpan) -> Bool {
    guard header.count < Self.headerByteCount else { return true }
    header.append(input.extracting(0..<min(input.byteCount, Self.headerByteCount - header.count)))
    return Beginning(of: header).mayBegin(.zstd)
  }

  /// Whether the frame decoded to as many bytes as its header says, if it does: the library does not always look.
  private var hasAnnouncedByteCount: Bool {
    // The library reads within the count that it is given.
    let announced = unsafe header.withUnsafeBytes { unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
    // Not known, or not valid: the two highest numbers (macros that Swift does not import).
    return announced >= UInt64.max - 1 || announced == UInt64(producedInFrame)
  }

  private func state(afterError code: ZSTD_ErrorCode) -> DecoderProgress.State {
    switch code {
    case ZSTD_error_frameParameter_windowTooLarge: .failed(.windowTooLarge)
    case ZSTD_error_memory_allocation: .failed(.outOfMemory)
    default: .failed(.corrupt)
    }
  }
}
