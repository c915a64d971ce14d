/// A member of the summary that follows from others: a part of a whole.
struct DerivedMember {
  /// Where a number stands in the object, one name or two.
  private typealias Path = [String]

  private var name: String
  private var part: Path
  /// What is taken off the part.
  private var less: [Path]
  private var whole: Path
  /// Whether it is a time, rounded to nanoseconds; else a number with four decimals.
  private var isTime = false

  private init(_ name: String, _ part: Path, less: [Path] = [], of whole: Path, isTime: Bool = false) {
    (self.name, self.part, self.less, self.whole, self.isTime) = (name, part, less, whole, isTime)
  }

  /// By what the writers of these members say (`JSONWriter+Metrics`, `JSONWriter+HeaderCost`, `JSONWriter+WebSocket`).
  private static let all = [
    DerivedMember("concurrency_mean", ["open_ms"], of: ["busy_ms"]),
    DerivedMember("concurrent_share", ["concurrent_ms"], of: ["busy_ms"]),
    DerivedMember("pipelined_share", ["pipelined_requests"], of: ["requests"]),
    DerivedMember("framing_overhead", ["framing_bytes"], of: ["http_bytes"]),
    DerivedMember(
      "header_savings", ["header_http1_bytes"], less: [["header_hpack_bytes"]], of: ["header_http1_bytes"]),
    DerivedMember("interleave", ["switches"], of: ["opportunities"]),
    DerivedMember("foreign_share", ["foreign_weight"], of: ["own_bytes"]),
    DerivedMember("mean_run_bytes", ["data_bytes"], of: ["runs"]),
    DerivedMember("ms_per_request", ["ms"], of: ["requests"], isTime: true),
    DerivedMember("savings", ["http1_bytes"], less: [["wire_bytes"]], of: ["http1_bytes"]),
    DerivedMember("dynamic_hit_rate", ["representations", "indexed_dynamic"], of: ["field_lines"]),
    DerivedMember("huffman_share", ["huffman_strings"], of: ["strings"]),
    DerivedMember("mean_table_bytes", ["table_bytes_sum"], of: ["table_bytes_blocks"]),
    DerivedMember(
      "first_section_savings", ["first_section", "http1_bytes"], less: [["first_section", "wire_bytes"]],
      of: ["first_section", "http1_bytes"]),
    DerivedMember(
      "steady_savings", ["steady_sections", "http1_bytes"], less: [["steady_sections", "wire_bytes"]],
      of: ["steady_sections", "http1_bytes"]),
    DerivedMember("repeat_rate", ["repetition", "repeats"], of: ["repetition", "field_lines"]),
    DerivedMember("dynamic_efficiency", ["repetition", "dynamic_hits"], of: ["repetition", "chances"]),
    DerivedMember("mean_ms", ["sum_ms"], of: ["count"], isTime: true),
    DerivedMember("bytes_per_request", ["bytes"], of: ["requests"]),
    DerivedMember("efficiency", ["bytes"], less: [["cancelled_bytes"], ["duplicate_bytes"]], of: ["bytes"]),
    DerivedMember("compressed_share", ["compressed_bytes"], of: ["compressible_bytes"]),
    DerivedMember("hit_rate", ["hits"], of: ["lines"]),
    // Of connections an origin, and of requests a connection.
    DerivedMember("mean", ["connections"], of: ["origins"]), DerivedMember("mean", ["sum"], of: ["count"]),
  ]

  /// Works out anew what an object has of such members.
  static func update(_ object: inout JSONObject) {
    for member in all {
      guard object[member.name] != nil, let part = number(member.part, in: object),
        let whole = number(member.whole, in: object)
      else { continue }
      let less = member.less.reduce(0) { $0 + (number($1, in: object)?.millionths ?? 0) }
      object[member.name] = member.value(part.millionths - less, of: whole.millionths)
    }
    updateKnee(&object)
    updateSaving(&object)
  }

  private static func number(_ path: Path, in object: JSONObject) -> JSONNumber? {
    guard path.count > 1 else { return object[path[0]]?.number }
    return object[path[0]]?.object?[path[1]]?.number
  }

  /// Null without a whole. Both are millionths.
  private func value(_ part: Int128, of whole: Int128) -> JSONValue {
    guard whole > 0 else { return .null }
    // As `JSONWriter.share` rounds: half up, to four decimals; as times are divided: down to a nanosecond.
    if isTime { return .number(JSONNumber(millionths: part / (whole / 1_000_000))) }
    let magnitude = (part.magnitude * 20_000 + whole.magnitude) / (whole.magnitude * 2)
    return .number(JSONNumber(millionths: Int128(magnitude) * (part < 0 ? -100 : 100)))
  }

  // MARK: What is no share

  /// As `TableSizeCosts.knee`: the smallest table with which blocks take at most 2 % more than with one without limit.
  private static func updateKnee(_ object: inout JSONObject) {
    guard object["knee"] != nil, let sizes = object["sizes"]?.array?.compactMap(\.object),
      let least = sizes.last?["bytes"]?.number?.whole, least > 0
    else { return }
    object["knee"] = sizes.first { ($0["bytes"]?.number?.whole ?? .max) <= least * 51 / 50 }?["table_bytes"] ?? .null
  }

  /// As `BodyTotals.missedGzipByteCount`: by the ratio of the sample, where not all was compressed.
  private static func updateSaving(_ object: inout JSONObject) {
    guard object["saving_bytes"] != nil, let missed = object["bytes"]?.number?.whole,
      let sample = object["sampled_bytes"]?.number?.whole, let gzip = object["gzip_bytes"]?.number?.whole, sample > 0
    else { return }
    let isWhole = sample == missed
    let compressed = isWhole ? gzip : Int(Double(missed) * (Double(gzip) / Double(sample)))
    object["basis"] = .string(isWhole ? "measured" : "derived")
    object["saving_bytes"] = .number(JSONNumber(missed - compressed))
  }
}
