/// How the DATA of streams was mixed in one direction. It adds up over connections.
package struct MultiplexTotals: Sendable, Equatable, BitwiseCopyable {
  /// Times when the sender could go on with the stream that it was at, or with another one that it had begun.
  package fileprivate(set) var opportunities = 0
  /// Those at which it went on with another one.
  package fileprivate(set) var switches = 0
  /// DATA bytes.
  package fileprivate(set) var byteCount = 0
  /// Runs of DATA frames of one stream.
  package fileprivate(set) var runs = 0
  /// Bytes of the streams that are over.
  package fileprivate(set) var ownByteCount = 0
  /// Σ over these streams of own × foreign / (own + foreign), where foreign are the bytes of other streams between the stream's
  /// first and last DATA byte, rounded down.
  package fileprivate(set) var foreignWeight = 0

  package init() {}

  package mutating func merge(_ other: MultiplexTotals) {
    opportunities += other.opportunities
    switches += other.switches
    byteCount += other.byteCount
    runs += other.runs
    ownByteCount += other.ownByteCount
    foreignWeight += other.foreignWeight
  }
}

/// Follows the DATA frames of one direction (docs/metrics.md, multiplexing). Streams go by the slot that they have while they are
/// open; about 40 bytes for each slot.
package struct MultiplexMeter: Sendable {
  private struct Stream: Sendable {
    /// Its identifier; 0 before its first DATA byte.
    var id: UInt32 = 0
    /// DATA bytes of the direction before its first one, and after its last one.
    var before = 0
    var after = 0
    var own = 0
    /// Whether it has begun and more of it is due.
    var isUnderWay = false
  }

  package private(set) var totals = MultiplexTotals()
  private var streams: [Stream] = []
  private var underWay = 0
  /// The stream of the last DATA frame.
  private var last: UInt32 = 0
  /// Whether the next frame's stream is a choice.
  private var isOpportunity = false

  package init() {}

  /// A DATA frame of an open stream was sent.
  ///
  /// - Parameter isLast: whether no more DATA of the stream is due.
  package mutating func send(_ byteCount: Int, in slot: Int, id: UInt32, isLast: Bool) {
    while streams.count <= slot { streams.append(Stream()) }
    if streams[slot].id != id { close(slot) }
    if byteCount > 0 { count(byteCount, slot, id) }
    if streams[slot].isUnderWay, isLast {
      streams[slot].isUnderWay = false
      underWay -= 1
    }
    isOpportunity = last == id && streams[slot].isUnderWay && underWay > 1
  }

  private mutating func count(_ byteCount: Int, _ slot: Int, _ id: UInt32) {
    if isOpportunity {
      totals.opportunities += 1
      totals.switches += id == last ? 0 : 1
    }
    if id != last {
      totals.runs += 1
      last = id
    }
    if streams[slot].id == 0 {
      streams[slot].id = id
      streams[slot].before = totals.byteCount
      streams[slot].isUnderWay = true
      underWay += 1
    }
    totals.byteCount += byteCount
    streams[slot].own += byteCount
    streams[slot].after = totals.byteCount
  }

  /// A slot's stream is over.
  package mutating func close(_ slot: Int) {
    guard slot < streams.count, streams[slot].id != 0 else { return }
    let span = streams[slot].after - streams[slot].before
    let own = streams[slot].own
    if span > 0 {
      totals.ownByteCount += own
      // own <= span, so the quotient is at most the foreign bytes.
      totals.foreignWeight += span.dividingFullWidth(own.multipliedFullWidth(by: span - own)).quotient
    }
    if streams[slot].isUnderWay { underWay -= 1 }
    if streams[slot].id == last { isOpportunity = false }
    streams[slot] = Stream()
  }
}
