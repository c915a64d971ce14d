import Metrics

/// The sum of two lists of objects that stand for things with names: those of the same name are added up.
struct MergedList {
  private(set) var values: [JSONValue]

  /// What names an object in a list of the summary, and how many there are at most, beyond which one without a name stands for
  /// all the others.
  private struct Identity {
    var names: [String]
    var limit = Int.max
  }

  private static let identities = [
    Identity(names: ["scheme", "authority"], limit: MetricsLimits.origins),
    Identity(names: ["content_type"], limit: MetricsLimits.contentTypes), Identity(names: ["coding"]),
    Identity(names: ["table_bytes"]), Identity(names: ["name"]),
  ]

  /// Nil when the objects have no names.
  init?(_ a: [JSONValue], _ b: [JSONValue]) {
    let objects = (a + b).compactMap(\.object)
    guard let first = objects.first,
      let identity = Self.identities.first(where: { $0.names.allSatisfy { first[$0] != nil } })
    else {
      guard a.isEmpty else { return nil }
      values = b
      return
    }
    var sums: [JSONObject] = []
    var places: [[JSONValue?]: Int] = [:]
    for var object in objects {
      var name = identity.names.map { object[$0] }
      if places[name] == nil, sums.count >= identity.limit {
        for member in identity.names { object[member] = .null }
        name = identity.names.map { object[$0] }
      }
      if let place = places[name] {
        sums[place] = Self.sum(sums[place], object, but: identity.names)
      } else {
        places[name] = sums.count
        sums.append(object)
      }
    }
    // The one without a name stands last.
    let nameless = sums.filter { object in identity.names.allSatisfy { object[$0] == .null } }
    sums.removeAll { object in identity.names.allSatisfy { object[$0] == .null } }
    values = (Self.isDearest(first) ? Self.dearest(sums) : sums + nameless).map { .object($0) }
  }

  private static func sum(_ a: JSONObject, _ b: JSONObject, but names: [String]) -> JSONObject {
    var sum = SummaryMerge.mergedMembers(a, b)
    for name in names { sum[name] = a[name] }
    return sum
  }

  // MARK: The dearest field names

  private static func isDearest(_ object: JSONObject) -> Bool {
    object["name"] != nil && object["lines"] != nil
  }

  /// The dearest first, as many as a summary has.
  private static func dearest(_ fields: [JSONObject]) -> [JSONObject] {
    func order(_ field: JSONObject) -> (Int, String) {
      (-(field["wire_bytes"]?.number?.whole ?? 0), field["name"]?.string ?? "")
    }
    return Array(fields.sorted { order($0) < order($1) }.prefix(ReportLimits.dearestFields))
  }
}
