import Findings
import HTTP
import Testing

@testable import HTTP1

/// RFC 9110 §7.8 and §9.3.6: connections that go on in another protocol.
@Suite struct UpgradeTests {
  let webSocketRequest = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
  let webSocketResponse = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n"

  @Test("RFC 9110 §15.2.2: 101 ends HTTP/1 behind its last byte")
  func webSocket() {
    let recorder = Conversation(
      .client(webSocketRequest), .server(webSocketResponse + "server frame"), .client("client frame")
    ).readInEveryWay()
    #expect(recorder.upgrade == .webSocket)
    #expect(recorder.rest == BySide(client: "client frame", server: "server frame"))
    #expect(recorder.exchanges.isEmpty)
    #expect(recorder.upgraded?.state == .complete)
    #expect(recorder.upgraded?.upgrade == .webSocket)
    #expect(recorder.upgraded?.status == 101)
    #expect(recorder.upgraded?.informational == [])
    #expect(recorder.codes.isEmpty)
  }

  @Test("What the client sends before the 101 belongs to the new protocol")
  func eagerClient() {
    let recorder = Conversation(
      .client(webSocketRequest + "early "), .client("bird"), .server(webSocketResponse), .client("!")
    ).readInEveryWay()
    #expect(recorder.rest == BySide(client: "early bird!", server: ""))
    #expect(recorder.upgraded?.state == .complete)
  }

  @Test("RFC 9110 §7.8: a server that declines goes on in HTTP/1, also with the requests behind")
  func declined() {
    let recorder = Conversation(
      .client(webSocketRequest + get), .client(webSocketRequest), .server(hello + noContent + noContent)
    ).readInEveryWay()
    #expect(recorder.upgrade == nil)
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete, .complete])
    #expect(recorder.exchanges.map(\.status) == [200, 204, 204])
  }

  @Test("RFC 7540 §3.2: h2c hands its exchange over")
  func h2c() {
    let recorder = Conversation(
      .client(
        get + "POST / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
          + "Content-Length: 2\r\n\r\nabPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
      .server(hello + "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n\u{0}\u{0}")
    ).readInEveryWay()
    #expect(recorder.upgrade == .h2c)
    #expect(recorder.rest == BySide(client: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", server: "\u{0}\u{0}"))
    #expect(recorder.exchanges.map(\.index) == [0])
    #expect(recorder.upgraded?.index == 1)
    #expect(recorder.upgraded?.informational == [101])
    #expect(recorder.upgraded?.upgrade == .h2c)
    #expect(recorder.upgraded?.request?.bodyByteCount == 2)
    #expect(recorder.upgraded?.response == nil)
  }

  @Test("RFC 7540 §3.2: the request's content ends in HTTP/1 before the switch")
  func h2cDuringContent() {
    let recorder = Conversation(
      .client("POST / HTTP/1.1\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\nab"),
      .server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\nsettings"), .client("cdPRI")
    ).readInEveryWay()
    #expect(recorder.upgraded?.request?.isComplete == true)
    #expect(recorder.rest == BySide(client: "PRI", server: "settings"))
  }

  @Test("Requests behind the one that h2c takes over keep their indices")
  func h2cBeforeRequest() {
    let recorder = Conversation(
      .client(get + get), .server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n")
    ).readInEveryWay()
    #expect(recorder.upgraded?.index == 0)
    #expect(recorder.exchanges.map(\.index) == [1])
    #expect(recorder.nextIndex == 2)
  }

  @Test("RFC 9110 §9.3.6: a 2xx to CONNECT makes a tunnel, whatever its fields say")
  func connect() {
    let recorder = Conversation(
      .client("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n"),
      .server("HTTP/1.1 200 Connected\r\nContent-Length: 7\r\n\r\nserver"), .client("client")
    ).readInEveryWay()
    #expect(recorder.upgrade == .connectTunnel)
    #expect(recorder.rest == BySide(client: "client", server: "server"))
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.path == "example.org:443")
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 0)
    // :method CONNECT, :authority example.org:443
    #expect(recorder.exchanges.first?.request?.headerListByteCount == 14 + 25)
  }

  @Test("A gap in the request ends it, so that all that comes then belongs to the tunnel")
  func connectBeforeGap() {
    let recorder = Conversation(
      .client("CONNECT a:1 HTTP/1.1\r\n"), .server("HTTP/1.1 200 OK\r\n\r\n"), .gap(4, .client), .client("tls")
    ).readInEveryWay()
    #expect(recorder.upgrade == .connectTunnel)
    #expect(recorder.rest == BySide(client: "tls", server: ""))
  }

  @Test("RFC 9110 §9.3.6: CONNECT that is refused, tried again")
  func connectRefused() {
    let request = "CONNECT a:1 HTTP/1.1\r\n\r\n"
    let recorder = Conversation(
      .client(request), .server("HTTP/1.1 407 Authenticate\r\nContent-Length: 2\r\n\r\nno"), .client(request),
      .server("HTTP/1.1 200 OK\r\n\r\n")
    ).readInEveryWay()
    #expect(recorder.upgrade == .connectTunnel)
    #expect(recorder.exchanges.map(\.status) == [407, 200])
  }

  @Test("RFC 9110 §7.8: other protocols, and a 101 that nobody asked for")
  func other() {
    let recorder = Conversation(
      .client("OPTIONS * HTTP/1.1\r\nUpgrade: TLS/1.0, x\r\n\r\n"), .server("HTTP/1.1 101 Switching\r\n\r\n")
    ).readInEveryWay()
    #expect(recorder.upgrade == .other("TLS/1.0"))
    let unasked = Conversation(.client(get), .server(webSocketResponse)).readInEveryWay()
    #expect(unasked.upgrade == .webSocket)
    #expect(unasked.codes == ["http1-switch-not-asked-for"])
    let alone = Conversation(.server(webSocketResponse)).readInEveryWay()
    #expect(alone.upgrade == .webSocket)
    #expect(alone.upgraded?.state == .noRequest)
  }

  @Test("What is held has a limit")
  func heldTooMuch() {
    let recorder = Conversation(
      .client(webSocketRequest), .client(String(repeating: "x", count: HTTP1Limits.heldByteCount + 1)),
      .client("\r\n" + get), .server(hello), .client("\r\n" + get), .server(noContent)
    ).read()
    #expect(recorder.codes == ["http1-too-many-held-bytes"])
    #expect(recorder.exchanges.map(\.status) == [200, 204])
  }

  @Test("A tunnel of which only the client's side was captured")
  func clientOnly() {
    let recorder = Conversation(
      .client("CONNECT a:1 HTTP/1.1\r\n\r\n"), .client("tls"), .end(.client, .closed), .end(.server, .captureEnd)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.noResponse])
    #expect(recorder.codes.isEmpty)
  }
}
