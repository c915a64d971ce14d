import Bytes
import Findings

// Lost bytes: what is given up, and how the frames are found again.

extension HTTP2Connection {
  /// Where a side's next frame begins is not known any more.
  mutating func loseFraming<R: HTTP2Receiver>(
    of side: Side, afterLosing byteCount: Int, at time: Timestamp, into receiver: inout R
  ) {
    if decoders[side].isInPayload, byteCount > 0 { loseFrame(of: side, at: time, into: &receiver) }
    decoders[side].abandonFrame()
    gathered[side].removeAll(keepingCapacity: true)
    receivePendingBlock(from: side, isDamaged: true, at: time, into: &receiver)
    // Field blocks in the lost stretch changed the table.
    hpack[side].forgetEntries()
    // Its own DATA is lost, and what it said about the other side's windows.
    flowControls.client.lose()
    flowControls.server.lose()
    losses[side] += 1
    isFirstFrameDue[side] = false
    decoders[side].isSearching = true
    searches[side].begin(afterLosing: byteCount)
  }

  /// A gap took the rest of the frame under way and more: its header still says what the rest was.
  private mutating func loseFrame<R: HTTP2Receiver>(of side: Side, at time: Timestamp, into receiver: inout R) {
    let header = decoders[side].header
    if decoders[side].remaining > 0 {
      cutPayload(decoders[side].remaining, from: side, at: time, into: &receiver)
    }
    switch header.type {
    case .data: endContent(header, from: side, at: time, into: &receiver)
    case .headers, .pushPromise, .continuation:
      let nothing: [UInt8] = []
      receiveFragment(header, payload: nothing.rawSpan, isWhole: false, from: side, at: time, into: &receiver)
    default: break
    }
  }

  /// Goes on reading where frames are found among the bytes that wait; `isEnd` when no more follow them directly.
  mutating func resynchronise<R: HTTP2Receiver>(_ side: Side, isEnd: Bool, into receiver: inout R) {
    // The bytes move out, to be read while the rest of the connection changes.
    var search = FrameSearch()
    swap(&search, &searches[side])
    while decoders[side].isSearching {
      let highest = streams.highestOfBoth
      guard search.findBoundary(from: side, isEnd: isEnd, highestStream: highest == 0 ? nil : highest) else {
        swap(&search, &searches[side])
        return
      }
      decoders[side].isSearching = false
      while let front = search.bytes.front, !decoders[side].isSearching {
        let used = receiveFrames(
          search.bytes.bytes.extracting(0..<front.byteCount), from: side, at: front.time, into: &receiver)
        search.bytes.consume(used)
      }
    }
  }
}
