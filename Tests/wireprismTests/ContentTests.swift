import Foundation
import Testing

/// `follow` and `extract` on captures whose endpoints wrote down what they sent.
@Suite("Bodies")
struct ContentTests {
  @Test(
    "Extracted bodies are those that the endpoints sent",
    arguments: [
      "content-apache", "content-codings", "content-dictionary", "content-h2", "content-transfer-codings",
      "tls-segments",
    ])
  func extract(base: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(["extract", try Fixture.capture(base), "-o", folder.path("out")] + keys(base))
    #expect(outcome.status == 0 && outcome.output.isEmpty)
    let files = try index(folder.path("out"))
    var checked = 0
    for exchange in try expectation(base)["exchanges"] as? [[String: Any]] ?? [] {
      for (member, side) in [("request", "client"), ("response", "server")] {
        guard let message = exchange[member] as? [String: Any], let hash = message["content_sha256"] as? String,
          message["decoded_body_bytes"] as? Int != 0
        else { continue }
        let file = files.first {
          $0["from"] as? String == side && $0["connection"] as? Int == exchange["connection"] as? Int
            && (exchange["stream"] == nil
              ? $0["exchange"] as? Int == exchange["index"] as? Int
              : $0["stream"] as? Int == exchange["stream"] as? Int)
        }
        #expect(file?["sha256"] as? String == hash && file?["complete"] as? Bool == true)
        checked += 1
      }
    }
    #expect(checked > 0)
    for file in files {
      guard let name = file["file"] as? String else {
        // Not a byte of it could be decoded.
        #expect(file["not_decoded_because"] is String && file["bytes"] as? Int == 0)
        continue
      }
      let data = try Data(contentsOf: URL(fileURLWithPath: folder.path("out") + "/" + name))
      #expect(data.count == file["bytes"] as? Int)
    }
  }

  @Test("Raw content is what the file of the same body holds")
  func raw() throws {
    let folder = try TemporaryFolder()
    let capture = Fixture.path("content-codings.pcap")
    _ = try Program.run(["extract", capture, "-o", folder.path("out"), "-q"])
    for file in try index(folder.path("out")) {
      let id = try #require(file["connection"] as? Int)
      let raw = try Program.run(["follow", capture, "--connection", String(id), "--raw", "--from", "server"])
      #expect(raw.status == 0 && raw.errors.isEmpty)
      let name = try #require(file["file"] as? String)
      #expect(try folder.text("out/" + name) == raw.output)
    }
  }

  @Test("Raw content with gaps ends, and standard error says where they are")
  func rawGaps() throws {
    let raw = try Program.run(["follow", Fixture.path("http1-packet-drop.pcap"), "--connection", "0", "--raw"])
    #expect(raw.status == 0)
    #expect(
      raw.errors == [
        "wireprism: 1,448 bytes are missing in the response of exchange 2, behind its byte 9,894.",
        "wireprism: 2,896 bytes are missing in the response of exchange 2, behind its byte 17,134.",
      ])
  }

  @Test("Raw messages of WebSockets, over HTTP/1.1 and HTTP/2", arguments: ["websocket-deflate", "websocket-h2"])
  func rawMessages(base: String) throws {
    let expected = try #require(try expectation(base)["messages"] as? [[String: Any]])
    for id in Set(expected.compactMap { $0["connection"] as? Int }) {
      for side in ["client", "server"] {
        let folder = try TemporaryFolder()
        _ = try Program.run([
          "follow", try Fixture.capture(base), "--connection", String(id), "--raw", "--from", side,
          "-o", folder.path("raw"),
        ])
        let sizes = expected.filter {
          $0["connection"] as? Int == id && $0["from"] as? String == side
            && ["text", "binary"].contains($0["type"] as? String)
        }.compactMap { $0["bytes"] as? Int }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("raw"))).count == sizes.reduce(0, +))
      }
    }
  }

  @Test("Transcripts fit 80 columns but for what was captured, and steer no terminal", arguments: captures)
  func transcripts(base: String) throws {
    let outcome = try Program.run(["follow", try Fixture.capture(base), "--connection", "0"] + keys(base))
    #expect(outcome.status == 0 && !outcome.output.isEmpty)
    for line in outcome.output.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(line.unicodeScalars.allSatisfy { $0.value == 9 || $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
      guard line.first != ">", line.first != "<" else { continue }
      #expect(
        line.count <= 80 && (line.isEmpty || line.hasPrefix("[") || line.first?.isLetter == true || line.hasPrefix(" "))
      )
    }
  }

  private static let captures = [
    "http1-early-hints-103", "http1-chunked-trailers", "h2c-trailers", "h2c-push", "h2c-reset-goaway", "h2c-midstream",
    "h2c-upgrade", "content-damaged", "websocket-loss", "grpc-calls", "event-stream", "snaplen-truncated", "http1-loss",
    "dns-over-https", "tls13-h2-multiplexed",
  ]

  @Test("What cannot be followed is said, with status 1")
  func problems() throws {
    func run(_ arguments: String...) throws -> [String] {
      let outcome = try Program.run(["follow"] + arguments)
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      return outcome.errors
    }
    let shop = Fixture.path("shop.pcapng")
    #expect(
      try run(shop, "--connection", "99") == [
        "wireprism: there is no connection 99: the capture has connections 0 to 6."
      ])
    #expect(
      try run(Fixture.path("h2c-trailers.pcap"), "--connection", "0", "--stream", "7")
        == ["wireprism: connection 0 has no stream 7: it has 13, 15."])
    let sealed = try run(Fixture.path("tls-without-keys.pcap"), "--connection", "0")
    #expect(sealed.count == 1 && sealed[0].hasPrefix("wireprism: connection 0 is TLS and not decrypted. "))
  }

  @Test("An extraction is not written over")
  func extractTwice() throws {
    let folder = try TemporaryFolder()
    let arguments = ["extract", Fixture.path("http1-keepalive.pcap"), "-o", folder.path("out")]
    #expect(try Program.run(arguments).status == 0)
    let again = try Program.run(arguments)
    #expect(again.status == 1)
    #expect(
      again.errors == ["wireprism: \(folder.path("out"))/index.json is there already, and nothing is overwritten."])
  }

  private func keys(_ base: String) -> [String] {
    Fixture.keyLog(of: base).map { ["-k", $0] } ?? []
  }

  private func expectation(_ base: String) throws -> [String: Any] {
    let data = Data(try Fixture.bytes(base + ".expected.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func index(_ folder: String) throws -> [[String: Any]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/index.json"))
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return try #require(object?["files"] as? [[String: Any]])
  }
}
