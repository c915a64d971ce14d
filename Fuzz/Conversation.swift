import Bytes
import Findings
import HTTP

/// What happens on a connection, in capture order.
struct Conversation {
  enum Step {
    case receive(Side, [UInt8])
    /// So many bytes of a side were not captured.
    case skip(Side, Int)
    case finish(Side, EndReason)
  }

  private(set) var steps: [Step] = []

  /// Reads a conversation off marked pieces. Bits 0 and 1 of a mark say what the step is, bit 2 whose it is.
  init(_ input: ArraySlice<UInt8>) {
    for piece in MarkedPieces(input).pieces {
      let side: Side = piece.mark & 4 == 0 ? .client : .server
      switch piece.mark & 3 {
      case 2: steps.append(.skip(side, 1 << (piece.mark >> 3)))
      case 3: steps.append(.finish(side, [.closed, .reset, .captureEnd][Int(piece.mark >> 3) % 3]))
      default: break
      }
      if !piece.bytes.isEmpty { steps.append(.receive(side, piece.bytes)) }
    }
    steps += Side.allCases.map { .finish($0, .captureEnd) }
  }

  /// The mark of bytes that a side sends.
  static func mark(of side: Side) -> UInt8 { side == .client ? 0 : 4 }

  /// The steps without those of a side that has finished.
  var stepsOfOpenSides: [Step] {
    var finished: Set<Side> = []
    return steps.filter { step in
      switch step {
      case .receive(let side, _), .skip(let side, _): !finished.contains(side)
      case .finish(let side, _): finished.insert(side).inserted
      }
    }
  }

  /// Steps whose bytes come in pieces of so many.
  func split(into byteCount: Int) -> [Step] {
    stepsOfOpenSides.flatMap { step -> [Step] in
      guard case .receive(let side, let bytes) = step else { return [step] }
      return stride(from: 0, to: bytes.count, by: byteCount).map {
        .receive(side, Array(bytes[$0..<min($0 + byteCount, bytes.count)]))
      }
    }
  }
}
