import Bytes

/// Undoes the codings of one content, piece by piece: nothing of it is kept but what the codings themselves look back at.
package struct ContentDecoder {
  /// One coding while it is undone.
  private struct Stage {
    let coding: ContentCoding
    let decoder: StreamDecoder
    var consumedByteCount = 0
    var producedByteCount = 0
    /// Whether the coded data is at its end.
    var isOver = false
    /// The first bytes that it was given.
    var beginning = Beginning()
  }

  /// The codings in the order in which they were applied.
  package let codings: CodingChain
  /// Why the content cannot be decoded, as far as is known by now.
  package private(set) var problem: ContentProblem?
  /// Bytes behind the end of the coded data: they are passed over.
  package private(set) var trailingByteCount = 0
  /// The first bytes of the decoded content.
  package private(set) var beginning = Beginning()
  /// Whether deflate came without the wrapper of zlib.
  package private(set) var isRawDeflate = false
  /// The dictionary that the content needs and that is not there.
  package private(set) var missingDictionary: DictionaryDigest?

  /// Whose dictionaries the content may need.
  private let connection: Int

  /// In the order in which they are undone: the last one applied first. Nil before the first byte, and after a problem.
  private var stages = InlineArray<4, Stage?>(repeating: nil)
  private var isBegun = false
  /// The coded bytes that wait for the end of the content, to be undone at once; those went through no stage.
  private var held: [UInt8] = []
  /// How many coded bytes were undone at once; 0 when there are none.
  private var wholeByteCount = 0
  /// How the coded content began that failed before its first four bytes were there.
  private var doubtful: (beginning: Beginning, coding: ContentCoding)?
  /// What the stages hold, as the pool counts it.
  private var memoryByteCount = 0
  /// How many of the free bytes of all contents this one took.
  private var freeByteCount = 0

  /// - Parameter connection: the identifier of the connection that carries the content.
  package init(_ codings: CodingChain, of connection: Int = 0) {
    self.codings = codings
    self.connection = connection
    problem = codings.problem
  }

  /// Content bytes after all codings are undone, so far.
  package private(set) var decodedByteCount = 0
  /// Content bytes after the transfer codings are undone, so far.
  package private(set) var contentByteCount = 0

  /// Takes the next coded bytes and gives what they decode to, a piece of at most 64 KiB at a time.
  ///
  /// - Parameters:
  ///   - mayHold: whether bytes may be held, and what they decode to given later: with those that come next, or at the
  ///     latest by `skip` or `finish`.
  ///   - isRead: whether anybody reads what they decode to; else it need not be given.
  package mutating func receive(
    _ bytes: RawSpan, mayHold: Bool, isRead: Bool = true, using pool: DecoderPool, to body: (RawSpan) -> Void
  ) {
    guard problem == nil, !bytes.isEmpty else {
      judge(by: bytes)
      return
    }
    if mayHold, hold(bytes, isRead: isRead, using: pool, to: body) { return }
    letGo(using: pool, to: body)
    decode(bytes, using: pool, to: body)
  }

  /// Coded bytes are missing here: nothing can be decoded beyond them.
  package mutating func skip(using pool: DecoderPool, to body: (RawSpan) -> Void) {
    letGo(using: pool, to: body)
    problem = problem ?? .missingBytes
    release(to: pool)
  }

  /// No more bytes will come.
  ///
  /// - Parameter isComplete: whether the message ended as its framing says.
  /// - Returns: why the content could not be decoded; nil when it was.
  package mutating func finish(
    isComplete: Bool, using pool: DecoderPool, to body: (RawSpan) -> Void
  ) -> ContentProblem? {
    letGo(using: pool, to: body)
    defer { release(to: pool) }
    if problem != nil { return problem }
    guard isComplete else {
      problem = .incompleteMessage
      return problem
    }
    for position in 0..<codings.count {
      guard let stage = stages[position], stage.consumedByteCount > 0 else { continue }
      if !stage.decoder.mayEnd { problem = .truncated }
      trailingByteCount += stage.decoder.strayByteCount
    }
    return problem
  }

  // MARK: At once

  /// Holds bytes until the content is whole, and undoes it then; false when they are left to the stages.
  private mutating func hold(
    _ bytes: RawSpan, isRead: Bool, using pool: DecoderPool, to body: (RawSpan) -> Void
  ) -> Bool {
    guard !isBegun, wholeByteCount == 0, codings.isGzipAlone, pool.limits.allowsAllOfDeflate,
      held.count + bytes.byteCount <= ContentCodingLimits.heldByteCount
    else { return false }
    if held.isEmpty {
      guard WholeGzip.mayBegin(bytes) else { return false }
      if WholeGzip.mayEnd(bytes) { return undo(bytes, isRead: isRead, using: pool, to: body) }
      held = pool.takeHeld()
    }
    held.append(bytes)
    guard WholeGzip.mayEnd(held.rawSpan) else {
      countMemory(held.capacity, in: pool)
      if problem != nil { release(to: pool) }
      return true
    }
    let content = takeHeld()
    if !undo(content.rawSpan, isRead: isRead, using: pool, to: body) {
      decode(content.rawSpan, using: pool, to: body)
    }
    pool.putBack(held: content)
    return true
  }

  /// Undoes what may be the whole content; false when it is not, or not in order.
  private mutating func undo(
    _ content: RawSpan, isRead: Bool, using pool: DecoderPool, to body: (RawSpan) -> Void
  ) -> Bool {
    if !isRead, let known = pool.repeatedGzip.find(content) {
      beginning = known.beginning
      noteWhole(content, decodedByteCount: known.decodedByteCount)
      return true
    }
    var output = pool.takeBuffer()
    defer { pool.putBack(output) }
    guard let count = pool.wholeGzip?.decode(content, into: &output) else { return false }
    noteWhole(content, decodedByteCount: count)
    let piece = output.rawSpan.extracting(0..<count)
    beginning.take(piece)
    if !isRead {
      pool.repeatedGzip.note(content, RepeatedGzip.Known(decodedByteCount: count, beginning: beginning))
    } else if count > 0 {
      body(piece)
    }
    return true
  }

  private mutating func noteWhole(_ content: RawSpan, decodedByteCount: Int) {
    wholeByteCount = content.byteCount
    self.decodedByteCount = decodedByteCount
    if codings.transferCount == 1 { contentByteCount = decodedByteCount }
  }

  /// Gives the bytes that are held to the stages.
  private mutating func letGo(using pool: DecoderPool, to body: (RawSpan) -> Void) {
    guard !held.isEmpty else { return }
    let content = takeHeld()
    decode(content.rawSpan, using: pool, to: body)
    pool.putBack(held: content)
  }

  private mutating func takeHeld() -> [UInt8] {
    defer { held = [] }
    return held
  }

  // MARK: Stages

  private mutating func decode(_ bytes: RawSpan, using pool: DecoderPool, to body: (RawSpan) -> Void) {
    if !isBegun { begin(using: pool) }
    decode(bytes, at: 0, using: pool, to: body)
    if problem == nil { countMemory(stagesByteCount, in: pool) }
    if problem != nil { release(to: pool) }
  }

  private mutating func begin(using pool: DecoderPool) {
    isBegun = true
    for position in 0..<codings.count {
      let coding = codings[codings.count - 1 - position]
      guard let decoder = pool.take(coding, of: connection) else {
        problem = .outOfMemory
        return
      }
      stages[position] = Stage(coding: coding, decoder: decoder)
    }
    guard wholeByteCount > 0, case .inflate(let inflate) = stages[0]?.decoder else { return }
    inflate.passMember()
    stages[0]?.consumedByteCount = wholeByteCount
    stages[0]?.producedByteCount = decodedByteCount
  }

  /// Undoes the coding at a position, and those behind it with what comes of that.
  private mutating func decode(
    _ input: RawSpan, at position: Int, using pool: DecoderPool, to body: (RawSpan) -> Void
  ) {
    guard problem == nil, let decoder = stages[position]?.decoder else { return }
    stages[position]?.beginning.take(input)
    var output = pool.takeBuffer()
    var offset = 0
    while problem == nil, stages[position]?.isOver == false {
      let progress = decoder.decode(input.extracting(from: offset), into: &output)
      offset += progress.consumed
      stages[position]?.consumedByteCount += progress.consumed
      switch progress.state {
      case .open: break
      case .over: stages[position]?.isOver = true
      case .failed(let reason): fail(reason, at: position)
      }
      if progress.produced > 0 {
        let piece = output.rawSpan.extracting(0..<progress.produced)
        count(piece.byteCount, at: position, in: pool)
        if position + 1 < codings.count {
          decode(piece, at: position + 1, using: pool, to: body)
        } else {
          beginning.take(piece)
          decodedByteCount += piece.byteCount
          body(piece)
        }
      }
      // A buffer that is not full has all that the input gives.
      if offset == input.byteCount, progress.produced < output.count { break }
      if progress.consumed == 0, progress.produced == 0, case .open = progress.state { break }
    }
    if stages[position]?.isOver == true { trailingByteCount += input.byteCount - offset }
    if case .inflate(let inflate) = decoder, inflate.isRaw { isRawDeflate = true }
    pool.putBack(output)
  }

  private mutating func fail(_ reason: ContentProblem, at position: Int) {
    problem = reason
    if case .dictionary(let decoder)? = stages[position]?.decoder { missingDictionary = decoder.digest }
    guard reason == .corrupt, let stage = stages[position] else { return }
    // What a coding in another one begins with may not have come as a whole; in all but these two the first bytes do.
    guard position == 0 || stage.coding != .deflate && stage.coding != .brotli else { return }
    if !stage.beginning.mayBegin(stage.coding) {
      problem = .mislabelled
    } else if position == 0, !stage.beginning.isFull {
      doubtful = (stage.beginning, stage.coding)
    }
  }

  /// Tells by the next bytes whether what failed within the first four of them is not in its coding at all.
  private mutating func judge(by bytes: RawSpan) {
    guard doubtful != nil, problem == .corrupt, let coding = doubtful?.coding else { return }
    doubtful?.beginning.take(bytes)
    if doubtful?.beginning.mayBegin(coding) == false { problem = .mislabelled }
    if doubtful?.beginning.isFull == true { doubtful = nil }
  }

  /// The bytes of the content up to and with the digest of the dictionary that is missing, if that is all there is to undo.
  package var dictionaryHeader: [UInt8]? {
    guard let missingDictionary, codings.count == 1 else { return nil }
    return DictionaryDecoder.magic(of: codings[0]) + missingDictionary.bytes
  }

  // MARK: Limits

  /// Counts what a stage produced, and stops where that is out of proportion to what was sent.
  private mutating func count(_ byteCount: Int, at position: Int, in pool: DecoderPool) {
    guard let sent = stages[0]?.consumedByteCount, let before = stages[position]?.producedByteCount else { return }
    let produced = before + byteCount
    stages[position]?.producedByteCount = produced
    if position + 1 == codings.transferCount { contentByteCount = produced }
    let limits = pool.limits
    let excess = produced - limits.ratio * sent
    if excess > freeByteCount {
      pool.freeByteCountTaken += excess - freeByteCount
      freeByteCount = excess
      let isFree = pool.freeByteCountTaken <= limits.freeByteCountOfAll
      if excess > (isFree ? limits.freeByteCount : ContentCodingLimits.pieceByteCount) { problem = .expandsTooMuch }
    }
    if produced > limits.largeByteCount, produced > limits.ratioOfLarge * sent { problem = .expandsTooMuch }
  }

  /// Memory of all stages.
  private var stagesByteCount: Int {
    var byteCount = 0
    for position in 0..<codings.count { byteCount += stages[position]?.decoder.memoryByteCount ?? 0 }
    return byteCount
  }

  private mutating func countMemory(_ byteCount: Int, in pool: DecoderPool) {
    pool.memoryByteCount += byteCount - memoryByteCount
    memoryByteCount = byteCount
    // The one that grows pays; whoever came before goes on.
    if pool.memoryByteCount > pool.limits.memoryByteCount { problem = .outOfMemory }
  }

  private mutating func release(to pool: DecoderPool) {
    pool.memoryByteCount -= memoryByteCount
    memoryByteCount = 0
    if held.capacity > 0 { pool.putBack(held: takeHeld()) }
    for position in 0..<codings.count {
      if let stage = stages[position] { pool.putBack(stage.decoder) }
      stages[position] = nil
    }
  }
}
