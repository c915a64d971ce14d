import Bytes

/// Undoes permessage-deflate for the messages of one side (RFC 7692 §7.2.2), and keeps what they refer to.
struct MessageDecompressor {
  /// What came of a piece of a message.
  enum Outcome {
    /// So many bytes were written; there is more to come of the same piece.
    case more(Int)
    /// So many bytes were written, and the piece is used up.
    case usedUp(Int)
    /// So many bytes were written, and what follows them is not valid.
    case damaged(Int)
    /// So many bytes were written; the messages grow beyond what is believed to be meant.
    case tooLarge(Int)

    /// How many bytes were written.
    var byteCount: Int {
      switch self {
      case .more(let count), .usedUp(let count), .damaged(let count), .tooLarge(let count): count
      }
    }
  }

  private let keepsContext: Bool
  private let windowBits: Int
  private var inflater: Inflater?
  /// Whether the message under way cannot be decompressed, nor the ones after it that refer to it.
  private(set) var isBroken = false
  /// Whether the messages grew too large: no further one is looked at.
  private var isGivenUp = false
  private var compressedByteCount = 0
  private var decompressedByteCount = 0

  init(keepsContext: Bool, windowBits: Int) {
    self.keepsContext = keepsContext
    // Many senders are built on zlib, which takes 9 where 8 was agreed.
    self.windowBits = max(9, windowBits)
  }

  /// Begins a message.
  mutating func begin() {
    if !keepsContext, !isGivenUp { isBroken = false }
  }

  /// A part of a message is missing.
  mutating func lose() {
    isBroken = true
    inflater = nil
  }

  /// Decompresses a piece from an offset on, which moves behind what was used, into the beginning of an array.
  mutating func decode(_ piece: RawSpan, from offset: inout Int, into output: inout [UInt8]) -> Outcome {
    guard !isBroken, let inflater = inflater ?? Inflater(windowBits: windowBits) else {
      lose()
      return .damaged(0)
    }
    self.inflater = inflater
    let progress = inflater.decode(piece.extracting(from: offset), into: &output)
    offset += progress.consumed
    compressedByteCount += progress.consumed
    decompressedByteCount += progress.produced
    let excess = decompressedByteCount - WebSocketLimits.unquestionedByteCount
    if excess > 0, excess / WebSocketLimits.decompressionRatio > compressedByteCount {
      isGivenUp = true
      lose()
      return .tooLarge(progress.produced)
    }
    if progress.isDamaged {
      lose()
      return .damaged(progress.produced)
    }
    return progress.produced == output.count ? .more(progress.produced) : .usedUp(progress.produced)
  }

  /// The message ended with what ends it: false when it does not end where a block does.
  mutating func end() -> Bool {
    let isWhole = !isBroken && inflater?.isAtBlockEnd == true
    if !isWhole { lose() }
    // Nothing refers to it: its memory is free for others until the next message.
    if !keepsContext { inflater = nil }
    return isWhole
  }

  /// Whether the message ends with a final block, to which nothing is to be added.
  var isAfterFinalBlock: Bool { inflater?.isAfterFinalBlock ?? false }
}
