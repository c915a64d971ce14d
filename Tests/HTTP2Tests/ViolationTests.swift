import Bytes
import Findings
import HTTP
import Testing

@testable import HTTP2

@Suite("Odd traffic is found and does no harm")
struct ViolationTests {
  /// An exchange after the odd bytes, which must come out whole.
  private static let request = Wire.make { $0.headers(101, Block.get("/after"), end: true) }
  private static let response = Wire.make { $0.headers(101, Block.status(200), end: true) }
  private static let after = "stream 101 complete GET /after (0) 200 (0)"

  /// What is found when a client sends the bytes after the opening, and when a server does.
  private func findings(client: [UInt8] = [], server: [UInt8] = []) -> [String] {
    let recorder = play(
      opening + [.client(client), .server(server), .client(Self.request), .server(Self.response)] + closing)
    #expect(recorder.exchanges.contains { $0.hasSuffix(Self.after) }, "\(recorder.exchanges)")
    return recorder.findings
  }

  private static func frame(
    _ type: FrameType, flags: FrameFlags = [], stream: UInt32 = 0, _ payload: [UInt8] = []
  ) -> [UInt8] {
    Wire.make { $0.frame(type, flags: flags, stream: stream, payload) }
  }

  // MARK: Frames

  @Test(
    "Frames that break the rules of their type",
    arguments: [
      (frame(.settings, stream: 1), "h2-wrong-stream"),
      (frame(.ping, stream: 1, [UInt8](repeating: 0, count: 8)), "h2-wrong-stream"),
      (frame(.goaway, stream: 1, [UInt8](repeating: 0, count: 8)), "h2-wrong-stream"),
      (frame(.data, [1, 2, 3]), "h2-wrong-stream"),
      (frame(.headers, flags: .endHeaders, Block.get("/")), "h2-wrong-stream"),
      (frame(.rstStream, Wire.octets(8)), "h2-wrong-stream"),
      (frame(.priority, Wire.octets(0) + [1]), "h2-wrong-stream"),
      (frame(.settings, [0, 1, 0, 0, 0]), "h2-bad-frame-length"),
      (frame(.settings, flags: .ack, [0, 2, 0, 0, 0, 0]), "h2-bad-frame-length"),
      (frame(.ping, [1, 2, 3]), "h2-bad-frame-length"),
      (frame(.goaway, [0, 0, 0, 0]), "h2-bad-frame-length"),
      (frame(.windowUpdate, [0, 0, 1]), "h2-bad-frame-length"),
      (frame(.priority, stream: 3, [0, 0, 0, 0]), "h2-bad-frame-length"),
      (frame(.windowUpdate, Wire.octets(0)), "h2-zero-window-update"),
      (frame(.settings, [0, 2, 0, 0, 0, 2]), "h2-bad-setting"),
      (frame(.settings, [0, 4, 0x80, 0, 0, 0]), "h2-bad-setting"),
      (frame(.settings, [0, 5, 0, 0, 0x3F, 0xFF]), "h2-bad-setting"),
      (frame(.data, stream: 3, [1]), "h2-idle-stream"),
      (frame(.rstStream, stream: 3, Wire.octets(8)), "h2-idle-stream"),
      (frame(.windowUpdate, stream: 3, Wire.octets(1)), "h2-idle-stream"),
      (frame(.continuation, flags: .endHeaders, stream: 3, Block.get("/")), "h2-unexpected-continuation"),
      (frame(.headers, flags: [.endHeaders, .padded], stream: 3, [9, 0x82]), "h2-padding-too-long"),
      (frame(.headers, flags: [.endHeaders, .priority], stream: 3, [0, 0]), "h2-padding-too-long"),
      (frame(.headers, flags: .endHeaders, stream: 4, Block.get("/")), "h2-wrong-stream-parity"),
      (frame(.headers, flags: .endHeaders, stream: 3, [0x80]), "h2-compression-error"),
      (frame(.pushPromise, flags: .endHeaders, stream: 3, Wire.octets(5) + Block.get("/")), "h2-bad-promise"),
      (frame(FrameType(rawValue: 0x77), flags: [], stream: 1, [UInt8](repeating: 1, count: 20000)), "h2-framing-lost"),
    ])
  func frames(bytes: [UInt8], code: String) {
    let found = play(opening + [.client(bytes)] + closing).findings
    #expect(found.filter { $0 != "h2-unexpected-settings-ack" }.contains(code), "\(found)")
    if code != "h2-framing-lost" { #expect(findings(client: bytes).contains(code)) }
  }

  @Test("Unknown types, flags and settings, and the reserved bit, are ignored")
  func ignored() {
    let bytes = Wire.make {
      $0.frame(FrameType(rawValue: 0xF0), flags: FrameFlags(rawValue: 0xFF), stream: 9, [1, 2, 3])
      $0.settings([Setting(.init(rawValue: 0x0A0A), 1)])
      $0.frame(.ping, flags: FrameFlags(rawValue: 0xFE), stream: 0x8000_0000, [UInt8](repeating: 0, count: 8))
    }
    #expect(findings(client: bytes, server: Wire.make { $0.settingsAck() }) == [])
  }

  @Test("Padding as long as the payload leaves no content")
  func dataPadding() {
    let bytes = Wire.make {
      $0.headers(3, Block.get("/"))
      $0.frame(.data, flags: [.padded, .endStream], stream: 3, [4, 1, 2, 3])
    }
    let recorder = play(opening + [.client(bytes)] + closing)
    #expect(recorder.findings == ["h2-padding-too-long"])
    #expect(recorder.exchanges == ["#0 stream 3 no-response GET / (0) - (0)"])
  }

  @Test("A wrong preface, and a first frame that is not SETTINGS")
  func beginning() {
    let wrong = Array("PRI * HTTP/2.1\r\n\r\nSM\r\n\r\n".utf8) + Wire.make { $0.settings() } + Self.request
    #expect(
      play([.client(wrong), .server(Self.response)] + closing).findings == ["h2-bad-preface", "h2-settings-not-first"])
    #expect(play([.client(wrong), .server(Self.response)] + closing).exchanges.first?.hasSuffix(Self.after) == true)
    #expect(play([.client(Wire.preface + Self.request)]).findings == ["h2-settings-not-first"])
  }

