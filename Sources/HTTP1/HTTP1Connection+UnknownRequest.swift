import Bytes
import Findings
import HTTP

/// The content of a response whose request is not known.
///
/// A response to HEAD has none, whatever its fields say (RFC 9112 §6.3, 1). Where the content would begin with a status
/// line, the request was HEAD.
extension HTTP1Connection {
  /// Reads on at the place of such content.
  mutating func advanceContentUnlessHEAD<R: HTTPReceiver>(
    _ framing: BodyFraming, _ bytes: RawSpan, _ position: inout Int, at time: Timestamp, into receiver: inout R
  ) {
    if readers.server.held.isEmpty {
      guard StatusLine.canBegin(with: bytes.extracting(from: position)) else {
        beginContent(framing, of: .server, at: time)
        return
      }
      readers.server.heldSince = time
    }
    let isWhole = readers.server.holdLine(of: bytes, at: &position, limit: HTTP1Limits.searchedLineByteCount + 1)
    if isWhole, readers.server.holdsProof(from: .server) {
      endMessage(of: .server, at: self[messageOf: .server].end ?? time)
      beginHeldMessage(from: .server)
    } else if isWhole || !readers.server.mayHoldProof(from: .server) {
      takeHeldAsContent(into: &receiver)
    }
  }

  /// Takes what is held for a status line as the content that it turned out to be, or has to be.
  mutating func takeHeldAsContent<R: HTTPReceiver>(into receiver: inout R) {
    guard case .contentUnlessHEAD(let framing) = readers.server.phase else { return }
    let held = readers.server.takeHeld()
    let time = readers.server.heldSince
    beginContent(framing, of: .server, at: time)
    var position = 0
    while position < held.count { advance(held.bytes, &position, from: .server, at: time, into: &receiver) }
    readers.server.reuse(held)
  }
}
