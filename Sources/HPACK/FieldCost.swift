import Bytes

/// What the field lines of one name cost. It adds up.
package struct FieldCost: Sendable, Equatable, BitwiseCopyable {
  package private(set) var lines = 0
  /// Σ(name + value).
  package private(set) var listByteCount = 0
  /// What they took as they were sent.
  package private(set) var wireByteCount = 0
  /// Those that were sent as an index.
  package private(set) var hits = 0

  package init() {}

  package mutating func add(listByteCount: Int, wireByteCount: Int, isHit: Bool) {
    lines += 1
    self.listByteCount += listByteCount
    self.wireByteCount += wireByteCount
    hits += isHit ? 1 : 0
  }

  mutating func merge(_ other: FieldCost) {
    lines += other.lines
    listByteCount += other.listByteCount
    wireByteCount += other.wireByteCount
    hits += other.hits
  }
}

/// What field lines cost by name: of `HPACKLimits.countedNames` names at most, and of the others together.
package struct FieldCosts: Sendable, Equatable {
  private var places: [String: Int] = [:]
  private var named: [(name: String, cost: FieldCost)] = []
  /// Of names that came when there were too many.
  package private(set) var others = FieldCost()

  package init() {}

  package static func == (left: FieldCosts, right: FieldCosts) -> Bool {
    left.places == right.places && left.others == right.others
      && zip(left.named, right.named).allSatisfy { $0.cost == $1.cost }
  }

  /// Counts lines; the name in lower case.
  package mutating func add(_ cost: FieldCost, of name: String) {
    if let place = places[name] {
      named[place].cost.merge(cost)
    } else if named.count < HPACKLimits.countedNames {
      places[name] = named.count
      named.append((name, cost))
    } else {
      others.merge(cost)
    }
  }

  package mutating func merge(_ other: FieldCosts) {
    for (name, cost) in other.named { add(cost, of: name) }
    others.merge(other.others)
  }

  /// The names whose lines took the most bytes, the dearest first.
  package func dearest(_ count: Int) -> [(name: String, cost: FieldCost)] {
    Array(
      named.sorted { ($1.cost.wireByteCount, $0.name) < ($0.cost.wireByteCount, $1.name) }.prefix(count))
  }
}

/// What the first blocks of directions held. It adds up.
package struct FieldWatchSummary: Sendable, Equatable {
  /// Blocks looked at, and their bytes as sent.
  package var blocks = 0
  package var wireByteCount = 0
  /// What they would have taken under an encoder that indexes every line, and with the encoder's own choices, by table size.
  package var greedy = TableSizeCosts()
  package var own = TableSizeCosts()
  /// Lines that were inserted again after they had been evicted.
  package var reInsertions = 0
  package var fields = FieldCosts()

  package init() {}

  mutating func add(_ cost: FieldCost, of name: RawSpan) {
    fields.add(cost, of: String(decodingUTF8: name))
  }

  package mutating func merge(_ other: FieldWatchSummary) {
    blocks += other.blocks
    wireByteCount += other.wireByteCount
    greedy.merge(other.greedy)
    own.merge(other.own)
    reInsertions += other.reInsertions
    fields.merge(other.fields)
  }
}
