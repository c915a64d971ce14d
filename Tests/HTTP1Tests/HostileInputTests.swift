import Bytes
import Findings
import HTTP
import Testing

@testable import HTTP1

/// Nothing that is sent may trap or hang.
@Suite struct HostileInputTests {
  /// Pieces that messages are made of, whole and broken.
  private static let pieces = [
    get, hello, noContent, "HEAD / HTTP/1.1\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 7\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 101 S\r\nUpgrade: h2c\r\n\r\n", "GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n", "GET /\r\n", "3\r\nabc\r\n",
    "0\r\n\r\n",
    "\r\n", "\n", "\r", ":", " ", "\u{0}", "ffffffffffffffff\r\n", "x", "\u{ff}\u{80}", "HTTP/", "HT", "GE",
  ]

  @Test("Random messages, cut anywhere, with gaps and ends", arguments: 0..<20)
  func randomPieces(seed: UInt64) {
    var random = SplitMix(state: seed)
    for _ in 0..<200 {
      var recorder = Recorder()
      var connection = HTTP1Connection(isSecure: false)
      var time: Int64 = 0
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        time += Int64.random(in: -5...2_000_000, using: &random)
        let side = Bool.random(using: &random) ? Side.client : .server
        let moment = Timestamp(nanoseconds: time)
        switch Int.random(in: 0..<20, using: &random) {
        case 0: connection.skip(Int.random(in: 1...30, using: &random), from: side, at: moment, into: &recorder)
        case 1: connection.finish(side, reason: .closed, at: moment, into: &recorder)
        default:
          var bytes: [UInt8] = []
          for _ in 0..<Int.random(in: 1...3, using: &random) {
            bytes += Array((Self.pieces.randomElement(using: &random) ?? "").utf8)
          }
          bytes.removeLast(min(bytes.count, Int.random(in: 0...2, using: &random)))
          recorder.give(bytes, from: side, at: moment, to: &connection, cuts: [])
        }
      }
      let end = Timestamp(nanoseconds: time)
      connection.finish(.client, reason: .captureEnd, at: end, into: &recorder)
      connection.finish(.server, reason: .captureEnd, at: end, into: &recorder)
      recorder.upgraded = connection.takeUpgradedExchange().map(ExchangeSummary.init)
      let indices = (recorder.exchanges + (recorder.upgraded.map { [$0] } ?? [])).map(\.index)
      #expect(indices.sorted() == Array(0..<indices.count))
    }
  }

  @Test("Random bytes", arguments: 0..<10)
  func randomBytes(seed: UInt64) {
    var random = SplitMix(state: seed)
    var recorder = Recorder()
    var connection = HTTP1Connection(isSecure: true)
    for index in 0..<500 {
      let bytes = (0..<Int.random(in: 1...100, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let side = Bool.random(using: &random) ? Side.client : .server
      recorder.give(bytes, from: side, at: Timestamp(nanoseconds: Int64(index)), to: &connection, cuts: [])
    }
    #expect(recorder.codes.count <= 2 * Oddity.allCases.count)
  }

  @Test("A conversation that ends after any of its bytes")
  func truncation() {
    let request =
      "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n" + get
    let response =
      "HTTP/1.1 100 Continue\r\n\r\n" + hello
      + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
    for count in 0...request.utf8.count {
      for reason in [EndReason.closed, .reset, .captureEnd] {
        let recorder = Conversation(
          .client(String(request.prefix(count))), .server(String(response.prefix(2 * count))), .end(.client, reason),
          .end(.server, reason)
        ).read()
        #expect(recorder.exchanges.count <= 2)
        #expect(recorder.exchanges.allSatisfy { $0.state != .complete || $0.response?.isComplete == true })
      }
    }
  }

  @Test("Header sections of one-byte lines take linear time")
  func tinyLines() {
    let recorder = Conversation(
      .client("GET / HTTP/1.1\r\n" + String(repeating: "a:\n", count: 50_000) + "\r\n"), .server(hello)
    ).read { $0 == 0 ? Array(0..<150_000) : [] }
    #expect(recorder.exchanges.first?.request?.header.count == 50_000)
  }
}

/// A small generator of repeatable pseudo-random numbers (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
