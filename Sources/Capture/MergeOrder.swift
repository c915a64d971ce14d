import Findings

/// Which input has the earliest packet: a binary heap of one pending packet an input.
///
/// Among equal times the input named first comes first, so that the order is the same in every run.
struct MergeOrder {
  private struct Entry {
    var time: Timestamp
    var input: Int

    func precedes(_ other: Entry) -> Bool {
      time == other.time ? input < other.input : time < other.time
    }
  }

  /// No entry precedes the one at half its index.
  private var entries: [Entry] = []

  /// The input of the earliest packet; nil when no packet is pending.
  var first: Int? { entries.first?.input }

  /// Adds an input's pending packet.
  mutating func insert(_ time: Timestamp, input: Int) {
    entries.append(Entry(time: time, input: input))
    var index = entries.count - 1
    while index > 0, entries[index].precedes(entries[(index - 1) / 2]) {
      entries.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// The first input's next packet is pending at this time. There is a first input.
  mutating func replaceFirst(_ time: Timestamp) {
    entries[0].time = time
    siftDown()
  }

  /// The first input has no packet any more. There is a first input.
  mutating func removeFirst() {
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    siftDown()
  }

  private mutating func siftDown() {
    var index = 0
    while 2 * index + 1 < entries.count {
      var child = 2 * index + 1
      if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
      guard entries[child].precedes(entries[index]) else { return }
      entries.swapAt(index, child)
      index = child
    }
  }
}
