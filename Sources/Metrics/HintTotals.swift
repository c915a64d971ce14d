/// How servers told early what a client will need, without pushing it. It adds up.
package struct HintTotals: Sendable, Equatable, BitwiseCopyable {
  /// Interim responses 103 (RFC 8297).
  package var earlyHints = 0
  /// Links with the relation `preload`, in those and in final responses.
  package var preloadLinks = 0

  package init() {}

  package mutating func merge(_ other: HintTotals) {
    earlyHints += other.earlyHints
    preloadLinks += other.preloadLinks
  }
}
