import CLinux

/// Keeps the memory that is in use below a limit: the connections that were silent longest are given up first. It wraps the
/// C library's count of what it gave out.
package struct MemoryBudget: Sendable {
  /// What the program needs before it looks at a packet, and something to work with.
  package static let smallest = 64 << 20

  private let limit: Int

  /// - Parameter limit: bytes, at least `smallest`.
  package init(_ limit: Int) {
    self.limit = limit
  }

  /// Bytes of packets that may wait, twice.
  package var waitingByteCount: Int { limit / 8 }

  /// Gives up an eighth of the connections when too much memory is in use.
  func enforce(on pipeline: inout Pipeline) {
    guard mallinfo2().inUse > limit * 3 / 4 else { return }
    pipeline.giveUp(connections: max(1, pipeline.connectionCount / 8))
    // What was freed goes back to the system; that it may fail does not matter.
    malloc_trim(0)
  }
}

extension mallinfo2 {
  /// Bytes given out, large pieces included.
  fileprivate var inUse: Int { Int(uordblks) + Int(hblkhd) }
}
