/// Which exchange of one capture belongs to which of the other.
///
/// Exchanges with the same method, host and path are pairs, in order of appearance where there are several. What is left over
/// of hosts that the other capture does not know is paired by method and path: the same work done against another server.
package struct Pairing: Sendable, Equatable {
  /// Two exchanges by their places.
  package struct Pair: Sendable, Equatable {
    package var a: Int
    package var b: Int
    /// Whether the hosts differ.
    package var isAcrossHosts = false
  }

  /// In the order of the first capture.
  package private(set) var pairs: [Pair] = []
  /// Places of those without a counterpart.
  package private(set) var onlyInA: [Int] = []
  package private(set) var onlyInB: [Int] = []

  package init(_ a: [RequestName], _ b: [RequestName]) {
    onlyInA = Array(a.indices)
    onlyInB = Array(b.indices)
    pair(among: { _ in true }, among: { _ in true }, isAcrossHosts: false, nameOfA: { a[$0] }, nameOfB: { b[$0] })
    guard !onlyInA.isEmpty, !onlyInB.isEmpty else { return }
    let hostsOfA = Set(a.lazy.map(\.hostBytes))
    let hostsOfB = Set(b.lazy.map(\.hostBytes))
    pair(
      among: { !hostsOfB.contains(a[$0].hostBytes) }, among: { !hostsOfA.contains(b[$0].hostBytes) },
      isAcrossHosts: true, nameOfA: { a[$0].withoutHost }, nameOfB: { b[$0].withoutHost })
    pairs.sort { $0.a < $1.a }
  }

  /// Pairs what is left over and eligible by its names.
  private mutating func pair(
    among isEligibleOfA: (Int) -> Bool, among isEligibleOfB: (Int) -> Bool, isAcrossHosts: Bool,
    nameOfA: (Int) -> RequestName, nameOfB: (Int) -> RequestName
  ) {
    // The places of each name in B, the last first.
    var waiting: [RequestName: [Int]] = [:]
    for place in onlyInB.reversed() where isEligibleOfB(place) { waiting[nameOfB(place), default: []].append(place) }
    var taken: Set<Int> = []
    onlyInA.removeAll { place in
      guard isEligibleOfA(place), let partner = waiting[nameOfA(place)]?.popLast() else { return false }
      pairs.append(Pair(a: place, b: partner, isAcrossHosts: isAcrossHosts))
      taken.insert(partner)
      return true
    }
    onlyInB.removeAll { taken.contains($0) }
  }
}