  // MARK: Field blocks

  @Test("A field block that is interrupted is lost, the stream is not")
  func interrupted() {
    let bytes = Wire.make {
      $0.frame(.headers, flags: .endStream, stream: 3, Array(Block.get("/").prefix(9)))
      $0.windowUpdate(0, 1)
    }
    #expect(findings(client: bytes) == ["h2-interrupted-field-block"])
    let recorder = play(opening + [.client(bytes)] + closing)
    #expect(recorder.exchanges == ["#0 stream 3 no-response - - (0) - (0)"])
  }

  @Test("Floods of CONTINUATION, and blocks without end")
  func floods() {
    let flood = Wire.make {
      $0.frame(.headers, stream: 3, Block.get("/"))
      for _ in 0..<200 { $0.frame(.continuation, stream: 3) }
      $0.frame(.continuation, flags: .endHeaders, stream: 3)
    }
    #expect(findings(client: flood) == ["h2-continuation-flood"])
    let endless = Wire.make {
      $0.frame(.headers, stream: 3, Block.get("/"))
      for _ in 0..<80 { $0.frame(.continuation, stream: 3, [UInt8](repeating: 0x82, count: 16384)) }
      $0.frame(.continuation, flags: .endHeaders, stream: 3)
    }
    #expect(findings(client: endless) == ["h2-continuation-flood", "h2-field-block-too-large"])
  }

  // MARK: Streams

