import Findings
import HTTP1
import Testing

@testable import Analysis

@Suite("Headers of HTTP/1.1 as on the one connection of HTTP/2")
struct OneConnectionTests {
  private static let request = Array(
    "GET /a HTTP/1.1\r\nHost: a.example\r\nX-Session: 0123456789abcdef\r\n\r\n".utf8)
  private static let response = Array("HTTP/1.1 204 No Content\r\nServer: s\r\n\r\n".utf8)

  /// The same exchange on so many connections, one after the other.
  private func summary(connections: Int, exchanges: Int = 1) -> SummaryRecord {
    var scenario = Scenario()
    for connection in 0..<connections {
      let (port, start) = (UInt16(50000 + connection), Double(connection) * 100)
      scenario.handshake(start, start + 1, start + 1, client: port)
      for exchange in 0..<exchanges {
        scenario.send(
          .client, at: exchange * Self.request.count, Self.request, ms: start + 2, client: port)
        scenario.send(
          .server, at: exchange * Self.response.count, Self.response, ms: start + 3, client: port)
      }
    }
    scenario.finish()
    return scenario.summary
  }

  @Test("On one connection it is what it was")
  func same() {
    let one = summary(connections: 1, exchanges: 3).oneConnection
    #expect(one.client.sections == 3 && one.server.sections == 3)
    #expect(one.client.byteCount == one.client.separateByteCount && one.client.textByteCount == 3 * Self.request.count)
    #expect(one.server.byteCount == one.server.separateByteCount)
  }

  @Test("What every connection said anew is said once, and the records keep what each cost by itself")
  func shared() {
    let (first, both) = (summary(connections: 1), summary(connections: 2))
    #expect(both.oneConnection.client.separateByteCount == 2 * first.oneConnection.client.separateByteCount)
    // The second request is as on a connection that had the first: five lines, all of them in a table.
    #expect(both.oneConnection.client.byteCount == first.oneConnection.client.byteCount + 5)
    #expect(both.http1.headers.client.hpackByteCount == both.oneConnection.client.separateByteCount)
  }

  @Test("It takes the first exchanges of a client and origin")
  func bounded() {
    let exchanges = AnalysisLimits.oneConnectionExchanges
    #expect(summary(connections: 2, exchanges: exchanges).oneConnection.client.sections == exchanges)
  }
}
