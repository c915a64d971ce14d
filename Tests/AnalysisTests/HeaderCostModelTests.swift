import Bytes
import HPACK
import HTTP
import Testing

@testable import Analysis

@Suite("What HTTP/1.x header sections would cost under HPACK")
struct HeaderCostModelTests {
  /// What HPACK makes of field lines at the beginning of a connection.
  private func byteCount(of lines: [(name: String, value: String)]) -> Int {
    var encoder = HPACKEncoder()
    return lines.reduce(0) {
      $0 + encoder.encodedByteCount(name: Array($1.name.utf8).rawSpan, value: Array($1.value.utf8).rawSpan)
    }
  }

  private func measured(_ method: String, _ target: String, host: String) -> Int? {
    var exchange = Exchange()
    exchange.hasRequest = true
    exchange.request.method = exchange.request.message.header.appendText(Array(method.utf8).rawSpan)
    exchange.request.path = exchange.request.message.header.appendText(Array(target.utf8).rawSpan)
    exchange.request.isCONNECT = method == "CONNECT"
    exchange.request.message.header.append(name: Array("Host".utf8).rawSpan, value: Array(host.utf8).rawSpan)
    exchange.request.authority = exchange.request.message.header.first("host").map {
      exchange.request.message.header.valueRange($0)
    }
    var model = HeaderCostModel()
    model.measure(&exchange)
    return exchange.request.message.hpackByteCount
  }

  @Test("Origin form: Host becomes :authority (RFC 9113 §8.3.1)")
  func originForm() {
    let lines = [(":method", "GET"), (":scheme", "http"), (":authority", "a.example"), (":path", "/x?y=1")]
    #expect(measured("GET", "/x?y=1", host: "a.example") == byteCount(of: lines))
  }

  @Test("Absolute form: the target's own parts are sent, an empty path as /", arguments: ["", "/long/path"])
  func absoluteForm(path: String) {
    let lines = [
      (":method", "GET"), (":scheme", "https"), (":authority", "b.example:81"), (":path", path.isEmpty ? "/" : path),
    ]
    #expect(measured("GET", "https://b.example:81" + path, host: "a.example") == byteCount(of: lines))
  }

  @Test("CONNECT: neither :scheme nor :path (RFC 9113 §8.5)")
  func connect() {
    let lines = [(":method", "CONNECT"), (":authority", "b.example:443")]
    #expect(measured("CONNECT", "b.example:443", host: "a.example") == byteCount(of: lines))
  }
}
