import Bytes
import Findings
import HTTP

// Server push (RFC 9113 §8.4): what it was worth (docs/metrics.md).

extension HTTP2Connection {
  /// A response was promised.
  mutating func notePromise(_ slot: Int, on parent: UInt32, at time: Timestamp) {
    guard let target = streams.exchanges[slot].target else { return }
    let isComparable = streams.slots.count <= HTTP2Limits.comparedStreams
    let isAskedFor =
      isComparable
      && streams.slots.indices.contains {
        streams.slots[$0].id != 0 && $0 != slot && !streams.exchanges[$0].isPushed
          && streams.exchanges[$0].target == target
      }
    pushes.promise(streams.slots[slot].id, on: parent, target: target, isAskedFor: isAskedFor, at: time)
  }

  /// A stream is over on a connection with pushes.
  mutating func notePushes(atEndOf slot: Int) {
    let id = streams.slots[slot].id
    if streams.exchanges[slot].isPushed {
      let content = streams.exchanges[slot].contentByteCounts(of: .server)
      pushes.end(
        id, byteCount: content.byteCount + content.missing, isDelivered: streams.exchanges[slot].state == .complete,
        isCancelled: streams.exchanges[slot].resetBy == .client)
    } else if let end = streams.exchanges[slot].response.message.end {
      pushes.endParent(id, at: end)
    }
  }
}

extension Exchange {
  /// A fingerprint of the URI that is asked for; nil when it is not known, and for a request that could not be pushed.
  var target: UInt64? {
    guard let method = request.method, request.message.header.bytes(method).equals("GET"), let path = request.path
    else { return nil }
    let authority = request.authority.map { request.message.header.bytes($0).fingerprint } ?? 0
    // The product wraps around on purpose: it only has to mix the bits.
    return authority &* 0x9E37_79B9_7F4A_7C15 ^ request.message.header.bytes(path).fingerprint
  }
}
