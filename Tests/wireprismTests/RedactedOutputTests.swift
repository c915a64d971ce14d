import Findings
import Foundation
import Testing

/// Secrets are planted wherever a conversation can hold some, and looked for in every form of output.
@Suite("Redacted output")
struct RedactedOutputTests {
  /// What stands in the place of a secret that `--redact` hides, and of one that `--redact-queries` alone does.
  private static let (hidden, query) = ("pl4nted", "qu3ried")

  private static let capture = PlainConversation.capture([
    (
      .client,
      """
      GET http://u:\(hidden)@a.test/path;v=1?key=\(query)&\(query)#\(query) HTTP/1.1\r
      Host: u:\(hidden)@a.test\r
      Authorization: Basic \(hidden)\r
      Proxy-Authorization: \(hidden)\r
      Cookie: a=\(hidden);\r
       b=\(hidden)\r
      cookie : c=\(hidden)\r
      X-Api-Key: \(hidden)\r
      X-Auth-Token: \(hidden)\r
      Referer: https://u:\(hidden)@b.test/?key=\(query)\r
      X-Note: see ftp://u:\(hidden)@c.test/ and https://d.test/?key=\(query)\r
      \r

      """
    ),
    (
      .server,
      """
      HTTP/1.1 103 Early Hints\r
      Set-Cookie: early=\(hidden)\r
      Link: <https://u:\(hidden)@a.test/style.css?key=\(query)>; rel=preload\r
      \r
      HTTP/1.1 302 Found\r
      Set-Cookie: id=\(hidden); Domain=a.test\r
      Location: //u:\(hidden)@e.test/?key=\(query)\r
      Content-Location: /here?\(query)\r
      Transfer-Encoding: chunked\r
      Content-Type: text/plain\r
      \r
      7\r
      \(hidden)\r
      0\r
      Set-Cookie: late=\(hidden)\r
      X-Session-Id: \(hidden)\r
      \r

      """
    ),
    (.client, "POST /form?key=\(query) HTTP/1.1\r\nHost: a.test\r\nContent-Length: 7\r\n\r\n\(hidden)"),
    (
      .server,
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/event-stream\r
      Content-Length: 48\r
      \r
      id: \(hidden)\nevent: \(hidden)\ndata: \(hidden)\nx:1\n\n\n\n\n
      """
    ),
    (.client, "CONNECT u:\(hidden)@f.test:443 HTTP/1.1\r\nHost: f.test\r\n\r\n"),
    (.server, "HTTP/1.1 407 No\r\nContent-Length: 0\r\nProxy-Authentication-Info: \(hidden)\r\n\r\n"),
    (
      .client,
      """
      GET /chat?key=\(query) HTTP/1.1\r
      Host: a.test\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r

      """
    ),
    (
      .server,
      """
      HTTP/1.1 101 Switching Protocols\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
      \r
      \u{1}
      """
    ),
  ])

  private static let commands = [
    ["analyze", "-v"], ["analyze"], ["export", "--frames", "--hash-bodies"], ["export", "--format", "json"],
    ["export", "--format", "har"], ["report", "-o", "-"], ["follow", "--connection", "0"],
    ["follow", "--connection", "0", "-v"],
  ]

  @Test("Nothing of what --redact hides", arguments: commands)
  func redact(command: [String]) throws {
    let text = try run(command, ["--redact"])
    #expect(!text.contains(Self.hidden))
  }

  @Test("Nothing of what --redact-queries hides", arguments: commands)
  func redactQueries(command: [String]) throws {
    let text = try run(command, ["--redact-queries"])
    #expect(!text.contains(Self.hidden) && !text.contains(Self.query))
  }

  @Test("Without them it is all there")
  func plain() throws {
    let text = try run(["export"], []) + run(["follow", "--connection", "0"], [])
    #expect(text.components(separatedBy: Self.hidden).count > 20)
    #expect(text.components(separatedBy: Self.query).count > 8)
  }

  @Test("Nothing in a comparison of two captures", arguments: [["-v"], ["--format", "json"]])
  func comparison(options: [String]) throws {
    let folder = try TemporaryFolder()
    let path = try folder.add("capture", Self.capture)
    let outcome = try Program.run(["compare", path, path, "--redact-queries"] + options)
    #expect(outcome.status == 0 && outcome.output.contains("path"))
    #expect(!outcome.output.contains(Self.hidden) && !outcome.output.contains(Self.query))
  }

  @Test(
    "What writes contents as they are refuses to",
    arguments: [["extract", "-o", "/nowhere"], ["follow", "--connection", "0", "--raw"]])
  func refusal(command: [String]) throws {
    for option in ["--redact", "--redact-queries"] {
      let outcome = try Program.run(command + [Fixture.path("shop.pcapng"), option])
      #expect(outcome.status == 64 && outcome.output.isEmpty)
    }
  }

  /// All that a command says about the capture.
  private func run(_ command: [String], _ options: [String]) throws -> String {
    let folder = try TemporaryFolder()
    let path = try folder.add("capture", Self.capture)
    let outcome = try Program.run(command.prefix(1) + [path] + command.dropFirst() + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("a.test"))
    return outcome.output + outcome.errors.joined(separator: "\n")
  }
}
