import Bytes
import Foundation
import TLS
import Testing

/// HTTP Archives of the fixtures, against the specification of HAR 1.2 and against the records of the same captures, which
/// `FixtureTests` compares with what the end points say.
@Suite("HTTP Archives")
struct ArchiveTests {
  private static let fixtures =
    (try? FileManager.default.contentsOfDirectory(atPath: Fixture.folder.path))?
    .filter { $0.hasSuffix(".expected.json") }.sorted().map { String($0.dropLast(".expected.json".count)) } ?? []

  @Test("Valid, and nothing else than the records say", arguments: fixtures)
  func fixture(base: String) throws {
    let archive = try export(base, ["--format", "har", "--bodies", "--with-secrets", "--body-limit", "64M"])
    let object = try JSONSerialization.jsonObject(with: Data(archive.utf8))
    #expect(Archive.problems(of: object) == [])
    let entries = try Self.entries(object)
    let records = try lines(try export(base, ["--hash-bodies"]))
    let exchanges = records.filter { $0["record"] as? String == "exchange" }
    try #require(entries.count == exchanges.count)
    let messages = records.filter { $0["protocol"] as? String == "websocket" && $0["record"] as? String == "message" }
    let written = entries.flatMap { $0["_webSocketMessages"] as? [Any] ?? [] }
    #expect(written.count == messages.count)
    for exchange in exchanges {
      let entry = try #require(entries.first { Self.isEntry($0, of: exchange) })
      try compare(entry, exchange)
    }
  }

  @Test("Without --bodies no content is in it", arguments: ["http1-keepalive", "websocket-messages", "content-h2"])
  func withoutBodies(base: String) throws {
    let archive = try export(base, ["--format", "har"])
    let object = try JSONSerialization.jsonObject(with: Data(archive.utf8))
    #expect(Archive.problems(of: object) == [])
    for entry in try Self.entries(object) {
      let content = (entry["response"] as? [String: Any])?["content"] as? [String: Any]
      #expect(content?["text"] == nil && (entry["request"] as? [String: Any])?["postData"] == nil)
      for message in entry["_webSocketMessages"] as? [[String: Any]] ?? [] {
        let opcode = try #require(message["opcode"] as? Int)
        #expect(opcode >= 8 || message["data"] as? String == "")
      }
    }
  }

  @Test("A limit is said on standard error, unless quiet")
  func limit() throws {
    let arguments = [
      "export", Fixture.path("http1-keepalive.pcap"), "--format", "har", "--bodies", "--body-limit", "3",
    ]
    let errors = try Program.run(arguments).errors
    #expect(errors.count == 1 && errors[0].hasSuffix("only the first 3 bytes are written: see --body-limit."))
    #expect(try Program.run(arguments + ["-q"]).errors == [])
  }

  @Test("The handshakes are the first request's, and no other's")
  func handshakes() throws {
    let archive = try export("tls-chromium", ["--format", "har"])
    let entries = try Self.entries(try JSONSerialization.jsonObject(with: Data(archive.utf8)))
    #expect(!entries.isEmpty)
    for entry in entries {
      let timings = try #require(entry["timings"] as? [String: Double])
      let isFirst = (entry["_wireprism"] as? [String: Any])?["index"] as? Int == 0
      #expect((timings["connect"] ?? -1 > 0) == isFirst && (timings["ssl"] ?? -1 > 0) == isFirst)
    }
  }

  // MARK: An entry and the record of its exchange

