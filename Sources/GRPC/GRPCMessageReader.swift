import Bytes
import ContentCoding
import Findings
import HTTP

/// Reads the messages of one side of a call out of its content, which comes piece by piece.
///
///     Length-Prefixed-Message = Compressed-Flag (1 byte) Message-Length (4 bytes) Message
///
/// Where messages end has nothing to do with where pieces or DATA frames do. Nothing of a message is kept, however long
/// it says it is.
package struct GRPCMessageReader {
  private enum Phase: Sendable {
    case prefix
    case message
    /// In what only looks like a message: the trailers of gRPC-Web.
    case trailers
    /// Behind the trailers.
    case ended
    /// Where messages begin is not known any more.
    case lost
  }

  private var phase = Phase.prefix
  /// The bytes of the prefix that were seen, the last one lowest.
  private var prefix: UInt64 = 0
  private var prefixByteCount = 0
  /// When the first of them was there.
  private var prefixTime = Timestamp(nanoseconds: 0)
  /// Bytes that the message, or the trailers, still need.
  private var remaining = 0
  /// The message that is being read; nil outside.
  private var message: GRPCMessage?

  private let format: GRPCFormat
  /// How compressed messages are compressed.
  private let coding: CodingChain
  /// Undoes the compression of the message that is being read; nil for one without.
  private var decoder: ContentDecoder?
  private var base64 = Base64Decoder(.standard)
  /// A piece without its base64; empty between two.
  private var decoded: [UInt8] = []
  /// The trailers as far as they came; empty behind them.
  private var trailerText: [UInt8] = []
  /// Whether the trailers in the content are compressed, so that nobody knows what they say.
  package private(set) var hasCompressedTrailers = false

  /// Messages whose prefix was seen.
  package private(set) var messageCount = 0
  /// When the first one began, and the last one.
  package private(set) var firstStart: Timestamp?
  package private(set) var lastStart: Timestamp?
  /// Why the compression of a message could not be undone, of the first such message; nil when there was none.
  package private(set) var decodingProblem: ContentProblem?
  /// Whether a message was compressed.
  package private(set) var hasCompressed = false
  /// The trailers in a gRPC-Web content; empty until their end was seen.
  package private(set) var trailers = FieldSection()
  /// What is wrong with the content.
  package private(set) var problem: GRPCProblem?

  /// A reader at the beginning of a content whose messages are compressed as the field grpc-encoding of a header section says.
  package init(_ format: GRPCFormat, header: borrowing FieldSection = FieldSection()) {
    self.format = format
    var coding = CodingChain()
    if let line = header.first("grpc-encoding") { coding.add(contentEncoding: header.value(line)) }
    self.coding = coding
  }

  /// Whether a gap took the place where a message begins, so that there may be messages which nobody can count.
  package private(set) var hasGap = false

  // MARK: Content

  /// Reads the next piece of the content and appends the messages that end in it.
  package mutating func receive(
    _ piece: RawSpan, at time: Timestamp, using pool: DecoderPool, into messages: inout [GRPCMessage]
  ) {
    guard format == .webText else { return read(piece, at: time, using: pool, into: &messages) }
    // Taken out for as long as it is read, since reading changes the rest.
    var bytes: [UInt8] = []
    swap(&bytes, &decoded)
    base64.decode(piece, into: &bytes)
    read(bytes.rawSpan, at: time, using: pool, into: &messages)
    if base64.isBroken { lose(.notBase64) }
    bytes.removeAll(keepingCapacity: true)
    swap(&bytes, &decoded)
  }

  /// Bytes of the content were not captured. Reading goes on when they all belong to one message.
  package mutating func skip(
    _ byteCount: Int, at time: Timestamp, using pool: DecoderPool, into messages: inout [GRPCMessage]
  ) {
    guard byteCount > 0 else { return }
    decoder?.skip(using: pool) { _ in }
    guard phase == .message, format != .webText, byteCount <= remaining else {
      phase = .lost
      hasGap = true
      message?.missingByteCount += remaining
      message?.end = time
      endMessage(using: pool, into: &messages)
      return
    }
    message?.missingByteCount += byteCount
    advance(byteCount, at: time, using: pool, into: &messages)
  }

  /// The content cannot be read any further.
  package mutating func giveUp() {
    hasGap = true
    phase = .lost
  }

  /// The content ended.
  ///
  /// - Parameter isComplete: whether it ended as its framing says, so that what a message lacks was never sent.
  package mutating func finish(isComplete: Bool, using pool: DecoderPool, into messages: inout [GRPCMessage]) {
    if isComplete, let cut { problem = problem ?? cut }
    if message != nil {
      message?.absentByteCount = remaining
      decoder?.skip(using: pool) { _ in }
      endMessage(using: pool, into: &messages)
    }
    phase = .lost
  }

  /// What is wrong with a content that ends here.
  private var cut: GRPCProblem? {
    switch phase {
    case .prefix: prefixByteCount > 0 ? .prefixCut : nil
    case .message: .messageCut(byteCount: message?.byteCount ?? remaining, absentByteCount: remaining)
    case .trailers: .trailersCut(absentByteCount: remaining)
    case .ended, .lost: nil
    }
  }

  // MARK: Framing

  private mutating func read(
    _ bytes: RawSpan, at time: Timestamp, using pool: DecoderPool, into messages: inout [GRPCMessage]
  ) {
    var offset = 0
    while offset < bytes.byteCount {
      switch phase {
      case .prefix:
        readPrefix(bytes.byte(at: offset), at: time, using: pool, into: &messages)
        offset += 1
      case .message:
        let count = min(remaining, bytes.byteCount - offset)
        let piece = bytes.extracting(ByteRange(start: offset, count: count))
        decoder?.receive(piece, mayHold: true, using: pool) { _ in }
        advance(count, at: time, using: pool, into: &messages)
        offset += count
      case .trailers:
        let count = min(remaining, bytes.byteCount - offset)
        readTrailers(bytes.extracting(ByteRange(start: offset, count: count)))
        offset += count
      case .ended:
        return lose(.contentAfterTrailers)
      case .lost:
        return
      }
    }
  }

  private mutating func readPrefix(
    _ byte: UInt8, at time: Timestamp, using pool: DecoderPool, into messages: inout [GRPCMessage]
  ) {
    if prefixByteCount == 0 {
      guard hasMeaning(flags: byte) else { return lose(.unknownFlags(byte)) }
      prefix = 0
      prefixTime = time
    }
    prefix = prefix << 8 | UInt64(byte)
    prefixByteCount += 1
    guard prefixByteCount == GRPCMessage.prefixByteCount else { return }
    prefixByteCount = 0
    remaining = Int(prefix & 0xFFFF_FFFF)
    let flags = UInt8(truncatingIfNeeded: prefix >> 32)
    if flags & Self.trailersFlag == 0 {
      beginMessage(isCompressed: flags & Self.compressedFlag != 0, at: time)
      advance(0, at: time, using: pool, into: &messages)
    } else {
      hasCompressedTrailers = flags & Self.compressedFlag != 0
      phase = .trailers
      readTrailers(RawSpan())
    }
  }

  /// Whether the first byte of a prefix is one that the format knows.
  private func hasMeaning(flags: UInt8) -> Bool {
    flags & ~Self.compressedFlag & ~(format == .grpc ? 0 : Self.trailersFlag) == 0
  }

  private mutating func beginMessage(isCompressed: Bool, at time: Timestamp) {
    message = GRPCMessage(
      index: messageCount, isCompressed: isCompressed, byteCount: remaining, start: prefixTime, end: time)
    messageCount += 1
    hasCompressed = hasCompressed || isCompressed
    firstStart = firstStart ?? prefixTime
    lastStart = prefixTime
    phase = .message
    decoder = isCompressed && coding.count > 0 ? ContentDecoder(coding) : nil
  }

  /// Passes over bytes of the message. `byteCount <= remaining`.
  private mutating func advance(
    _ byteCount: Int, at time: Timestamp, using pool: DecoderPool, into messages: inout [GRPCMessage]
  ) {
    remaining -= byteCount
    message?.end = time
    guard remaining == 0 else { return }
    phase = .prefix
    endMessage(using: pool, into: &messages)
  }

  /// Hands over the message, if one is being read.
  private mutating func endMessage(using pool: DecoderPool, into messages: inout [GRPCMessage]) {
    if let obstacle = decoder?.finish(isComplete: true, using: pool, to: { _ in }) {
      if message?.isComplete == true { decodingProblem = decodingProblem ?? obstacle }
    } else {
      message?.decodedByteCount = decoder?.decodedByteCount
    }
    if let message { messages.append(message) }
    message = nil
    decoder = nil
  }

  /// Keeps bytes of the trailers. `bytes.byteCount <= remaining`.
  private mutating func readTrailers(_ bytes: RawSpan) {
    remaining -= bytes.byteCount
    let kept = min(bytes.byteCount, GRPCLimits.trailerByteCount - trailerText.count)
    trailerText.append(bytes.extracting(0..<kept))
    guard remaining == 0 else { return }
    phase = .ended
    if !hasCompressedTrailers { trailers = FieldSection(trailerLines: trailerText.rawSpan) }
    trailerText = []
  }

  /// What follows cannot be read.
  private mutating func lose(_ reason: GRPCProblem) {
    problem = problem ?? reason
    phase = .lost
  }

  private static let compressedFlag: UInt8 = 1
  /// Of gRPC-Web alone.
  private static let trailersFlag: UInt8 = 0x80
}
