import Metrics

/// Adds up summary records member by member.
///
/// Numbers add up, unless they are the largest or the smallest of something; what is derived is worked out anew from the sums
/// that stand beside it (`DerivedMember`). So a new counter of the summary needs no word here.
package enum SummaryMerge {
  /// The summary of all captures together, in the order of their first packets; nil without any.
  package static func sum(of summaries: [JSONObject]) -> JSONObject? {
    let sorted = summaries.enumerated().sorted {
      // Those without packets come last.
      ($0.element["first_time"]?.string ?? "~", $0.offset) < ($1.element["first_time"]?.string ?? "~", $1.offset)
    }.map(\.element)
    guard let first = sorted.first else { return nil }
    return sorted.dropFirst().reduce(first, merge)
  }

  /// The summary of two captures together, whose connections do not cross from one to the other.
  package static func merge(_ a: JSONObject, _ b: JSONObject) -> JSONObject {
    var sum = mergedMembers(a, b)
    guard var scorecard = sum["scorecard"]?.object, let origins = sum["origins"]?.array else { return sum }
    for version in ["HTTP/1.1", "HTTP/2"] {
      guard var card = scorecard[version]?.object else { continue }
      // An origin of both is one.
      count(origins.compactMap(\.object), of: version, into: &card)
      // Of a capture in which no connection's beginning was seen there were no windows to be a part of.
      if var windows = card["flow_control"]?.object, let coverage = card["coverage"]?.object,
        coverage["without_beginning"]?.number != JSONNumber(0)
      {
        windows["partial"] = .boolean(true)
        card["flow_control"] = .object(windows)
      }
      Unavailable.explain(&card, isHTTP2: version == "HTTP/2")
      scorecard[version] = .object(card)
    }
    sum["scorecard"] = .object(scorecard)
    return sum
  }

  static func mergedMembers(_ a: JSONObject, _ b: JSONObject) -> JSONObject {
    if let histogram = MergedHistogram(a, b) { return histogram.object }
    var sum = a
    for (name, value) in b.members {
      sum[name] = sum[name].map { merged($0, value, name: name) } ?? value
    }
    DerivedMember.update(&sum)
    return sum
  }

  private static func merged(_ a: JSONValue, _ b: JSONValue, name: String) -> JSONValue {
    switch (a, b) {
    case (.null, _): return b
    case (_, .null): return a
    case (.number(let a), .number(let b)): return .number(merged(a, b, name: name))
    case (.object(let a), .object(let b)): return .object(mergedMembers(a, b))
    case (.array(let a), .array(let b)): return .array(MergedList(a, b)?.values ?? a)
    case (.boolean(let a), .boolean(let b)): return .boolean(a || b)
    // Moments: RFC 3339 in UTC, which sorts as text.
    case (.string(let a), .string(let b)) where name == "first_time": return .string(min(a, b))
    case (.string(let a), .string(let b)) where name == "last_time": return .string(max(a, b))
    default: return a
    }
  }

  private static func merged(_ a: JSONNumber, _ b: JSONNumber, name: String) -> JSONNumber {
    if largest.contains(name) { return JSONNumber(millionths: max(a.millionths, b.millionths)) }
    if smallest.contains(name) { return JSONNumber(millionths: min(a.millionths, b.millionths)) }
    return JSONNumber(millionths: a.millionths + b.millionths)
  }

  private static let largest: Set = [
    "max", "max_ms", "max_at_once", "concurrency_max", "connections_at_once", "peak_table_bytes",
  ]
  private static let smallest: Set = ["min_ms"]

  /// Works out what the scorecard says of a version's origins.
  private static func count(_ origins: [JSONObject], of version: String, into card: inout JSONObject) {
    let named = origins.filter { $0["authority"] != .null }.compactMap { $0[version]?.object }
    card["single_connection_origins"] = .number(
      JSONNumber(named.count { $0["connections"]?.number == JSONNumber(1) }))
    guard var connections = card["connections_per_origin"]?.object else { return }
    connections["origins"] = .number(JSONNumber(named.count))
    DerivedMember.update(&connections)
    card["connections_per_origin"] = .object(connections)
  }
}

/// The sum of two histograms.
private struct MergedHistogram {
  private var histogram = Histogram()
  private let a: JSONObject

  /// Nil unless both objects are histograms.
  init?(_ a: JSONObject, _ b: JSONObject) {
    guard let first = Histogram(a), let second = Histogram(b) else { return nil }
    histogram = first
    histogram.merge(second)
    self.a = a
  }

  /// The same members as the first one's.
  var object: JSONObject {
    var sum = a
    func set(_ name: String, _ value: Int64?) {
      if sum[name] != nil { sum[name] = value.map { .number(unit($0)) } ?? .null }
    }
    set("sum", histogram.sum)
    set("median", histogram.median)
    for (name, perMille) in [("p50", 500), ("p90", 900), ("p99", 990)] {
      set(name, histogram.quantile(perMille: perMille))
    }
    set("max", histogram.maximum)
    sum["count"] = .number(JSONNumber(histogram.count))
    sum["buckets"] = .array(
      histogram.buckets.map { .array([.number(unit($0.least)), .number(JSONNumber($0.count))]) })
    if isCount {
      DerivedMember.update(&sum)
    } else {
      set("mean", histogram.count > 0 ? histogram.sum / Int64(histogram.count) : nil)
    }
    return sum
  }

  /// Whether the values are whole numbers; else they are milliseconds.
  private var isCount: Bool { a["median"] != nil }

  private func unit(_ value: Int64) -> JSONNumber {
    isCount ? JSONNumber(Int(value)) : JSONNumber(millionths: Int128(value))
  }
}

extension Histogram {
  /// Nil unless an object has the members of a histogram.
  fileprivate init?(_ object: JSONObject) {
    guard let buckets = object["buckets"]?.array, let sum = object["sum"]?.number, let maximum = object["max"]?.number
    else { return nil }
    let isCount = object["median"] != nil
    func value(_ number: JSONNumber) -> Int64 { isCount ? Int64(number.whole) : number.nanoseconds }
    var counts: [(least: Int64, count: Int)] = []
    for bucket in buckets {
      guard let pair = bucket.array, pair.count == 2, let least = pair[0].number, let count = pair[1].number
      else { return nil }
      counts.append((value(least), count.whole))
    }
    self.init(buckets: counts, sum: value(sum), maximum: value(maximum))
  }
}
