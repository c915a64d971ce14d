import Bytes
import ContentCoding
import Findings
import HTTP

/// What is made of one message's content while it comes: its codings are undone, and whoever wants it reads it.
struct Content {
  /// Undoes the codings; nil when there are none, or when they are left.
  var decoder: ContentDecoder?
  /// Why the codings are left.
  private(set) var problem: ContentProblem?
  /// The dictionary that is needed to undo them.
  private(set) var missingDictionary: DictionaryDigest?
  var readers: ContentReaders
  /// When decoding came to its end before the content did.
  private(set) var failure: Timestamp?

  /// A place that nobody uses.
  static var none: Content {
    Content(decoder: nil, readers: ContentReaders(of: ContentOrigin(exchange: 0, from: .client)))
  }

  init(decoder: ContentDecoder?, problem: ContentProblem? = nil, readers: ContentReaders) {
    self.decoder = decoder
    self.problem = problem
    self.readers = readers
  }

  mutating func receive(_ bytes: RawSpan, at time: Timestamp, using pool: DecoderPool, into sink: MessageSink) {
    readers.sentByteCount += bytes.byteCount
    guard decoder != nil else {
      readers.receive(bytes, at: time, using: pool, into: sink)
      return
    }
    Self.decode(bytes, with: &decoder, into: &readers, at: time, using: pool, sink: sink)
    guard failure == nil, decoder?.problem != nil else { return }
    failure = time
    if decoder?.missingDictionary != nil { goOnCoded(behind: bytes, at: time, using: pool, into: sink) }
  }

  /// Leaves the content in its coding, since the dictionary is not there that its first bytes name.
  ///
  /// - Parameter piece: the one that those bytes end in; it may have more behind them.
  private mutating func goOnCoded(
    behind piece: RawSpan, at time: Timestamp, using pool: DecoderPool, into sink: MessageSink
  ) {
    missingDictionary = decoder?.missingDictionary
    guard let header = decoder?.dictionaryHeader else { return }
    problem = decoder?.problem
    decoder = nil
    readers.goOnCoded()
    readers.receive(header.rawSpan, at: time, using: pool, into: sink)
    let rest = piece.extracting(from: piece.byteCount - (readers.sentByteCount - header.count))
    if !rest.isEmpty { readers.receive(rest, at: time, using: pool, into: sink) }
  }

  /// The content ended.
  ///
  /// - Returns: why it could not be decoded; nil when it was, or is not coded.
  mutating func finish(
    isComplete: Bool, at time: Timestamp, using pool: DecoderPool, into sink: MessageSink
  ) -> ContentProblem? {
    problem ?? Self.finish(&decoder, into: &readers, isComplete: isComplete, at: time, using: pool, sink: sink)
  }

  mutating func skip(_ byteCount: Int, at time: Timestamp, using pool: DecoderPool, into sink: MessageSink) {
    if decoder == nil {
      readers.skip(byteCount, at: time, using: pool, into: sink)
    } else {
      Self.skip(&decoder, into: &readers, at: time, using: pool, sink: sink)
      readers.passOn(missing: byteCount, to: sink)
    }
  }

  // MARK: Decoding

  // Static, so that decoder and readers are changed side by side.

  private static func decode(
    _ bytes: RawSpan, with decoder: inout ContentDecoder?, into readers: inout ContentReaders, at time: Timestamp,
    using pool: DecoderPool, sink: MessageSink
  ) {
    let mayHold = !readers.areTimed
    let isRead = !readers.isEmpty
    decoder?.receive(bytes, mayHold: mayHold, isRead: isRead, using: pool) {
      readers.receive($0, at: time, using: pool, into: sink)
    }
  }

  private static func skip(
    _ decoder: inout ContentDecoder?, into readers: inout ContentReaders, at time: Timestamp, using pool: DecoderPool,
    sink: MessageSink
  ) {
    decoder?.skip(using: pool) { readers.receive($0, at: time, using: pool, into: sink) }
  }

  private static func finish(
    _ decoder: inout ContentDecoder?, into readers: inout ContentReaders, isComplete: Bool, at time: Timestamp,
    using pool: DecoderPool, sink: MessageSink
  ) -> ContentProblem? {
    decoder?.finish(isComplete: isComplete, using: pool) {
      readers.receive($0, at: time, using: pool, into: sink)
    }
  }
}
