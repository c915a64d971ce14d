import Bytes
import CZlib

/// Undoes gzip (RFC 1952), also of several members, and deflate in both readings: with the wrapper of zlib (RFC 1950), as
/// RFC 9110 §8.4.1.2 has it, and without it (RFC 1951).
@safe
final class InflateDecoder {
  /// A stream of zlib: 7 KB of state and tables, and a window of 32 KB.
  static let memoryByteCount = 48 * 1024

  private enum Phase {
    /// At the beginning of deflate, of which so many bytes tell the reading; of the two, this one came.
    case undecided(first: UInt8?)
    case running
    /// Behind a member of gzip, and perhaps behind the first byte of what may be another one.
    case betweenMembers(hasFirst: Bool)
    case over
  }

  /// The bytes that a member of gzip begins with.
  private static let magic: [UInt8] = [0x1F, 0x8B]

  /// zlib refers back to it, so that it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isGzip = true
  private var phase = Phase.running

  /// Whether deflate came without zlib's wrapper.
  private(set) var isRaw = false
  /// See `StreamDecoder.strayByteCount`.
  private(set) var strayByteCount = 0

  /// Nil when there is no memory.
  init?(_ coding: ContentCoding) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard
      unsafe inflateInit2_(stream, WindowBits.gzip.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }  // The deinitialiser runs, and frees the stream.
    begin(coding)
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Begins anew.
  func begin(_ coding: ContentCoding) {
    isGzip = coding == .gzip
    isRaw = false
    strayByteCount = 0
    phase = isGzip ? .running : .undecided(first: nil)
    if isGzip { reset(.gzip) }
  }

  /// Goes on behind a member of gzip that was undone elsewhere.
  func passMember() {
    phase = .betweenMembers(hasFirst: false)
  }

  var mayEnd: Bool {
    switch phase {
    case .undecided, .running: false
    case .betweenMembers, .over: true
    }
  }

  /// See `StreamDecoder.decode`.
  func decode(_ input: RawSpan, into output: inout [UInt8]) -> DecoderProgress {
    switch phase {
    case .running:
      return inflate(input, into: &output)
    case .over:
      return DecoderProgress(consumed: 0, produced: 0, state: .over)
    case .undecided(let first):
      guard !input.isEmpty else { return DecoderProgress(consumed: 0, produced: 0, state: .open) }
      return decide(first, input, into: &output)
    case .betweenMembers(let hasFirst):
      guard !input.isEmpty else { return DecoderProgress(consumed: 0, produced: 0, state: .open) }
      return beginMember(hasFirst, input, into: &output)
    }
  }

  /// Tells the readings of deflate apart by what would be zlib's header (RFC 1950 §2.2): without a preset dictionary.
  private func decide(_ first: UInt8?, _ input: RawSpan, into output: inout [UInt8]) -> DecoderProgress {
    guard let first = first ?? (input.byteCount > 1 ? input.byte(at: 0) : nil) else {
      phase = .undecided(first: input.byte(at: 0))
      return DecoderProgress(consumed: 1, produced: 0, state: .open)
    }
    let isHeld = if case .undecided(.some) = phase { true } else { false }
    let second = input.byte(at: isHeld ? 0 : 1)
    let isWrapped =
      first & 0x0F == 8 && first >> 4 <= 7 && (Int(first) << 8 | Int(second)) % 31 == 0 && second & 0x20 == 0
    isRaw = !isWrapped
    reset(isWrapped ? .zlib : .raw)
    phase = .running
    guard isHeld else { return inflate(input, into: &output) }
    return inflate([first].rawSpan, thenIfOpen: input, into: &output)
  }

  /// Goes on behind a member: with another one, or not at all.
  private func beginMember(_ hasFirst: Bool, _ input: RawSpan, into output: inout [UInt8]) -> DecoderProgress {
    if !hasFirst {
      guard input.byte(at: 0) == Self.magic[0] else { return end() }
      guard input.byteCount > 1 else {
        phase = .betweenMembers(hasFirst: true)
        strayByteCount = 1
        return DecoderProgress(consumed: 1, produced: 0, state: .open)
      }
      guard input.byte(at: 1) == Self.magic[1] else { return end() }
      reset(.gzip)
      phase = .running
      return inflate(input, into: &output)
    }
    guard input.byte(at: 0) == Self.magic[1] else { return end() }
    strayByteCount = 0
    reset(.gzip)
    phase = .running
    return inflate(Self.magic.rawSpan.extracting(0..<1), thenIfOpen: input, into: &output)
  }

  private func end() -> DecoderProgress {
    phase = .over
    return DecoderProgress(consumed: 0, produced: 0, state: .over)
  }

  /// Inflates a byte that was held, from which nothing can come yet, and then what came behind it.
  private func inflate(_ held: RawSpan, thenIfOpen input: RawSpan, into output: inout [UInt8]) -> DecoderProgress {
    let progress = inflate(held, into: &output)
    guard case .open = progress.state, progress.produced == 0 else {
      return DecoderProgress(consumed: 0, produced: progress.produced, state: progress.state)
    }
    return inflate(input, into: &output)
  }

  private func inflate(_ input: RawSpan, into output: inout [UInt8]) -> DecoderProgress {
    // Both buffers outlive the call, and zlib keeps to the counts that it is given.
    let (status, consumed, produced) = unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = UInt32(clamping: source.count)
        unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = UInt32(clamping: target.count)
        let (offered, free) = unsafe (stream.pointee.avail_in, stream.pointee.avail_out)
        let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        return unsafe (status, Int(offered - stream.pointee.avail_in), Int(free - stream.pointee.avail_out))
      }
    }
    var progress = DecoderProgress(consumed: consumed, produced: produced, state: .open)
    switch status {
    case Z_OK, Z_BUF_ERROR:
      break
    case Z_STREAM_END:
      phase = isGzip ? .betweenMembers(hasFirst: false) : .over
      if !isGzip { progress.state = .over }
    case Z_MEM_ERROR:
      progress.state = .failed(.outOfMemory)
    default:
      progress.state = .failed(.corrupt)
    }
    return progress
  }

  private enum WindowBits: Int32 {
    case gzip = 31
    case zlib = 15
    case raw = -15
  }

  /// It cannot fail with these values: the stream was made with a window as large.
  private func reset(_ bits: WindowBits) {
    unsafe inflateReset2(stream, bits.rawValue)
  }
}
