import Bytes
import Findings

/// How far one side's message on a stream came.
enum MessageProgress: Sendable, BitwiseCopyable {
  /// No field section of it was seen; interim responses do not count.
  case idle
  /// Its header section was seen: content or trailers follow.
  case open
  /// Its END_STREAM was seen.
  case ended
}

/// A stream that is open in at least one direction (RFC 9113 §5.1): its state, beside the exchange on it.
///
/// It is read for every frame and holds no reference.
struct HTTP2Stream: Sendable, BitwiseCopyable {
  /// Its identifier; 0 while nobody uses the slot.
  var id: UInt32 = 0
  /// The client sends the request, the server the response.
  var progress = BySide(both: MessageProgress.idle)
  /// The Content-Length of each message, nil when it has none.
  var declaredContentLength: BySide<Int?> = BySide(both: nil)
  /// How many stretches of each side had been lost when the stream was opened.
  var lossesBefore = BySide(both: 0)
  /// How many had been when the last piece of each side's content was handed on.
  var lossesBeforeContent = BySide(both: 0)
  /// Whether bytes of a side's message are known to be missing: a field block or content.
  var isDamaged = BySide(both: false)
  /// `:protocol` of a request that asks for another protocol (RFC 8441 §4), as a range of its header's text.
  var requestedProtocol: ByteRange?
  /// Bytes of the field lines in its exchange, as `StreamTable.hold` counts them.
  var heldByteCount = 0
  /// Whether nothing was made of it yet but its slot.
  var isNew = true
  /// Whether it counts as concurrent: from the first request byte to the last response byte.
  var isConcurrent = false

  /// Whether both messages ended.
  var isEnded: Bool { progress.client == .ended && progress.server == .ended }

  /// Whether bytes of either message are known to be missing.
  var isDamagedInAny: Bool { isDamaged.client || isDamaged.server }
}
