import Bytes
import Findings
import HTTP

extension HTTP1Connection {
  /// Reads on from an offset, up to the end of a message or of the bytes at most, and moves the position behind what
  /// was read.
  ///
  /// `position < bytes.byteCount` before; it grows, unless the phase changes.
  mutating func advance<R: HTTPReceiver>(
    _ bytes: RawSpan, _ position: inout Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    switch phase(of: side) {
    case .idle:
      beginMessage(bytes, &position, from: side, at: time, into: &receiver)
    case .head:
      continueHead(bytes, &position, from: side, at: time, into: &receiver)
    case .content:
      let count = min(readers[side].remaining, bytes.byteCount - position)
      readers[side].remaining -= count
      addContent(bytes.extracting(position..<position + count), from: side, at: time, into: &receiver)
      position += count
      if readers[side].remaining == 0 { endMessage(of: side, at: time) }
    case .contentUnlessHEAD(let framing):
      advanceContentUnlessHEAD(framing, bytes, &position, at: time, into: &receiver)
    case .chunked:
      advanceChunks(bytes, &position, from: side, at: time, into: &receiver)
    case .trailers:
      advanceTrailers(bytes, &position, from: side, at: time, into: &receiver)
    case .untilClose:
      addContent(bytes.extracting(from: position), from: side, at: time, into: &receiver)
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

  /// Where a side stands in its messages. Read by itself, since the subscript would lend a copy of the whole reader.
  @inline(__always)
  func phase(of side: Side) -> SideReader.Phase {
    switch side {
    case .client: readers.client.phase
    case .server: readers.server.phase
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
    @inline(__always) get {
      switch side {
      case .client: pending[pending.requestCursor].exchange.request.message
      case .server: pending[pending.responseCursor].exchange.response.message
      }
    }
    @inline(__always) _modify {
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

  /// Counts a piece of a message's content and hands it on.
  mutating func addContent<R: HTTPReceiver>(
    _ piece: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    self[messageOf: side].addContent(piece.byteCount, at: time)
    guard !piece.isEmpty else { return }
    let content = content(of: side, into: &receiver)
    if content.isOpen { receiver.receiveContent(piece, of: content, at: time) }
  }

  /// A gap took a piece of a message's content.
  mutating func loseContent<R: HTTPReceiver>(
    _ byteCount: Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard byteCount > 0 else { return }
    self[messageOf: side].missingBodyByteCount += byteCount
    let content = content(of: side, into: &receiver)
    if content.isOpen { receiver.skipContent(byteCount, of: content, at: time) }
  }

  /// Where the content of a side's message goes; the receiver is asked once.
  private mutating func content<R: HTTPReceiver>(of side: Side, into receiver: inout R) -> ContentHandle {
    let index = side == .client ? pending.requestCursor : pending.responseCursor
    let known =
      switch side {
      case .client: pending[index].exchange.request.message.content
      case .server: pending[index].exchange.response.message.content
      }
    guard known == .unasked else { return known }
    pending[index].exchange.index = pending.takenCount + index
    let content = receiver.openContent(of: &pending[index].exchange, from: side)
    self[messageOf: side].content = content
    return content
  }

  private mutating func advanceChunks<R: HTTPReceiver>(
    _ bytes: RawSpan, _ position: inout Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    var oddities = Oddities()
    read: while true {
      switch readers[side].chunks.next(in: bytes, at: &position, noting: &oddities) {
      case .more:
        break read
      case .content(let range):
        addContent(bytes.extracting(range), from: side, at: time, into: &receiver)
      case .lastChunk:
        readers[side].beginHolding(.trailers, at: time)
        break read
      case .broken(let oddity):
        oddities.insert(oddity)
        self[messageOf: side].end = time
        note(oddities, from: side, at: time)
        abandon(side, at: time, into: &receiver)
        readers[side].phase = .searchingLineEnd
        return
      }
    }
    self[messageOf: side].end = time
    note(oddities, from: side, at: time)
  }

  /// Reads the trailer section (RFC 9112 §7.1.2).
  private mutating func advanceTrailers<R: HTTPReceiver>(
    _ bytes: RawSpan, _ position: inout Int, from side: Side, at time: Timestamp, into receiver: inout R
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
        abandon(side, at: time, into: &receiver)
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