  private func compare(_ entry: [String: Any], _ exchange: [String: Any]) throws {
    let timings = try #require(entry["timings"] as? [String: Double])
    let parts = ["blocked", "dns", "connect", "send", "wait", "receive"].compactMap { timings[$0] }.filter { $0 != -1 }
    #expect(abs(parts.reduce(0, +) - (entry["time"] as? Double ?? -1)) < 1e-6)
    #expect(parts.allSatisfy { $0 >= 0 } && (timings["ssl"] ?? 0) <= (timings["connect"] ?? 0))
    #expect(timings.keys.sorted() == ["blocked", "connect", "dns", "receive", "send", "ssl", "wait"])
    let details = try #require(entry["_wireprism"] as? [String: Any])
    for member in ["state", "stream", "pushed", "upgrade", "reset_code", "reset_by"] {
      #expect(details[member] as? NSObject == exchange[member] as? NSObject, "\(member)")
    }
    #expect(((entry["response"] as? [String: Any])?["_error"] == nil) == (exchange["state"] as? String == "complete"))
    let request = try #require(entry["request"] as? [String: Any])
    let asked = try #require(exchange["request"] as? [String: Any])
    let authority = asked["authority"] as? String ?? ""
    let url = try #require((request["url"] as? String).flatMap { URLComponents(string: $0) })
    #expect(url.host.map(authority.contains) != false || authority.isEmpty)
    #expect(request["method"] as? String ?? "" == asked["method"] as? String ?? "")
    try compare(request, asked, details["request"] as? [String: Any])
    let response = try #require(entry["response"] as? [String: Any])
    guard let answer = exchange["response"] as? [String: Any] else {
      #expect(response["status"] as? Int == 0 && response["bodySize"] as? Int == -1)
      return
    }
    #expect(response["status"] as? Int == answer["status"] as? Int ?? 0)
    try compare(response, answer, details["response"] as? [String: Any])
    let content = try #require(response["content"] as? [String: Any])
    #expect(content["size"] as? NSObject == (answer["decoded_body_bytes"] as? Int ?? answer["body_bytes"]) as? NSObject)
    guard exchange["upgrade"] is NSNull, let digest = answer["content_sha256"] as? String else { return }
    #expect(try sha256(of: content, charset: answer["content_type"] as? String) == digest)
  }

  /// What requests and responses have in common.
  private func compare(_ message: [String: Any], _ record: [String: Any], _ details: [String: Any]?) throws {
    let fields = try #require(message["headers"] as? [[String: String]]).filter { $0["name"]?.hasPrefix(":") == false }
    let expected = try #require(record["headers"] as? [[String: String]])
    #expect(fields.map { [$0["name"], $0["value"]] } == expected.map { [$0["name"], $0["value"]] })
    guard let size = record["header_wire_bytes"] as? Int, let body = record["body_bytes"] as? Int else {
      #expect(message["headersSize"] as? Int == -1)
      return
    }
    #expect(message["headersSize"] as? Int == (size > 0 ? size : -1))
    let missing = try #require(details?["missing_bytes"] as? Int)
    let written = message["bodySize"] as? Int
    #expect(written == body + missing || written == -1)
    guard let content = message["postData"] as? [String: Any], let digest = record["content_sha256"] as? String else {
      return
    }
    #expect(try sha256(of: content, charset: record["content_type"] as? String) == digest)
  }

  /// The digest of the bytes that a content's text stands for.
  private func sha256(of content: [String: Any], charset: String?) throws -> String {
    let bytes = try bytes(of: content, charset: charset)
    let hash = try #require(RunningHash(.sha256))
    hash.update(bytes.rawSpan)
    let digest = try #require(hash.finish())
    return Hexadecimal.encode(digest.rawSpan)
  }

  private func bytes(of content: [String: Any], charset: String?) throws -> [UInt8] {
    let text = try #require(content["text"] as? String)
    if content["encoding"] ?? content["_encoding"] != nil {
      return [UInt8](try #require(Data(base64Encoded: text)))
    }
    if charset?.lowercased().contains("8859-1") == true { return text.unicodeScalars.map { UInt8($0.value) } }
    // Foundation drops a byte order mark from the beginning of a string.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let isMarkDropped = content["size"] as? Int == text.utf8.count + mark.count
    return (isMarkDropped ? mark : []) + Array(text.utf8)
  }

  private static func isEntry(_ entry: [String: Any], of exchange: [String: Any]) -> Bool {
    guard let connection = exchange["connection"] as? Int, let details = entry["_wireprism"] as? [String: Any] else {
      return false
    }
    return entry["connection"] as? String == String(connection)
      && details["index"] as? Int == exchange["index"] as? Int
  }

  // MARK: Reading

  private func export(_ base: String, _ arguments: [String]) throws -> String {
    var all = ["export", try Fixture.capture(base)] + arguments
    if let log = Fixture.keyLog(of: base) { all += ["-k", log] }
    if let key = Fixture.rsaKey(of: base) { all += ["--rsa-key", key] }
    let outcome = try Program.run(all)
    #expect(outcome.status == 0)
    return outcome.output
  }

  private func lines(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private static func entries(_ archive: Any) throws -> [[String: Any]] {
    let log = (archive as? [String: Any])?["log"] as? [String: Any]
    return try #require(log?["entries"] as? [[String: Any]])
  }
}
