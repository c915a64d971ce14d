/// What holes in the byte stream of TCP held up. It adds up over connections.
package struct TCPBlockingTotals: Sendable, Equatable, BitwiseCopyable {
  /// Times when bytes were held up.
  package private(set) var stalls = 0
  /// How long, in nanoseconds: the union of the holes that the capture shows.
  package private(set) var stallNanoseconds: Int64 = 0
  /// Times when the receiver had a hole that the capture does not show, and the bytes were sent again.
  package private(set) var unseenStalls = 0
  /// How long it had one, in nanoseconds.
  package private(set) var unseenStallNanoseconds: Int64 = 0
  /// Streams that waited behind a hole that took no byte of them, each once for every hole.
  package private(set) var innocentStreams = 0
  /// How long, in nanoseconds, summed over the streams.
  package private(set) var innocentNanoseconds: Int64 = 0

  package init() {}

  /// How long bytes were held up, seen or not, in nanoseconds.
  package var allStallNanoseconds: Int64 {
    var sum = stallNanoseconds
    sum.addSaturating(unseenStallNanoseconds)
    return sum
  }

  /// Counts a time in which bytes were held up.
  ///
  /// - Parameter isNew: whether it does not go on from the last one.
  package mutating func add(stallOf nanoseconds: Int64, isSeen: Bool, isNew: Bool) {
    if isSeen {
      stalls += isNew ? 1 : 0
      stallNanoseconds.addSaturating(nanoseconds)
    } else {
      unseenStalls += isNew ? 1 : 0
      unseenStallNanoseconds.addSaturating(nanoseconds)
    }
  }

  /// Counts a stream that waited for others.
  package mutating func add(innocentFor nanoseconds: Int64) {
    innocentStreams += 1
    innocentNanoseconds.addSaturating(nanoseconds)
  }

  package mutating func merge(_ other: TCPBlockingTotals) {
    stalls += other.stalls
    stallNanoseconds.addSaturating(other.stallNanoseconds)
    unseenStalls += other.unseenStalls
    unseenStallNanoseconds.addSaturating(other.unseenStallNanoseconds)
    innocentStreams += other.innocentStreams
    innocentNanoseconds.addSaturating(other.innocentNanoseconds)
  }
}