  @Test("Rapid reset is a hundred resets by the client within a second")
  func rapidReset() {
    func resets(_ count: Int) -> [UInt8] {
      Wire.make {
        for stream in 0..<UInt32(count) {
          $0.headers(2 * stream + 1, Block.get("/"), end: true)
          $0.reset(2 * stream + 1, 8)
        }
      }
    }
    #expect(play(opening + [.client(resets(99))] + closing).findings == [])
    let attack = play(opening + [.client(resets(300))] + closing)
    #expect(attack.findings == ["h2-rapid-reset"])
    #expect(attack.exchanges.count == 300)
  }

  @Test(
    "Frames that cost the sender nothing are a flood when there are many within a second",
    arguments: [
      (frame(.ping, [UInt8](repeating: 0, count: 8)), 200, "h2-ping-flood"),
      (frame(.settings), 200, "h2-settings-flood"),
      (frame(.priority, stream: 9, Wire.octets(0) + [1]), 1000, "h2-priority-flood"),
      (frame(.windowUpdate, Wire.octets(127)), 1000, "h2-window-update-flood"),
      (frame(.windowUpdate, Wire.octets(128)), 2000, nil),
      (frame(.ping, flags: .ack, Wire.octets(0) + Wire.octets(0)), 2000, nil),
    ] as [([UInt8], Int, String?)])
  func floods(frame: [UInt8], limit: Int, code: String?) {
    func found(_ count: Int, _ side: Side) -> [String] {
      let bytes = [UInt8]([[UInt8]](repeating: frame, count: count).joined())
      return play(opening + [side == .client ? .client(bytes) : .server(bytes)] + closing).findings
    }
    for side in Side.allCases {
      #expect(found(limit - 1, side) == [])
      #expect(found(3 * limit, side) == [code].compactMap(\.self), "once, however many there are")
    }
  }

  @Test("Many empty DATA frames, and resets that the client provokes")
  func floodsOnStreams() {
    let empty = Wire.make {
      $0.headers(1, Block.get("/"))
      for _ in 0..<1000 { $0.data(1, []) }
    }
    #expect(play(opening + [.client(empty)] + closing).findings.contains("h2-empty-frames-flood"))
    let requests = Wire.make { wire in for stream in 0..<UInt32(100) { wire.headers(2 * stream + 1, Block.get("/")) } }
    func resets(_ code: UInt32) -> [UInt8] {
      Wire.make { wire in for stream in 0..<UInt32(100) { wire.reset(2 * stream + 1, code) } }
    }
    let provoked = play(opening + [.client(requests), .server(resets(1))] + closing)
    #expect(provoked.findings == ["h2-provoked-resets"])
    #expect(play(opening + [.client(requests), .server(resets(8))] + closing).findings == [])
  }

  @Test("A small block that makes very many bytes of field lines")
  func headerBomb() {
    // An entry of 100 bytes, and a thousand references to it (RFC 7541 §6.1).
    func bomb(_ count: Int) -> [UInt8] {
      let request = Block.get("/") + Block.inserting([("x", String(repeating: "y", count: 100))])
      return Wire.make { $0.headers(1, request + [UInt8](repeating: Block.dynamic(0)[0], count: count), end: true) }
    }
    #expect(play(opening + [.client(bomb(500))] + closing).findings == [])
    #expect(play(opening + [.client(bomb(1000))] + closing).findings == ["h2-header-bomb"])
  }

  @Test("The origins of ORIGIN frames (RFC 8336 §2.1), each once, as far as they are whole")
  func origins() {
    func origin(_ names: [String]) -> [UInt8] {
      Self.frame(.origin, names.flatMap { [0, UInt8($0.utf8.count)] + Array($0.utf8) })
    }
    var connection = HTTP2Connection(isSecure: false)
    let cut = Self.frame(.origin, [0, 9] + Array("https://".utf8))
    let steps: [Step] = [
      .server(origin(["https://A.example", "", "https://b.example:444"])), .server(cut),
      .server(origin(["https://a.example"])),
      .client(origin(["https://client.example"])),
    ]
    #expect(play(opening + steps + closing, on: &connection).findings == [])
    #expect(connection.statistics.origins == ["https://a.example", "https://b.example:444"])
    #expect(connection.statistics.originFrames == 3)
  }

