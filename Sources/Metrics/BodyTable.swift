import Bytes

/// Bodies of responses by content type: of `MetricsLimits.contentTypes` types, and of the others together.
package struct BodyTable: Sendable, Equatable {
  package private(set) var types: [(name: [UInt8], totals: BodyTotals)] = []
  /// Of types that came when there were too many.
  package private(set) var others = BodyTotals()

  package init() {}

  package static func == (left: BodyTable, right: BodyTable) -> Bool {
    left.others == right.others
      && left.types.elementsEqual(right.types) { $0.name == $1.name && $0.totals == $1.totals }
  }

  /// Changes the totals of a type, whose name may be in any case.
  package mutating func update(_ type: RawSpan, _ body: (inout BodyTotals) -> Void) {
    if let index = types.firstIndex(where: { type.equals(lowercased: $0.name.rawSpan) }) {
      return body(&types[index].totals)
    }
    guard types.count < MetricsLimits.contentTypes else { return body(&others) }
    var name: [UInt8] = []
    name.append(lowercased: type)
    types.append((name, BodyTotals()))
    body(&types[types.count - 1].totals)
  }

  /// Counts bodies of a type.
  package mutating func add(_ totals: BodyTotals, of type: RawSpan) {
    update(type) { $0.merge(totals) }
  }

  package mutating func merge(_ other: BodyTable) {
    for (name, totals) in other.types { add(totals, of: name.rawSpan) }
    others.merge(other.others)
  }

  /// All types together.
  package var sum: BodyTotals {
    var sum = others
    for (_, totals) in types { sum.merge(totals) }
    return sum
  }
}
