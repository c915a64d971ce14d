import Bytes

/// An input as a list of pieces, each behind a mark that says what it is for.
///
/// A piece begins with `introducer` and its mark, and goes on to the next one; a mark above 0x7F stands for the byte
/// `introducer` itself. So bytes can be inserted and removed anywhere and all other pieces stay what they are, which
/// lengths in front of them would not allow.
struct MarkedPieces {
  struct Piece {
    /// 0 to 127.
    var mark: UInt8
    var bytes: [UInt8] = []
  }

  var pieces: [Piece] = []

  private static let introducer: UInt8 = 0xF5
  private static let stuffing: UInt8 = 0x80

  init() {}

  init(_ pieces: some Sequence<Piece>) {
    self.pieces = Array(pieces)
  }

  /// What stands before the first mark is a piece with mark 0.
  init(_ input: ArraySlice<UInt8>) {
    var piece = Piece(mark: 0)
    var position = input.startIndex
    while position < input.endIndex {
      let byte = input[position]
      position += 1
      guard byte == Self.introducer, position < input.endIndex else {
        piece.bytes.append(byte)
        continue
      }
      let mark = input[position]
      position += 1
      if mark >= Self.stuffing {
        piece.bytes.append(Self.introducer)
      } else {
        if piece.mark != 0 || !piece.bytes.isEmpty { pieces.append(piece) }
        piece = Piece(mark: mark)
      }
    }
    pieces.append(piece)
  }

  /// The input that stands for the pieces.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for piece in pieces {
      bytes += [Self.introducer, piece.mark]
      for byte in piece.bytes {
        bytes.append(byte)
        if byte == Self.introducer { bytes.append(Self.stuffing) }
      }
    }
    return bytes
  }
}
