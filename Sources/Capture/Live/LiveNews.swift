/// What the capturing thread tells beside the packets. All counts are since the beginning.
package struct LiveNews: Sendable {
  /// Of each interface.
  package var counters: [LiveCounters] = []
  /// Packets that were captured, and saved where that was asked for, but not handed on: too many were waiting.
  package var unanalysedPackets = 0
  /// Interfaces that ended by themselves.
  package var failures: [LiveError] = []
  /// Why packets are not saved any more.
  package var saveFailure: SaveError?
  /// No more packets will come.
  package var isFinished = false

  package init() {}

  /// Over all interfaces.
  package var total: LiveCounters { counters.reduce(LiveCounters(), +) }
}
