import Findings
import Testing

@testable import Analysis

@Suite("Clients that take their time")
struct SlownessTests {
  private static let head = Array("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 20\r\n\r\n".utf8)

  /// What is found when twenty bytes of content come over some seconds.
  private func findings(seconds: Double) -> [String] {
    var scenario = Scenario()
    scenario.handshake()
    scenario.send(.client, at: 0, Self.head, ms: 20)
    for byte in 0..<20 {
      scenario.send(.client, at: Self.head.count + byte, [0x61], ms: 20 + seconds * 50 * Double(byte + 1))
    }
    scenario.send(
      .server, at: 0, Array("HTTP/1.1 204 No Content\r\n\r\n".utf8), ms: 30 + seconds * 1000)
    scenario.finish()
    return scenario.records.findings.map(\.code)
  }

  @Test("A request of a few bytes that takes more than half a minute")
  func slowRequest() {
    #expect(findings(seconds: 29) == [])
    #expect(findings(seconds: 40) == ["slow-request"])
  }
}
