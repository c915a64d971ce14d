import Bytes
import Findings

/// What a client sent before the server answered (RFC 8446 §2.3). It counts only if the server takes it: a client whose
/// early data is rejected sends it again.
struct EarlyData {
  private var bytes: [UInt8] = []
  private var pieces: [(range: ByteRange, time: Timestamp)] = []
  /// Nil until the server answered, or it cannot be known.
  private(set) var isAccepted: Bool?

  /// Keeps a piece until the answer is known; what is more than a server takes is dropped.
  mutating func keep(_ piece: RawSpan, at time: Timestamp) {
    guard isAccepted == nil, bytes.count + piece.byteCount <= TLSLimits.earlyDataByteCount else { return }
    pieces.append((ByteRange(start: bytes.count, count: piece.byteCount), time))
    bytes.append(piece)
  }

  /// The server takes it: gives out what was kept, and says how many bytes that were.
  mutating func accept(into output: inout TLSOutput) -> Int {
    isAccepted = true
    for piece in pieces {
      let start = output.bytes.count
      output.bytes.append(bytes.rawSpan.extracting(piece.range))
      output.add(ByteRange(start: start, count: piece.range.count), from: .client, at: piece.time)
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
