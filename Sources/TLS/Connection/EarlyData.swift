import Bytes
import Findings

/// What a client sent before the server answered (RFC 8446 §2.3). It counts only if the server takes it: a client whose
/// early data is rejected sends it again.
struct EarlyData {
  private enum Piece {
    case kept(ByteRange, Timestamp)
    case missing(Int, Timestamp)
  }

  private var bytes: [UInt8] = []
  private var pieces: [Piece] = []
  /// Nil until the server answered.
  private(set) var isAccepted: Bool?

  /// Takes the bytes of the output from `start` on: gives them out, keeps them until the answer is known, or drops them.
  /// Says how many were given out.
  mutating func receive(_ content: ByteRange, from start: Int, at time: Timestamp, into output: inout TLSOutput) -> Int
  {
    if isAccepted == true {
      output.add(content, from: .client, at: time)
      return content.count
    }
    if isAccepted == nil, content.count > 0 { keep(output.bytes.rawSpan.extracting(content), at: time) }
    output.bytes.removeSubrange(start...)
    return 0
  }

  private mutating func keep(_ content: RawSpan, at time: Timestamp) {
    guard bytes.count + content.byteCount <= TLSLimits.earlyDataByteCount, pieces.count < TLSLimits.earlyDataPieces
    else { return keepMissing(content.byteCount, at: time) }
    pieces.append(.kept(ByteRange(start: bytes.count, count: content.byteCount), time))
    bytes.append(content)
  }

  /// Notes that bytes of it are missing.
  mutating func miss(_ byteCount: Int, at time: Timestamp, into output: inout TLSOutput) {
    switch isAccepted {
    case true?: output.events.append(.gap(byteCount: byteCount, from: .client, at: time))
    case false?: break
    case nil: keepMissing(byteCount, at: time)
    }
  }

  private mutating func keepMissing(_ byteCount: Int, at time: Timestamp) {
    if case .missing(let earlier, let start)? = pieces.last {
      pieces[pieces.count - 1] = .missing(earlier + byteCount, start)
    } else {
      pieces.append(.missing(byteCount, time))
    }
  }

  /// The server takes it: gives out what was kept, and says how many bytes that were.
  mutating func accept(into output: inout TLSOutput) -> Int {
    isAccepted = true
    for piece in pieces {
      switch piece {
      case .kept(let range, let time):
        let start = output.bytes.count
        output.bytes.append(bytes.rawSpan.extracting(range))
        output.add(ByteRange(start: start, count: range.count), from: .client, at: time)
      case .missing(let byteCount, let time):
        output.events.append(.gap(byteCount: byteCount, from: .client, at: time))
      }
    }
    defer { forget() }
    return bytes.count
  }

  /// The server passes over it.
  mutating func reject() {
    isAccepted = false
    forget()
  }

  private mutating func forget() {
    bytes = []
    pieces = []
  }
}
