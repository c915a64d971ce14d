import Bytes
import Findings
import HTTP

extension HTTP1Connection {
  /// Reads on from an offset, up to the end of a message or of the bytes at most, and moves the position behind what
  /// was read.
  ///
  /// `position < bytes.byteCount` before; it grows, unless the phase changes.
  mutating func advance(_ bytes: RawSpan, _ position: inout Int, from side: Side, at time: Timestamp) {
    switch readers[side].phase {
    case .idle:
      beginMessage(bytes, &position, from: side, at: time)
    case .head:
      continueHead(bytes, &position, from: side, at: time)
    case .content:
      let count = min(readers[side].remaining, bytes.byteCount - position)
      position += count
      readers[side].remaining -= count
      addContent(count, from: side, at: time)
      if readers[side].remaining == 0 { endMessage(of: side, at: time) }
    case .contentUnlessHEAD(let framing):
      advanceContentUnlessHEAD(framing, bytes, &position, at: time)
    case .chunked:
      advanceChunks(bytes, &position, from: side, at: time)
    case .trailers:
      advanceTrailers(bytes, &position, from: side, at: time)
    case .untilClose:
      addContent(bytes.byteCount - position, from: side, at: time)
      position = bytes.byteCount
    case .searching:
      search(bytes, &position, from: side, at: time)
    case .searchingLineEnd:
      position = bytes.firstIndex(of: ASCII.lineFeed, from: position).map { $0 + 1 } ?? bytes.byteCount
      if bytes.byte(at: position - 1) == ASCII.lineFeed { readers[side].beginHolding(.searching, at: time) }
    case .holding:
      hold(bytes, &position, from: side, at: time)
    case .over:
      position = bytes.byteCount
    }
  }

  /// Notes something odd about a side, once.
  mutating func note(_ oddity: Oddity, from side: Side, at time: Timestamp) {
    var oddities = Oddities()
    oddities.insert(oddity)
    note(oddities, from: side, at: time)
  }

  /// Notes what is odd about a side, each kind once.
  mutating func note(_ oddities: Oddities, from side: Side, at time: Timestamp) {
    guard !oddities.isEmpty else { return }
    var new = oddities.subtracting(readers[side].reported)
    readers[side].reported.formUnion(new)
    while let oddity = new.removeFirst() {
      findings.append(TimedFinding(finding: .http1(oddity, from: side), time: time))
    }
  }
}

// MARK: - Content

extension HTTP1Connection {
  /// The message that a side is in the middle of, behind its head.
  subscript(messageOf side: Side) -> Message {
    _read {
      switch side {
      case .client: yield pending[pending.requestCursor].exchange.request.message
      case .server: yield pending[pending.responseCursor].exchange.response.message
      }
    }
    _modify {
      switch side {
      case .client: yield &pending[pending.requestCursor].exchange.request.message
      case .server: yield &pending[pending.responseCursor].exchange.response.message
      }
    }
  }

  /// Goes over to a message's content, or to its end when it has none.
  mutating func beginContent(_ framing: BodyFraming, of side: Side, at time: Timestamp) {
    self[messageOf: side].end = time
    switch framing {
    case .none, .length(0), .tunnel:
      endMessage(of: side, at: time)
    case .length(let count):
      readers[side].remaining = count
      readers[side].phase = .content
    case .chunked:
      readers[side].chunks = ChunkedBody()
      readers[side].phase = .chunked
    case .untilClose:
      readers[side].phase = .untilClose
    }
  }

  private mutating func addContent(_ count: Int, from side: Side, at time: Timestamp) {
    self[messageOf: side].addContent(count, at: time)
  }

  private mutating func advanceChunks(
    _ bytes: RawSpan, _ position: inout Int, from side: Side, at time: Timestamp
  ) {
    var oddities = Oddities()
    var contentCount = 0
    read: while true {
      switch readers[side].chunks.next(in: bytes, at: &position, noting: &oddities) {
      case .more:
        break read
      case .content(let range):
        contentCount += range.count
      case .lastChunk:
        readers[side].beginHolding(.trailers, at: time)
        break read
      case .broken(let oddity):
        oddities.insert(oddity)
        addContent(contentCount, from: side, at: time)
        note(oddities, from: side, at: time)
        abandon(side, at: time)
        readers[side].phase = .searchingLineEnd
        return
      }
    }
    addContent(contentCount, from: side, at: time)
    note(oddities, from: side, at: time)
  }

  /// Reads the trailer section (RFC 9112 §7.1.2).
  private mutating func advanceTrailers(
    _ bytes: RawSpan, _ position: inout Int, from side: Side, at time: Timestamp
  ) {
    if readers[side].held.isEmpty, let end = bytes.sectionEnd(from: position),
      end - position <= HTTP1Limits.headByteCount
    {
      endTrailers(bytes.extracting(position..<end), from: side, at: time)
      position = end
      return
    }
    while position < bytes.byteCount {
      let isWhole = readers[side].holdLine(of: bytes, at: &position, limit: HTTP1Limits.headByteCount + 1)
      guard readers[side].held.count <= HTTP1Limits.headByteCount else {
        note(.headTooLarge, from: side, at: time)
        abandon(side, at: time)
        readers[side].phase = .searchingLineEnd
        return
      }
      guard isWhole else { break }
      if readers[side].endsInEmptyLine {
        let held = readers[side].takeHeld()
        endTrailers(held.bytes, from: side, at: time)
        readers[side].reuse(held)
        return
      }
      readers[side].heldLineStart = readers[side].held.count
    }
    self[messageOf: side].end = time
  }

  private mutating func endTrailers(_ section: RawSpan, from side: Side, at time: Timestamp) {
    var oddities = Oddities()
    var ignored = FramingFields()
    FieldLines.read(section, from: 0, into: &self[messageOf: side].trailers, &ignored, noting: &oddities)
    note(oddities, from: side, at: time)
    endMessage(of: side, at: time)
  }
}
