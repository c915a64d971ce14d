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
    receivePendingBlock(from: side, isDamaged: true, at: time, into: &receiver)
    // Field blocks in the lost stretch changed the table.
    hpack[side].forgetEntries()
    losses[side] += 1
    isFirstFrameDue[side] = false
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
    var search = FrameSearch()
    swap(&search, &searches[side])
    // While `search` is out, `searches[side]` is inactive until the framing is lost again.
    while true {
      let highest = losses[side] > 0 && streams.highestOfBoth == 0 ? nil : streams.highestOfBoth
      guard search.findBoundary(from: side, isEnd: isEnd, highestStream: highest) else { break }
      while let front = search.bytes.front, !searches[side].isActive {
        let used = receiveFrames(
          search.bytes.bytes.extracting(0..<front.byteCount), from: side, at: front.time, into: &receiver)
        search.bytes.consume(used)
      }
      guard searches[side].isActive else {
        // The storage is not needed any more.
        return
      }
      searches[side] = FrameSearch()
      search.resume()
    }
    searches[side] = search
  }
}
