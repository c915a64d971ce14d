import Analysis
import Findings
import HTTP
import Packet
import Testing

@testable import Comparison

@Suite("Recording a load")
struct LoadRecorderTests {
  private let context = ConnectionContext(
    id: 3, client: Endpoint(address: IPAddress(ipv4: 0x0A00_0001), port: 40_000),
    server: Endpoint(address: IPAddress(ipv4: 0x0A00_0002), port: 443), start: Timestamp(nanoseconds: 0))

  private func exchange(_ path: String, at start: Int64) -> Exchange {
    var exchange = Exchange()
    exchange.hasRequest = true
    exchange.request = request("GET", authority: "shop.example", path: path)
    exchange.request.message.start = Timestamp(nanoseconds: start)
    exchange.hasResponse = true
    exchange.response.message.start = Timestamp(nanoseconds: start + 5)
    exchange.response.message.end = Timestamp(nanoseconds: start + 7)
    exchange.state = .complete
    return exchange
  }

  @Test("Exchanges stand in the order of their requests, however they ended")
  func order() {
    let recorder = LoadRecorder()
    for (path, start) in [("/late", Int64(20)), ("/early", 10)] {
      recorder.receive(exchange(path, at: start), ContentFacts(), of: context)
    }
    let load = recorder.load
    #expect(load.exchanges.map(\.name) == [.get("/early"), .get("/late")])
    #expect(load.exchanges.map(\.total) == [7, 7] && load.exchanges.map(\.timeToFirstByte) == [5, 5])
    #expect(load.duration == 17)
  }

  @Test("A response without a request is counted")
  func withoutRequest() {
    let recorder = LoadRecorder()
    var lonely = exchange("/", at: 0)
    lonely.hasRequest = false
    lonely.state = .noRequest
    recorder.receive(lonely, ContentFacts(), of: context)
    #expect(recorder.load.exchanges.isEmpty && recorder.load.exchangesWithoutRequest == 1)
  }

  @Test("Beyond the limit exchanges are counted, and the load's end is still known")
  func bounded() {
    let recorder = LoadRecorder()
    let exchange = exchange("/", at: 0)
    for _ in 0..<ComparisonLimits.exchanges { recorder.receive(exchange, ContentFacts(), of: context) }
    recorder.receive(self.exchange("/", at: 100), ContentFacts(), of: context)
    #expect(recorder.load.exchanges.count == ComparisonLimits.exchanges && recorder.load.omittedExchanges == 1)
    #expect(recorder.load.duration == 107)
  }
}
