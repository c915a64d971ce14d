import Bytes

/// The content of an input: its stored bytes, decompressed where they are compressed.
struct InputContent {
  /// Why the content ended before its end.
  enum Failure {
    case readFailed(String)
    case interrupted
    case damaged(Compression, reason: String)
    case truncated(Compression)
  }

  /// Nil while the content goes on, and when it ended properly.
  private(set) var failure: Failure?

  private let file: InputFile
  private var isFileAtEnd = false

  // Of compressed content: its decoder, and the stored bytes that it has not used yet.
  private var compression: Compression?
  private var decoder: Decoder?
  private var stored = SecretBuffer(capacity: 0)
  private var storedRange = ByteRange.empty
  private var mayEnd = false

  init(_ file: InputFile) {
    self.file = file
  }

  /// From now on, everything is compressed; `front` was already read.
  mutating func decompress(_ compression: Compression, front: RawSpan) {
    self.compression = compression
    decoder = Decoder(compression)
    if decoder == nil { failure = .damaged(compression, reason: "there is no memory for it") }
    storedRange = ByteRange(start: 0, count: front.byteCount)
    stored = SecretBuffer(capacity: max(front.byteCount, CaptureLimits.compressedBufferByteCount))
    stored.append(front)
  }

  /// Reads as much content as there is now and is room for, behind what a buffer holds, and answers how much that was:
  /// 0 is the end, and then `failure` says whether it came too early. `buffer.count < buffer.capacity`.
  mutating func read(into buffer: SecretBuffer) -> Int {
    guard failure == nil else { return 0 }
    guard let compression, let decoder else { return take(file.read(into: buffer)) }
    while true {
      if storedRange.isEmpty, !isFileAtEnd {
        stored.removeFirst(stored.count)
        storedRange = ByteRange(start: 0, count: take(file.read(into: stored)))
        guard failure == nil else { return 0 }
      }
      let progress = decoder.decode(stored.bytes.extracting(storedRange), isLast: isFileAtEnd, into: buffer)
      storedRange = ByteRange(
        start: storedRange.start + progress.consumed, count: storedRange.count - progress.consumed)
      mayEnd = progress.isAtEnd
      if let reason = progress.failure {
        failure = .damaged(compression, reason: reason)
        return progress.produced
      }
      if progress.produced > 0 { return progress.produced }
      if isFileAtEnd, progress.consumed == 0 {
        if !mayEnd { failure = .truncated(compression) }
        return 0
      }
    }
  }

  /// How many stored bytes were read; 0 at their end.
  private mutating func take(_ result: InputFile.ReadResult) -> Int {
    switch result {
    case .bytes(let count):
      return count
    case .end:
      isFileAtEnd = true
    case .interrupted:
      isFileAtEnd = true
      failure = .interrupted
    case .failed(let reason):
      isFileAtEnd = true
      failure = .readFailed(reason)
    }
    return 0
  }
}
