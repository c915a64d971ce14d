import Bytes
import Findings

/// Where one direction of a connection stands in its messages.
struct SideReader {
  enum Phase: Equatable {
    /// Between messages.
    case idle
    /// In a start line or header section, of which `held` has what came.
    case head
    /// In content of which `remaining` bytes are due.
    case content
    /// At the content of a response to an unknown request, unless that was HEAD: `held` has what came of a line that may
    /// be the next status line.
    case contentUnlessHEAD(BodyFraming)
    /// In chunked content, where `chunks` says.
    case chunked
    /// In the trailer section, of which `held` has what came.
    case trailers
    /// In content that ends with the connection.
    case untilClose
    /// The framing is lost: at the beginning of a line that may be a start line, of which `held` has what came.
    case searching
    /// The framing is lost, inside a line that is no start line.
    case searchingLineEnd
    /// What follows depends on the other side: kept in `held`, unless `isHoldBroken`.
    case holding
    /// HTTP/1 is over.
    case over
  }

  var phase = Phase.idle
  /// Bytes of a unit that is not complete yet.
  var held = ByteQueue()
  /// Where the last line in `held` begins, in heads and trailer sections.
  var heldLineStart = 0
  /// When the first byte of `held` was there.
  var heldSince = Timestamp(nanoseconds: 0)
  /// Content bytes due in `content`.
  var remaining = 0
  /// The chunks in `chunked`.
  var chunks = ChunkedBody()
  /// Whether bytes are missing from what should be held.
  var isHoldBroken = false
  /// What was already reported of this side; each oddity is reported once.
  var reported = Oddities()

  /// Whether the last line held is complete and empty.
  var endsInEmptyLine: Bool {
    let bytes = held.bytes
    switch bytes.byteCount - heldLineStart {
    case 1: return bytes.byte(at: heldLineStart) == ASCII.lineFeed
    case 2:
      return bytes.byte(at: heldLineStart) == ASCII.carriageReturn
        && bytes.byte(at: heldLineStart + 1) == ASCII.lineFeed
    default: return false
    }
  }

  /// Whether the line held, complete or not, can be the first one of a message.
  func mayHoldMessage(from side: Side, isWhole: Bool) -> Bool {
    isWhole ? StartLine.isPossible(heldLine, from: side) : StartLine.canBegin(with: heldLine, from: side)
  }

  /// Whether the complete line held proves that a message begins with it.
  func holdsProof(from side: Side) -> Bool {
    StartLine.isProven(heldLine, from: side)
  }

  /// Whether the incomplete line held can grow into such a line.
  func mayHoldProof(from side: Side) -> Bool {
    StartLine.mayBeProven(heldLine, from: side)
  }

  /// What is held, without the CRLF or LF at its end.
  private var heldLine: RawSpan {
    @_lifetime(borrow self)
    get {
      let bytes = held.bytes
      let count = bytes.byteCount
      guard count > 0, bytes.byte(at: count - 1) == ASCII.lineFeed else { return bytes }
      return bytes.extracting(0..<count - 1).withoutReturn
    }
  }

  /// Takes out what is held.
  mutating func takeHeld() -> ByteQueue {
    var taken = ByteQueue()
    swap(&taken, &held)
    return taken
  }

  /// Keeps the storage of a queue that was taken out, unless a new one is in use.
  mutating func reuse(_ queue: consuming ByteQueue) {
    guard held.isEmpty else { return }
    held = queue
    held.removeAll()
  }

  /// Starts to hold at a moment.
  mutating func beginHolding(_ phase: Phase, at time: Timestamp) {
    self.phase = phase
    held.removeAll()
    heldLineStart = 0
    heldSince = time
    isHoldBroken = false
  }

  /// Appends bytes up to and with the next LF, within a limit, and moves the position behind them.
  ///
  /// - Returns: whether the line is complete.
  mutating func holdLine(of bytes: RawSpan, at position: inout Int, limit: Int) -> Bool {
    let room = max(0, limit - held.count)
    let window = bytes.extracting(position..<min(bytes.byteCount, position + room))
    let end = window.firstIndex(of: ASCII.lineFeed).map { $0 + 1 }
    let count = end ?? window.byteCount
    held.append(window.extracting(0..<count))
    position += count
    return end != nil
  }
}