  @Test("Streams go up, and nothing follows END_STREAM")
  func order() {
    let down = Wire.make {
      $0.headers(9, Block.get("/9"), end: true)
      $0.headers(7, Block.get("/7"), end: true)
    }
    #expect(findings(client: down) == ["h2-decreasing-stream"])
    let late = Wire.make {
      $0.headers(9, Block.get("/9"), end: true)
      $0.data(9, [1])
      $0.headers(9, Block.plain([("a", "b")]), end: true)
    }
    #expect(findings(client: late) == ["h2-frame-after-end-stream", "h2-frame-after-end-stream"])
  }

  @Test("More open streams than are kept")
  func tooManyStreams() {
    let count = HTTP2Limits.openStreams + 1000
    let recorder = play(
      opening + [
        .client(
          Wire.make {
            for stream in 0..<UInt32(count) { $0.headers(2 * stream + 1, [0x82, 0x86, 0x84, 0x41, 1, 0x61]) }
          })
      ] + closing)
    #expect(recorder.exchanges.count == count)
    #expect(recorder.exchanges.first == "#0 stream 1 incomplete GET / (0) - (0)")
    #expect(recorder.findings == [String](repeating: "h2-too-many-streams", count: HTTP2Limits.findingsPerCode))
  }

  @Test("Open streams that hold more field lines than are kept")
  func tooManyHeldBytes() {
    // An entry of 4,000 bytes, then 200 references to it in each request.
    let name = [UInt8](repeating: 0x61, count: 3999)
    let entry = [0x40, 0x7F, 0xA0, 0x1E] + name + [0x01, 0x62]
    let bomb = [0x82, 0x86, 0x84] + [UInt8](repeating: 0xBE, count: 200)
    let recorder = play(
      opening + [
        .client(
          Wire.make {
            $0.headers(1, [0x82, 0x86, 0x84] + entry, end: true)
            for stream in 0..<UInt32(100) { $0.headers(2 * stream + 3, bomb, end: true) }
          })
      ] + closing)
    #expect(recorder.exchanges.count == 101)
    #expect(Set(recorder.findings) == ["h2-header-bomb", "h2-too-many-streams"])
    #expect(recorder.exchanges.first == "#0 stream 1 no-response GET / (0) - (0)")
    #expect(!recorder.findings.isEmpty)
  }

  @Test("A second trailer section is decoded and not kept")
  func trailersWithoutEnd() {
    let trailers = Block.plain([("a", "b")])
    let bytes = Wire.make {
      $0.headers(3, Block.get("/"))
      for _ in 0..<1000 { $0.headers(3, trailers) }
    }
    let recorder = play(opening + [.client(bytes)] + closing)
    #expect(recorder.findings.allSatisfy { $0 == "h2-trailers-without-end-stream" })
    #expect(recorder.all.first?.request.message.trailers.lines.count == 1)
  }

  @Test("A push that the client does not want")
  func push() {
    let recorder = play(
      opening + [
        .client(
          Wire.make {
            $0.settings([Setting(.enablePush, 0)])
            $0.headers(1, Block.get("/"), end: true)
          }),
        .server(
          Wire.make {
            $0.settingsAck()
            $0.frame(.pushPromise, flags: .endHeaders, stream: 1, Wire.octets(2) + Block.get("/p"))
          }),
      ])
    #expect(recorder.findings == ["h2-push-not-allowed"])
  }

  // MARK: Messages

