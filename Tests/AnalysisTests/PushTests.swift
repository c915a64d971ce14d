import Findings
import Metrics
import Testing

@testable import Analysis

@Suite("Server push")
struct PushTests {
  /// A page, with which four files are pushed, in a conversation whose every byte is known.
  private func conversation() -> Scenario {
    var scenario = Scenario()
    scenario.handshake()
    var sent = BySide(both: 0)
    func send(_ side: Side, _ bytes: [UInt8], at ms: Double) {
      scenario.send(side, at: sent[side], bytes, ms: ms)
      sent[side] += bytes.count
    }
    send(.client, Frames.preface + Frames.get(1, "/page") + Frames.get(3, "/late"), at: 20)
    let promises = [("/used", 2), ("/cancelled", 4), ("/again", 6), ("/late", 8)].flatMap {
      Frames.promise(UInt32($0.1), on: 1, $0.0)
    }
    send(.server, Frames.frame(4, 0, 0) + promises + Frames.ok(1), at: 30)
    send(.server, Frames.ok(2) + Frames.data(2, 1000, end: true), at: 31)
    send(.server, Frames.ok(4) + Frames.data(4, 200), at: 32)
    send(.client, Frames.reset(4, 8) + Frames.get(5, "/again"), at: 40)
    send(.server, Frames.data(4, 300), at: 41)
    send(.server, Frames.ok(6) + Frames.data(6, 400, end: true), at: 42)
    send(.server, Frames.ok(8) + Frames.data(8, 100, end: true), at: 43)
    send(.server, Frames.data(1, 10, end: true), at: 80)
    send(.server, Frames.ok(3) + Frames.data(3, 100, end: true) + Frames.ok(5) + Frames.data(5, 400, end: true), at: 90)
    scenario.finish()
    return scenario
  }

  @Test("Each push is counted for what became of it")
  func outcomes() throws {
    let scenario = conversation()
    let push = try #require(scenario.records.connections.first?.http2?.push)
    #expect(push.promised == 4)
    #expect(push.delivered == 3)
    #expect(push.cancelled == 1)
    #expect(push.duplicate == 2)
    #expect(push.late == 1)
    #expect(push.byteCount == 1000 + 500 + 400 + 100)
    #expect(push.cancelledByteCount == 500)
    #expect(push.lateByteCount == 300)
    #expect(push.duplicateByteCount == 500)
    #expect(push.usefulByteCount == 1000)
    #expect(scenario.summary.http2.metrics.push == push)
  }

  @Test("The lead is counted from the promise to the end of the page")
  func lead() throws {
    let push = try #require(conversation().records.connections.first?.http2?.push)
    #expect(push.lead.count == 4)
    #expect(push.lead.maximum == 50_000_000)
    #expect(push.lead.sum == 200_000_000)
  }

  @Test("A push of which only the last are remembered is counted all the same")
  func many() {
    var meter = PushMeter()
    for stream in 1...1000 {
      meter.promise(UInt32(stream * 2), on: 1, target: 7, isAskedFor: false, at: Timestamp(nanoseconds: 0))
      meter.end(UInt32(stream * 2), byteCount: 10, isDelivered: true, isCancelled: false)
    }
    meter.request(7)
    #expect(meter.totals.promised == 1000)
    #expect(meter.totals.delivered == 1000)
    #expect(meter.totals.byteCount == 10_000)
    #expect(meter.totals.duplicate == MetricsLimits.pushes)
  }

  @Test("RFC 8297, RFC 8288: early hints, and links with the relation preload")
  func hints() {
    var scenario = Scenario()
    scenario.handshake()
    scenario.send(.client, at: 0, Frames.preface + Frames.get(1, "/page"), ms: 20)
    let link = "</a.css>; rel=preload; as=style, </b.js>;rel=\"Preload\", </c>; rel=next"
    let early = Frames.headers(1, [(":status", "103"), ("link", link)])
    scenario.send(
      .server, at: 0,
      Frames.frame(4, 0, 0) + early + Frames.ok(1, [("link", "</d>; rel=preload")]) + Frames.data(1, 1, end: true),
      ms: 30)
    scenario.finish()
    #expect(scenario.summary.http2.metrics.hints.earlyHints == 1)
    #expect(scenario.summary.http2.metrics.hints.preloadLinks == 3)
  }
}
