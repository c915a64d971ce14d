import Bytes
import Findings

extension HTTP1Connection {
  /// Looks for a line that proves the beginning of a message.
  mutating func search(_ bytes: RawSpan, _ position: inout Int, from side: Side, at time: Timestamp) {
    if readers[side].held.isEmpty {
      guard let lineFeed = bytes.firstIndex(of: ASCII.lineFeed, from: position) else {
        let rest = bytes.extracting(from: position)
        position = bytes.byteCount
        if StartLine.mayBeProven(rest, from: side) {
          readers[side].beginHolding(.searching, at: time)
          readers[side].held.append(rest)
        } else {
          readers[side].phase = .searchingLineEnd
        }
        return
      }
      if StartLine.isProven(bytes.extracting(position..<lineFeed), from: side) {
        readers[side].phase = .idle
      } else {
        position = lineFeed + 1
      }
      return
    }
    let isWhole = readers[side].holdLine(of: bytes, at: &position, limit: HTTP1Limits.searchedLineByteCount + 1)
    if isWhole, readers[side].holdsProof(from: side) {
      beginHeldMessage(from: side)
    } else if isWhole || !readers[side].mayHoldProof(from: side) {
      readers[side].beginHolding(isWhole ? .searching : .searchingLineEnd, at: time)
    }
  }

  /// Keeps bytes whose protocol is not known yet, within the limit.
  mutating func hold(_ bytes: RawSpan, _ position: inout Int, from side: Side, at time: Timestamp) {
    let room = HTTP1Limits.heldByteCount - readers[side].held.count
    let count = bytes.byteCount - position
    if side == .server, count > room {
      // The switch takes place without the end of the request; the rest goes to the new protocol.
      readers.server.held.append(bytes.extracting(position..<position + max(0, room)))
      position += max(0, room)
      return
    }
    let rest = bytes.extracting(from: position)
    position = bytes.byteCount
    if readers[side].isHoldBroken { return }
    if count > room {
      note(.tooManyHeldBytes, from: side, at: time)
      breakHold(of: side)
      return
    }
    if readers[side].held.isEmpty { readers[side].heldSince = time }
    readers[side].held.append(rest)
  }

  /// Drops what is held, and what would be.
  mutating func breakHold(of side: Side) {
    readers[side].held.removeAll()
    readers[side].isHoldBroken = true
  }
}