  @Test(
    "Requests with a malformed section",
    arguments: [
      (Block.get("/", [("Accept", "x")]), "h2-upper-case-field-name"),
      (Block.get("/", [("connection", "close")]), "h2-connection-specific-field"),
      (Block.get("/", [("transfer-encoding", "chunked")]), "h2-connection-specific-field"),
      (Block.get("/", [("te", "gzip")]), "h2-connection-specific-field"),
      (Block.get("/", [("a", "b\r\nc")]), "h2-forbidden-field-bytes"),
      (Block.get("/", [("", "b")]), "h2-forbidden-field-bytes"),
      (Block.get("/", [(":status", "200")]), "h2-unknown-pseudo-header"),
      (Block.get("/", [(":path", "/b")]), "h2-duplicate-pseudo-header"),
      (Block.get("/", [("a", "b"), (":authority", "c")]), "h2-misplaced-pseudo-header"),
      (Block.get(""), "h2-empty-path"),
      (Block.plain([(":method", "GET")]), "h2-missing-pseudo-header"),
      (Block.plain([(":method", "CONNECT")]), "h2-missing-pseudo-header"),
      (Block.get("/", [("content-length", "x")]), "h2-bad-content-length"),
      (Block.get("/", [("content-length", "0"), ("content-length", "1")]), "h2-bad-content-length"),
      (Block.get("/", [("content-length", "3")]), "h2-content-length-mismatch"),
    ])
  func requests(block: [UInt8], code: String) {
    #expect(findings(client: Wire.make { $0.headers(3, block, end: true) }).contains(code))
  }

  @Test(
    "Responses that are malformed",
    arguments: [
      (Block.plain([("server", "x")]), "h2-missing-pseudo-header"),
      (Block.plain([(":status", "2000")]), "h2-bad-status"),
      (Block.plain([(":status", "200"), (":path", "/")]), "h2-unknown-pseudo-header"),
      (Block.status(101), "h2-status-101"),
      (Block.status(103), "h2-interim-response-ends-stream"),
    ])
  func responses(block: [UInt8], code: String) {
    let client = Wire.make { $0.headers(3, Block.get("/"), end: true) }
    #expect(findings(client: client, server: Wire.make { $0.headers(3, block, end: true) }).contains(code))
  }

  @Test("Content-Length does not bind responses to HEAD, nor 304")
  func contentLength() {
    let client = Wire.make {
      $0.headers(3, Block.plain([(":method", "HEAD"), (":scheme", "http"), (":path", "/")]), end: true)
      $0.headers(5, Block.get("/"), end: true)
    }
    let server = Wire.make {
      $0.headers(3, Block.status(200, [("content-length", "9")]), end: true)
      $0.headers(5, Block.status(304, [("content-length", "9")]), end: true)
    }
    #expect(findings(client: client, server: server) == [])
  }

  // MARK: Hostile input

  @Test("Any byte changed, or the end cut off, ends in as many exchanges as there are streams")
  func damage() {
    for (side, bytes) in [(Side.client, Conversation.client), (.server, Conversation.server)] {
      for index in bytes.indices {
        for mask in [0x01, 0x80, 0xFF] as [UInt8] {
          var damaged = bytes
          damaged[index] ^= mask
          check(side == .client ? damaged : Conversation.client, side == .server ? damaged : Conversation.server)
        }
        let cut = Array(bytes[..<index])
        check(side == .client ? cut : Conversation.client, side == .server ? cut : Conversation.server)
      }
    }
  }

  private func check(_ client: [UInt8], _ server: [UInt8]) {
    let recorder = play([.client(client), .server(server)] + closing)
    let streams = recorder.all.compactMap(\.stream)
    #expect(Set(streams).count == streams.count)
    #expect(recorder.all.map(\.index).sorted() == Array(0..<streams.count))
  }

  @Test("Random bytes after the preface", arguments: 0..<64)
  func randomBytes(seed: UInt64) {
    var generator = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    let bytes = (0..<4096).map { _ in generator.next() % 4 == 0 ? UInt8(truncatingIfNeeded: generator.next() >> 32) : 0
    }
    let recorder = play([.client(Wire.preface + bytes), .server(bytes), .gap(.server, 7), .server(bytes)] + closing)
    #expect(recorder.exchanges.count < 1000)
  }

  /// xorshift64.
  private struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }
}
