import Findings

/// What one side's bytes are read with, and what is under way there.
struct SideReader {
  /// What the next byte is taken for.
  enum Phase {
    /// The next of a frame.
    case frames
    /// Bytes were lost: frames are looked for at the beginning of each packet, and in it.
    case searching
    /// No frames: nobody can say what.
    case opaque
  }

  var phase = Phase.frames
  var decoder = FrameDecoder()
  /// The text or binary message under way, or the last one.
  var message: WebSocketMessage
  var isMessageOpen = false
  /// Whether the beginning of a message may be lost, so that a continuation frame is no surprise.
  var mayLackBeginning = false
  /// The control frame under way, or the last one.
  var control: WebSocketMessage
  var decompressor: MessageDecompressor
  /// Whether the message under way is text whose every byte so far is known.
  var checksText = false
  var text = UTF8Check()
  /// Whether a Close frame was sent.
  var isClosing = false
  /// Whether no more bytes will come.
  var isFinished = false
  /// What was already reported of this side; each violation is reported once.
  var reported = Violations()

  init(exchange: Int, stream: UInt32?, from side: Side, _ deflate: PerMessageDeflate?) {
    message = WebSocketMessage(exchange: exchange, stream: stream, from: side)
    control = message
    let deflate = deflate ?? PerMessageDeflate()
    decompressor = MessageDecompressor(
      keepsContext: deflate.keepsContext[side], windowBits: deflate.windowBits[side])
  }
}
