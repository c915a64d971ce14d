import Findings
import Metrics
import Testing

@testable import Analysis

@Suite("What holes in TCP's stream hold up")
struct StallTests {
  /// Three streams are asked for; of their DATA the first segment is lost, and comes again 50 ms later.
  private func lossOfStream1(server: [(offset: Int, bytes: [UInt8], ms: Double)]) -> Scenario {
    var scenario = Scenario()
    scenario.handshake(0, 0.1, 10)
    let requests = Frames.preface + Frames.get(1, "/1") + Frames.get(3, "/2") + Frames.get(5, "/3")
    scenario.send(.client, at: 0, requests, ms: 20)
    for segment in server { scenario.send(.server, at: segment.offset, segment.bytes, ms: segment.ms) }
    scenario.finish()
    return scenario
  }

  private let head = Frames.frame(4, 0, 0) + Frames.ok(1) + Frames.ok(3) + Frames.ok(5)

  @Test("Streams that lost nothing wait from their first byte behind the hole until it is filled")
  func innocents() throws {
    let lost = Frames.data(1, 1000, end: true)
    let third = Frames.data(3, 1000, end: true)
    let fifth = Frames.data(5, 1000, end: true)
    let start = head.count
    let scenario = lossOfStream1(server: [
      (0, head, 30), (start + lost.count, third, 40), (start + lost.count + third.count, fifth, 45), (start, lost, 90),
    ])
    let connection = try #require(scenario.records.connections.first)
    let blocking = connection.tcpBlocking.server
    #expect(blocking.stalls == 1)
    #expect(blocking.stallNanoseconds == 50_000_000)
    #expect(blocking.innocentStreams == 2)
    #expect(blocking.innocentNanoseconds == 50_000_000 + 45_000_000)
    #expect(connection.tcpBlocking.client == TCPBlockingTotals())
    // Each waited behind the hole: from 40 ms to 90 ms nothing could be read.
    #expect(scenario.records.exchanges.map { $0.facts.phases?.lost } == [50_000_000, 50_000_000, 50_000_000])
    #expect(scenario.summary.http2.metrics.tcpBlocking.innocentNanoseconds == 95_000_000)
  }

  @Test("A stream that lost a byte of its own is not innocent")
  func guilty() throws {
    let lost = Frames.data(1, 1000)
    let rest = Frames.data(1, 1000, end: true) + Frames.data(3, 10, end: true)
    let scenario = lossOfStream1(server: [
      (0, head, 30), (head.count + lost.count, rest, 40), (head.count, lost, 90),
    ])
    let blocking = try #require(scenario.records.connections.first).tcpBlocking.server
    #expect(blocking.innocentStreams == 1)
    #expect(blocking.innocentNanoseconds == 50_000_000)
  }

  @Test("A frame of which the hole takes a part is not innocent, wherever the hole begins", arguments: 1...20)
  func frameCut(cut: Int) throws {
    let first = Frames.data(1, 3, end: true)
    let stream = first + Frames.data(3, 100, end: true)
    // The first `cut` bytes are late.
    let scenario = lossOfStream1(server: [
      (0, head, 30), (head.count + cut, Array(stream[cut...]), 40), (head.count, Array(stream[..<cut]), 90),
    ])
    let blocking = try #require(scenario.records.connections.first).tcpBlocking.server
    #expect(blocking.innocentStreams == (cut <= first.count ? 1 : 0))
  }

  @Test("A stream that waits behind two holes at once waits once")
  func twoHoles() throws {
    let parts = [
      Frames.data(1, 100, end: true), Frames.data(5, 10), Frames.data(3, 100, end: true), Frames.data(5, 10),
    ]
    let offsets = [
      0, parts[0].count, parts[0].count + parts[1].count, parts[0].count + parts[1].count + parts[2].count,
    ]
    .map { head.count + $0 }
    let scenario = lossOfStream1(server: [
      (0, head, 30), (offsets[1], parts[1], 40), (offsets[3], parts[3], 50), (offsets[0], parts[0], 70),
      (offsets[2], parts[2], 100),
    ])
    let blocking = try #require(scenario.records.connections.first).tcpBlocking.server
    // Stream 5: from 40 ms to 70 ms for the first hole, then to 100 ms for the second.
    #expect(blocking.innocentNanoseconds == 60_000_000)
    #expect(blocking.stallNanoseconds == 60_000_000)
    #expect(blocking.stalls == 1)
  }

  @Test("Near the sender a hole shows by repeated acknowledgments and a retransmission")
  func unseen() throws {
    var scenario = Scenario()
    scenario.handshake(0, 10, 10.1)
    scenario.send(.client, at: 0, Frames.preface + Frames.get(1, "/1"), ms: 20)
    let body = head + Frames.data(1, 1000) + Frames.data(1, 1000, end: true)
    scenario.send(.server, at: 0, Array(body[..<500]), ms: 30)
    scenario.send(.client, at: 80, ms: 40, acknowledging: 500)
    scenario.send(.server, at: 500, Array(body[500..<1000]), ms: 41)
    scenario.send(.server, at: 1000, Array(body[1000...]), ms: 42)
    scenario.send(.client, at: 80, ms: 52, acknowledging: 500)
    scenario.send(.client, at: 80, ms: 53, acknowledging: 500)
    scenario.send(.server, at: 500, Array(body[500..<1000]), ms: 60)
    scenario.send(.client, at: 80, ms: 70, acknowledging: body.count)
    scenario.finish()
    let blocking = try #require(scenario.records.connections.first).tcpBlocking.server
    #expect(blocking.stalls == 0)
    #expect(blocking.unseenStalls == 1)
    #expect(blocking.unseenStallNanoseconds == 18_000_000)
  }

  @Test("An acknowledgment that is repeated without a retransmission is no loss")
  func repeatedAcknowledgment() throws {
    var scenario = Scenario()
    scenario.handshake()
    scenario.send(.client, at: 0, Frames.preface + Frames.get(1, "/1"), ms: 20)
    scenario.send(.server, at: 0, head, ms: 30)
    scenario.send(.client, at: 80, ms: 40, acknowledging: 10)
    scenario.send(.client, at: 80, ms: 41, acknowledging: 10)
    scenario.send(.client, at: 80, ms: 50, acknowledging: head.count)
    scenario.finish()
    #expect(scenario.records.connections.first?.tcpBlocking.server == TCPBlockingTotals())
  }

  @Test("What the capture missed held up nobody")
  func captureGap() throws {
    let lost = Frames.data(1, 1000, end: true)
    var scenario = Scenario()
    scenario.handshake()
    scenario.send(.client, at: 0, Frames.preface + Frames.get(1, "/1") + Frames.get(3, "/2"), ms: 20)
    scenario.send(.server, at: 0, head, ms: 30)
    scenario.send(.server, at: head.count + lost.count, Frames.data(3, 10, end: true), ms: 40)
    scenario.send(.client, at: 200, ms: 41, acknowledging: head.count + lost.count + 19)
    scenario.send(.client, at: 200, ms: 60, acknowledging: head.count + lost.count + 19)
    scenario.finish()
    #expect(scenario.records.connections.first?.tcpBlocking.server == TCPBlockingTotals())
  }
}
