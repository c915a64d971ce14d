import Bytes
import ContentCoding
import Findings
import TLS

/// Who reads the decoded content of one message.
struct ContentReaders {
  private(set) var origin: ContentOrigin
  /// Whether the receiver of the records wants it as it comes.
  var isWanted = false
  var hash: RunningHash?
  /// Who reads messages out of it.
  var messages: MessageReaders?
  /// The beginning of a body that was not compressed and could have been.
  var sample: BodySample?
  /// The decoded bytes, if the content may be a dictionary for those that follow (RFC 9842 §2.1) and is not too large for one.
  var dictionary: [UInt8]?
  /// Bytes of content as they were sent, so far.
  var sentByteCount = 0

  init(of origin: ContentOrigin) {
    self.origin = origin
  }

  /// Whether there is nobody.
  var isEmpty: Bool { !isWanted && hash == nil && messages == nil && sample == nil && dictionary == nil }

  /// Whether somebody asks when each byte came.
  var areTimed: Bool { messages != nil }

  private var place: MessageReaders.Place { MessageReaders.Place(origin: origin, sentByteCount: sentByteCount) }

  // MARK: Content

  /// The next decoded bytes.
  mutating func receive(_ bytes: RawSpan, at time: Timestamp, using pool: DecoderPool, into sink: MessageSink) {
    if isWanted { sink.receiver.receive(bytes, of: origin, of: sink.connection) }
    hash?.update(bytes)
    sample?.receive(bytes)
    keep(bytes)
    messages?.receive(bytes, at: time, using: pool, from: place, into: sink)
  }

  /// Keeps decoded bytes of what may be a dictionary.
  private mutating func keep(_ bytes: RawSpan) {
    guard let dictionary else { return }
    if dictionary.count + bytes.byteCount <= ContentCodingLimits.dictionaryByteCount {
      self.dictionary?.append(bytes)
    } else {
      self.dictionary = nil
    }
  }

  /// From here on the content comes as it was sent, which is of use to the receiver of the records alone.
  mutating func goOnCoded() {
    origin.isCoded = true
    hash = nil
    messages = nil
    sample = nil
    dictionary = nil
  }

  /// Bytes of a content without codings were not captured.
  mutating func skip(_ byteCount: Int, at time: Timestamp, using pool: DecoderPool, into sink: MessageSink) {
    passOn(missing: byteCount, to: sink)
    messages?.skip(byteCount, at: time, using: pool, from: place, into: sink)
  }

  /// Tells the receiver of the records, if it wants the content, that so many bytes of it were not captured.
  func passOn(missing byteCount: Int, to sink: MessageSink) {
    if isWanted { sink.receiver.skip(byteCount, of: origin, of: sink.connection) }
  }

  /// The content ended.
  ///
  /// - Parameters:
  ///   - isComplete: whether it did so as its framing says.
  ///   - isDecoded: whether all of it came here.
  mutating func finish(isComplete: Bool, isDecoded: Bool, using pool: DecoderPool, into sink: MessageSink) {
    messages?.finish(isComplete: isComplete, isDecoded: isDecoded, using: pool, from: place, into: sink)
  }
}
