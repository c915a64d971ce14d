import Bytes

/// Reads chunked content (RFC 9112 §7.1) without keeping any of it.
struct ChunkedBody {
  /// What comes next in the bytes.
  enum Event {
    /// The bytes end here.
    case more
    /// Content.
    case content(ByteRange)
    /// The last chunk's line was read; the trailer section follows.
    case lastChunk
    /// The framing is lost.
    case broken(Oddity)
  }

  private enum Phase {
    /// Before or in the digits of a chunk's size.
    case size
    /// After the digits: blanks, extensions, CR.
    case afterSize
    case data
    /// At the CRLF after a chunk's data.
    case dataEnd
    /// At the LF of that CRLF.
    case dataLineFeed
  }

  private var phase = Phase.size
  /// The size read so far; in `data` the bytes of the chunk that are still due.
  private var remaining = 0
  private var digitCount = 0
  /// Bytes of the chunk-size line so far.
  private var lineByteCount = 0
  /// Whether the last byte of the chunk-size line was a CR.
  private var isAfterReturn = false
  /// Whether a semicolon was read: the rest of the line is the chunk extensions (RFC 9112 §7.1.1).
  private var isInExtensions = false
  private var framingByteCount = 0

  /// What comes next from an offset on, which moves behind it.
  mutating func next(in bytes: RawSpan, at position: inout Int, noting oddities: inout Oddities) -> Event {
    let start = position
    let event = read(bytes, at: &position, noting: &oddities)
    framingByteCount += position - start
    if case .content(let range) = event { framingByteCount -= range.count }
    return event
  }

  /// Bytes of chunk lines, and CRLFs behind chunks, that were read since this was asked for last.
  mutating func takeFramingByteCount() -> Int {
    defer { framingByteCount = 0 }
    return framingByteCount
  }

  private mutating func read(_ bytes: RawSpan, at position: inout Int, noting oddities: inout Oddities) -> Event {
    while position < bytes.byteCount {
      switch phase {
      case .size:
        if let broken = readSize(bytes.byte(at: position), noting: &oddities) { return .broken(broken) }
        position += phase == .size ? 1 : 0
      case .afterSize:
        guard lineByteCount <= HTTP1Limits.chunkLineByteCount else { return .broken(.chunkLineTooLong) }
        let byte = bytes.byte(at: position)
        position += 1
        lineByteCount += 1
        if byte == ASCII.lineFeed {
          if !isAfterReturn { oddities.insert(.bareLineFeed) }
          let isLast = remaining == 0
          beginLine()
          if isLast { return .lastChunk }
          phase = .data
        } else {
          noteAfterSize(byte, noting: &oddities)
        }
      case .data:
        let count = min(remaining, bytes.byteCount - position)
        let range = ByteRange(start: position, count: count)
        position += count
        skip(count)
        return .content(range)
      case .dataEnd:
        let byte = bytes.byte(at: position)
        if byte == ASCII.carriageReturn {
          phase = .dataLineFeed
        } else if byte == ASCII.lineFeed {
          oddities.insert(.bareLineFeed)
          startChunk()
        } else {
          return .broken(.chunkEndMissing)
        }
        position += 1
      case .dataLineFeed:
        guard bytes.byte(at: position) == ASCII.lineFeed else { return .broken(.chunkEndMissing) }
        position += 1
        startChunk()
      }
    }
    return .more
  }

  /// Content bytes of the current chunk that are still due; 0 outside of a chunk's data.
  var dueByteCount: Int { phase == .data ? remaining : 0 }

  /// Content bytes of the current chunk were passed over. `0 <= count <= dueByteCount`.
  mutating func skip(_ count: Int) {
    remaining -= min(count, remaining)
    if remaining == 0 { phase = .dataEnd }
  }

  /// Reads a byte of the size, or leaves `phase` at what follows it.
  private mutating func readSize(_ byte: UInt8, noting oddities: inout Oddities) -> Oddity? {
    if let digit = ASCII.hexadecimalValue(byte) {
      guard remaining <= (Int.max - Int(digit)) / 16 else { return .chunkSizeTooLarge }
      remaining = remaining * 16 + Int(digit)
      digitCount += 1
    } else if digitCount > 0 {
      phase = .afterSize
      return nil
    } else if byte == ASCII.space || byte == ASCII.tab {
      oddities.insert(.chunkSizeJunk)
    } else {
      return .chunkSizeInvalid
    }
    lineByteCount += 1
    return lineByteCount <= HTTP1Limits.chunkLineByteCount ? nil : .chunkLineTooLong
  }

  /// Notes what is neither an extension nor the end of the line.
  private mutating func noteAfterSize(_ byte: UInt8, noting oddities: inout Oddities) {
    if byte == 0x3B {
      isInExtensions = true
    } else if isAfterReturn || !isInExtensions && byte != ASCII.carriageReturn {
      oddities.insert(.chunkSizeJunk)
    }
    isAfterReturn = byte == ASCII.carriageReturn
  }

  private mutating func startChunk() {
    phase = .size
    remaining = 0
  }

  /// Forgets what was read of a chunk-size line.
  private mutating func beginLine() {
    digitCount = 0
    lineByteCount = 0
    isAfterReturn = false
    isInExtensions = false
  }
}
