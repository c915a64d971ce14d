import Bytes
import ContentCoding
import Findings
import TLS

/// What is made of one message's content while it comes: its codings are undone, and whoever wants it reads it.
struct Content {
  /// Undoes the codings; nil when there are none.
  var decoder: ContentDecoder?
  var readers: ContentReaders
  /// When decoding came to its end before the content did.
  private(set) var failure: Timestamp?

  /// A place that nobody uses.
  static var none: Content { Content(decoder: nil, readers: ContentReaders()) }

  init(decoder: ContentDecoder?, readers: ContentReaders) {
    self.decoder = decoder
    self.readers = readers
  }

  mutating func receive(_ bytes: RawSpan, at time: Timestamp, using pool: DecoderPool) {
    guard decoder != nil else {
      readers.receive(bytes)
      return
    }
    Self.decode(bytes, with: &decoder, into: &readers, using: pool)
    if failure == nil, decoder?.problem != nil { failure = time }
  }

  mutating func skip(_ byteCount: Int, using pool: DecoderPool) {
    decoder?.skip(using: pool)
  }

  /// Static, so that both are changed side by side.
  private static func decode(
    _ bytes: RawSpan, with decoder: inout ContentDecoder?, into readers: inout ContentReaders, using pool: DecoderPool
  ) {
    decoder?.receive(bytes, using: pool) { readers.receive($0) }
  }
}

/// Who reads the decoded content of one message.
struct ContentReaders {
  var hash: RunningHash?

  /// The next decoded bytes.
  mutating func receive(_ bytes: RawSpan) {
    hash?.update(bytes)
  }
}
