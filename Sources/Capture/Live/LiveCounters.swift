/// What became of the packets of an interface since it was opened.
package struct LiveCounters: Sendable, Equatable {
  /// Packets that matched the filter, dropped ones included.
  package var received = 0
  /// Packets that found no room in the kernel's ring.
  package var droppedByKernel = 0
  /// Packets that the interface or its driver dropped.
  package var droppedByInterface = 0

  package init() {}

  package var dropped: Int { droppedByKernel + droppedByInterface }

  package static func + (left: LiveCounters, right: LiveCounters) -> LiveCounters {
    var sum = left
    sum.received += right.received
    sum.droppedByKernel += right.droppedByKernel
    sum.droppedByInterface += right.droppedByInterface
    return sum
  }
}
