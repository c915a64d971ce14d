import Analysis
import Capture
import Foundation
import Report
import Testing

@testable import wireprism

/// What the end points of each fixture say they sent, against what the whole pipeline reads off the wire.
/// How an expectation is compared stands in Fixtures/README.md.
@Suite("Fixtures against their end points")
struct FixtureTests {
  private static let expectations =
    (try? FileManager.default.contentsOfDirectory(atPath: Fixture.folder.path))?
    .filter { $0.hasSuffix(".expected.json") }.sorted() ?? []

  @Test("There are fixtures")
  func fixtures() {
    #expect(Self.expectations.count > 30)
  }

  @Test("Each exchange and connection is as the end points say", arguments: expectations)
  func comparison(name: String) throws {
    let base = String(name.dropLast(".expected.json".count))
    let expected = try expectation(name)
    let found = try export(base)
    let differences = differences(expected, found, at: base)
    for difference in differences { Issue.record("\(difference)") }
  }

  @Test("Each message carries what the end points sent", arguments: expectations)
  func payloads(name: String) throws {
    let messages = try expectation(name)["messages"] as? [[String: Any]] ?? []
    guard messages.contains(where: { $0["payload_sha256"] != nil }) else { return }
    let found = PayloadDigests()
    try analyse(String(name.dropLast(".expected.json".count)), into: found)
    var left = found.digests.mapValues { $0[...] }
    for message in messages {
      let place = PayloadDigests.Place(
        connection: try #require(message["connection"] as? Int), exchange: try #require(message["exchange"] as? Int),
        from: message["from"] as? String == "client" ? .client : .server)
      let digest = left[place]?.popFirst()
      if let expected = message["payload_sha256"] as? String { #expect(digest == expected, "\(message)") }
    }
    #expect(left.values.allSatisfy { $0.isEmpty })
  }

  @Test("Secrets lie beside each fixture that is decrypted with them", arguments: expectations)
  func secrets(name: String) throws {
    let base = String(name.dropLast(".expected.json".count))
    let connections = try expectation(name)["connections"] as? [[String: Any]] ?? []
    let sources = Set(connections.compactMap { ($0["tls"] as? [String: Any])?["key_source"] as? String })
    #expect(sources.contains("keylog") == false || Fixture.keyLog(of: base) != nil)
    #expect(sources.contains("rsa") == (Fixture.rsaKey(of: base) != nil))
  }

  // MARK: Reading

  private func expectation(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: Fixture.folder.appending(path: name))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    guard let other = object["same_as"] as? String else { return object }
    return try expectation(other + ".expected.json")
  }

  private func export(_ base: String) throws -> [String: Any] {
    let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: output) }
    let report = JSONReport(to: try OutputFile(creating: output))
    try analyse(base, into: report)
    try report.finish()
    let data = try Data(contentsOf: URL(fileURLWithPath: output))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func analyse(_ base: String, into receiver: some RecordReceiver) throws {
    let capture = try Fixture.capture(base)
    var captures = try CaptureSet([.file(capture)])
    var options = AnalysisOptions(names: [capture])
    options.contents.hashes = true
    options.keys = try KeyFiles.read(
      keyLogs: [Fixture.keyLog(of: base)].compactMap(\.self), rsaKeys: [Fixture.rsaKey(of: base)].compactMap(\.self))
    var pipeline = Pipeline(options: options, receiver: receiver)
    pipeline.run(&captures) { true }
  }

  // MARK: Comparing

  private func differences(_ expected: [String: Any], _ found: [String: Any], at base: String) -> [String] {
    var result: [String] = []
    for (member, identity) in [("connections", ["id"]), ("exchanges", ["connection", "stream", "index"])] {
      guard let wanted = expected[member] as? [[String: Any]] else { continue }
      let all = found[member] as? [[String: Any]] ?? []
      if wanted.count != all.count { result.append("\(member): \(all.count), expected \(wanted.count)") }
      for item in wanted {
        // An exchange goes by its stream where it has one, else by its index.
        let keys = item["stream"] is NSNumber ? identity.filter { $0 != "index" } : identity.filter { $0 != "stream" }
        let match = all.first { candidate in
          keys.allSatisfy { (candidate[$0] as? NSNumber) == (item[$0] as? NSNumber) }
        }
        guard let match else {
          result.append("\(member): missing \(keys.map { "\($0) \(item[$0] ?? "?")" })")
          continue
        }
        result += difference(item, match, at: "\(member) \(keys.map { "\(item[$0] ?? "?")" })")
      }
    }
    let summary = expected["summary"].map { difference($0, found["summary"], at: "summary") } ?? []
    return result + messageDifferences(expected, found) + summary
  }

  /// Messages are compared in order, those of each side of each exchange for themselves.
  private func messageDifferences(_ expected: [String: Any], _ found: [String: Any]) -> [String] {
    guard let wanted = expected["messages"] as? [[String: Any]] else { return [] }
    func place(_ message: [String: Any]) -> String {
      ["connection", "exchange", "from"].map { "\(message[$0] ?? "?")" }.joined(separator: " ")
    }
    let all = Dictionary(grouping: found["messages"] as? [[String: Any]] ?? [], by: place)
    // What they carry stands in no record: see `payloads`.
    let comparable = wanted.map { $0.filter { $0.key != "payload_sha256" } }
    let expectedPlaces = Dictionary(grouping: comparable, by: place)
    return Set(all.keys).union(expectedPlaces.keys).sorted().flatMap {
      difference(expectedPlaces[$0] ?? [], all[$0] ?? [], at: "messages \($0)")
    }
  }

  private func difference(_ expected: Any, _ found: Any?, at place: String) -> [String] {
    if let range = NumberRange(expected) {
      let isWithin = (found as? NSNumber).map { range.contains($0.doubleValue) } ?? false
      return isWithin ? [] : ["\(place): \(found ?? "nothing"), expected \(range.low) to \(range.high)"]
    }
    if let object = expected as? [String: Any] {
      guard let other = found as? [String: Any] else { return ["\(place): \(found ?? "nothing")"] }
      return missingReason(object, other, at: place)
        + object.sorted { $0.key < $1.key }.flatMap { key, value in
          difference(value, other[key], at: place + "." + key)
        }
    }
    if let list = expected as? [Any] {
      guard let other = found as? [Any], other.count == list.count else {
        return ["\(place): \(found ?? "nothing"), expected \(list)"]
      }
      return zip(list, other).enumerated().flatMap { difference($1.0, $1.1, at: "\(place)[\($0)]") }
    }
    let isEqual = (expected as? NSObject)?.isEqual(found as? NSObject ?? NSNull()) ?? false
    return isEqual ? [] : ["\(place): \(found ?? "nothing"), expected \(expected)"]
  }

  /// What is not decrypted says why, in words that are for a person and not compared.
  private func missingReason(_ expected: [String: Any], _ found: [String: Any], at place: String) -> [String] {
    guard expected["decrypted"] as? Bool == false else { return [] }
    let reason = found["not_decrypted_because"] as? String ?? ""
    return reason.isEmpty ? ["\(place): no reason why it is not decrypted"] : []
  }
}

/// `{"from": number, "to": number}`: a number that is known with a tolerance.
private struct NumberRange {
  let low: Double
  let high: Double

  init?(_ expected: Any) {
    guard let object = expected as? [String: Any], object.count == 2, let low = object["from"] as? NSNumber,
      let high = object["to"] as? NSNumber
    else { return nil }
    self.low = low.doubleValue
    self.high = high.doubleValue
  }

  func contains(_ number: Double) -> Bool { low <= number && number <= high }
}
