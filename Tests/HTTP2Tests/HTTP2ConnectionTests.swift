import Bytes
import Findings
import HTTP
import Testing

@testable import HTTP2

@Suite("HTTP/2 connections")
struct HTTP2ConnectionTests {
  @Test("A request and its response are one exchange with times and sizes")
  func oneExchange() throws {
    let request = Block.get("/a", [("cookie", "x=1"), ("cookie", "y=2")])
    let response = Block.status(200, [("content-length", "5")])
    let recorder = play(
      opening + [
        .client(Wire.make { $0.headers(1, request, end: true) }),
        .server(Wire.make { $0.headers(1, response) }),
        .server(Wire.make { $0.data(1, Array("hello".utf8), end: true) }),
      ])
    #expect(recorder.exchanges == ["#0 stream 1 complete GET /a (0) 200 (5)"])
    #expect(recorder.findings == [])
    let exchange = try #require(recorder.all.first)
    #expect(exchange.request.message.start?.nanoseconds == 3_000_000_000)
    #expect(exchange.request.message.end?.nanoseconds == 3_000_000_000)
    #expect(exchange.response.message.start?.nanoseconds == 4_000_000_000)
    #expect(exchange.response.message.end?.nanoseconds == 5_000_000_000)
    #expect(exchange.request.message.headerWireByteCount == request.count)
    #expect(exchange.request.message.hpackByteCount == request.count)
    #expect(exchange.request.message.headerListByteCount == 7 + 3 + 7 + 4 + 10 + 9 + 5 + 2 + 2 * (6 + 3))
    let text = "GET /a HTTP/1.1\r\nHost: a.example\r\ncookie: x=1; y=2\r\n\r\n"
    #expect(exchange.request.message.http1ByteCount == text.utf8.count)
    #expect(exchange.response.message.http1ByteCount == "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n".utf8.count)
    #expect(
      exchange.request.authority.map { String(decodingUTF8: exchange.request.message.header.bytes($0)) } == "a.example")
  }

  @Test("Streams interleave and leave in the order in which they end")
  func interleaving() {
    let recorder = play(
      opening + [
        .client(
          Wire.make {
            $0.headers(1, Block.get("/1"), end: true)
            $0.headers(3, Block.get("/3"))
            $0.data(3, [1, 2, 3])
          }),
        .server(
          Wire.make {
            $0.headers(3, Block.status(200))
            $0.headers(1, Block.status(404), end: true)
            $0.data(3, [UInt8](repeating: 0, count: 10))
          }),
        .client(Wire.make { $0.data(3, [4], end: true) }),
        .server(Wire.make { $0.data(3, [], end: true) }),
      ])
    #expect(
      recorder.exchanges == [
        "#0 stream 1 complete GET /1 (0) 404 (0)", "#1 stream 3 complete GET /3 (4) 200 (10)",
      ])
    #expect(recorder.findings == [])
  }

  @Test("Statistics count frames, streams, settings, resets and GOAWAY")
  func statistics() {
    var connection = HTTP2Connection(isSecure: false)
    _ = play(
      opening + [
        .client(
          Wire.make {
            $0.settings([Setting(.initialWindowSize, 70000), Setting(.init(rawValue: 0x7A7A), 9)])
            $0.headers(1, Block.get("/1"), end: true)
            $0.headers(3, Block.get("/3"), end: true)
            $0.frame(FrameType(rawValue: 0xEE), flags: [], stream: 77, [1, 2])
            $0.reset(3, 8)
          }),
        .server(
          Wire.make {
            $0.settingsAck()
            $0.frame(.ping, [UInt8](repeating: 0, count: 8))
            $0.headers(1, Block.status(200), end: true)
            $0.frame(.goaway, Wire.octets(1) + Wire.octets(0) + Array("bye".utf8))
          }),
      ] + closing, on: &connection)
    let statistics = connection.statistics
    #expect(statistics.streams == 2)
    #expect(statistics.maxConcurrentStreams == 2)
    #expect(statistics.resets == BySide(client: 1, server: 0))
    #expect(statistics.settings.client.last == Setting(.init(rawValue: 0x7A7A), 9))
    #expect(statistics.goaways.map(\.lastStream) == [1])
    #expect(statistics.frames.client[.settings] == 3)
    #expect(statistics.frames.client[.headers] == 2)
    #expect(statistics.frames.client[FrameType(rawValue: 0xEE)] == 1)
    #expect(statistics.frames.server[.ping] == 1)
    #expect(statistics.hpack.client.blocks == 2)
    #expect(
      statistics.hpack.client.http1ByteCount
        == 2 * "GET /1 HTTP/1.1\r\nHost: a.example\r\n\r\n".utf8.count)
  }

  @Test("Padding and priority are no content and no field block")
  func padding() throws {
    let block = Block.get("/p")
    let recorder = play(
      opening + [
        .client(
          Wire.make {
            $0.frame(
              .headers, flags: [.endHeaders, .padded, .priority], stream: 1,
              [3] + Wire.octets(0) + [15] + block + [0, 0, 0])
            $0.data(1, [1, 2, 3, 4], padding: 200)
            $0.data(1, [], end: true, padding: 0)
          }),
        .server(Wire.make { $0.headers(1, Block.status(204), end: true) }),
      ])
    #expect(recorder.exchanges == ["#0 stream 1 complete GET /p (4) 204 (0)"])
    #expect(recorder.findings == [])
    #expect(recorder.all.first?.request.message.headerWireByteCount == block.count)
    #expect(recorder.records.compactMap(\.paddingByteCount) == [4, 201, 1])
  }

  @Test("A block may go on in CONTINUATION after any byte")
  func continuation() {
    let block = Block.get("/long", [("x", "y")])
    for first in 0...block.count {
      for second in stride(from: first, through: block.count, by: 7) {
        let recorder = play(
          opening + [
            .client(
              Wire.make {
                $0.frame(.headers, flags: .endStream, stream: 1, Array(block[..<first]))
                $0.frame(.continuation, stream: 1, Array(block[first..<second]))
                $0.frame(.continuation, flags: .endHeaders, stream: 1, Array(block[second...]))
              }),
            .server(Wire.make { $0.headers(1, Block.status(200), end: true) }),
          ])
        #expect(recorder.exchanges == ["#0 stream 1 complete GET /long (0) 200 (0)"])
        #expect(recorder.findings == [])
      }
    }
  }

  @Test("Interim responses and trailers")
  func interimAndTrailers() {
    let recorder = play(
      opening + [
        .client(Wire.make { $0.headers(1, Block.get("/t"), end: true) }),
        .server(
          Wire.make {
            $0.headers(1, Block.status(103, [("link", "</x>; rel=preload")]))
            $0.headers(1, Block.status(200))
            $0.data(1, [1, 2])
            $0.headers(1, Block.plain([("grpc-status", "0")]), end: true)
          }),
      ])
    #expect(recorder.exchanges == ["#0 stream 1 complete GET /t (0) 103 200 (2) grpc-status=0"])
    #expect(recorder.findings == [])
  }

  @Test("A push is an exchange of its own with the promised request")
  func push() {
    var connection = HTTP2Connection(isSecure: false)
    let recorder = play(
      opening + [
        .client(Wire.make { $0.headers(1, Block.get("/"), end: true) }),
        .server(
          Wire.make {
            $0.frame(.pushPromise, flags: .endHeaders, stream: 1, Wire.octets(2) + Block.get("/style.css"))
            $0.headers(1, Block.status(200), end: true)
            $0.headers(2, Block.status(200))
            $0.data(2, [1], end: true)
          }),
      ], on: &connection)
    #expect(
      recorder.exchanges == [
        "#0 stream 1 complete GET / (0) 200 (0)", "#1 stream 2 complete GET /style.css (0) 200 (1) pushed",
      ])
    #expect(recorder.findings == [])
    #expect(connection.statistics.pushes == 1)
    #expect(recorder.records.compactMap(\.promisedStream) == [2])
  }

  @Test("CONNECT tunnels, and extended CONNECT is what it asks for")
  func connect() {
    let recorder = play(
      opening + [
        .client(
          Wire.make {
            $0.headers(1, Block.plain([(":method", "CONNECT"), (":authority", "b.example:443")]))
            $0.headers(
              3,
              Block.plain([
                (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "https"), (":path", "/chat"),
                (":authority", "a.example"),
              ]))
          }),
        .server(
          Wire.make {
            $0.headers(1, Block.status(200))
            $0.headers(3, Block.status(200))
            $0.data(3, [0x81, 0], end: true)
            $0.data(1, [1], end: true)
          }),
        .client(
          Wire.make {
            $0.data(3, [], end: true)
            $0.data(1, [], end: true)
          }),
      ])
    #expect(
      recorder.exchanges == [
        "#1 stream 3 complete CONNECT /chat (0) 200 (2) websocket",
        "#0 stream 1 complete CONNECT - (0) 200 (1) connect-tunnel",
      ])
    #expect(recorder.findings == [])
  }

  // MARK: Ends

  @Test("RST_STREAM ends an exchange, and late frames open no other")
  func reset() {
    let recorder = play(
      opening + [
        .client(
          Wire.make {
            $0.headers(1, Block.get("/1"), end: true)
            $0.reset(1, 8)
          }),
        .server(
          Wire.make {
            $0.headers(1, Block.status(200))
            $0.data(1, [1, 2, 3], end: true)
            $0.windowUpdate(1, 5)
          }),
      ] + closing)
    #expect(recorder.exchanges == ["#0 stream 1 reset GET /1 (0) - (0) CANCEL"])
    #expect(recorder.findings == [])
  }

  @Test("A reset after the response resets the request, and a reset after both changes nothing")
  func resetAfterResponse() {
    let recorder = play(
      opening + [
        .client(Wire.make { $0.headers(1, Block.get("/1")) }),
        .server(
          Wire.make {
            $0.headers(1, Block.status(413), end: true)
            $0.reset(1, 0)
          }),
        .client(Wire.make { $0.headers(3, Block.get("/3"), end: true) }),
        .server(Wire.make { $0.headers(3, Block.status(200), end: true) }),
        .client(Wire.make { $0.reset(3, 8) }),
      ] + closing)
    #expect(
      recorder.exchanges == [
        "#0 stream 1 reset GET /1 (0) 413 (0) NO_ERROR", "#1 stream 3 complete GET /3 (0) 200 (0)",
      ])
  }

  @Test(
    "The connection's end ends every exchange",
    arguments: [
      (EndReason.closed, "no-response", "incomplete"), (.captureEnd, "no-response", "incomplete"),
      (.reset, "reset", "reset"),
    ])
  func connectionEnd(reason: EndReason, unanswered: String, answered: String) {
    let recorder = play(
      opening + [
        .client(
          Wire.make {
            $0.headers(1, Block.get("/1"), end: true)
            $0.headers(3, Block.get("/3"), end: true)
            $0.headers(5, Block.get("/5"))
          }),
        .server(
          Wire.make {
            $0.headers(3, Block.status(200))
            $0.data(3, [1])
          }),
        .end(.client, reason), .end(.server, reason),
      ])
    #expect(
      recorder.exchanges == [
        "#0 stream 1 \(unanswered) GET /1 (0) - (0)", "#1 stream 3 \(answered) GET /3 (0) 200 (1)",
        "#2 stream 5 \(answered) GET /5 (0) - (0)",
      ])
  }

  @Test("One side alone makes exchanges too")
  func oneSide() {
    let server = Wire.make {
      $0.settings()
      $0.headers(1, Block.status(200))
      $0.data(1, [1, 2], end: true)
    }
    #expect(play([.server(server)] + closing).exchanges == ["#0 stream 1 no-request - - (0) 200 (2)"])
    let client = Wire.make {
      $0.preface()
      $0.settings()
      $0.headers(1, Block.get("/"), end: true)
    }
    #expect(play([.client(client)] + closing).exchanges == ["#0 stream 1 no-response GET / (0) - (0)"])
    // Two captures of one moment may hold the response before its request.
    #expect(play([.server(server), .client(client)] + closing).exchanges == ["#0 stream 1 complete GET / (0) 200 (2)"])
  }

  // MARK: Upgrade

  @Test("After Upgrade: h2c the exchange goes on as stream 1")
  func upgrade() {
    var exchange = Exchange()
    exchange.hasRequest = true
    exchange.request.method = exchange.request.message.header.appendText(Array("GET".utf8).rawSpan)
    exchange.request.path = exchange.request.message.header.appendText(Array("/up".utf8).rawSpan)
    exchange.request.message.isComplete = true
    // HEADER_TABLE_SIZE = 256, ENABLE_PUSH = 0
    exchange.request.message.header.append(
      name: Array("HTTP2-Settings".utf8).rawSpan, value: Array("AAEAAAEAAAIAAAAA".utf8).rawSpan)
    exchange.response.status = 101
    var connection = HTTP2Connection(upgradedFrom: exchange, nextIndex: 2)
    let recorder = play(
      [
        .server(
          Wire.make {
            $0.settings()
            // 0x3f 0xe1 0x01: the table is 256 bytes from here on (RFC 7541 §6.3).
            $0.headers(1, [0x3F, 0xE1, 0x01] + Block.status(200))
            $0.data(1, [7], end: true)
          }),
        .client(
          Wire.make {
            $0.preface()
            $0.settings()
            $0.settingsAck()
            $0.headers(3, Block.get("/next"), end: true)
          }),
        .server(
          Wire.make {
            $0.settingsAck()
            $0.headers(3, Block.status(200), end: true)
          }),
      ], on: &connection)
    #expect(
      recorder.exchanges == [
        "#0 stream 1 complete GET /up (0) 101 200 (1) h2c", "#2 stream 3 complete GET /next (0) 200 (0)",
      ])
    #expect(recorder.findings == [])
    #expect(connection.statistics.settings.client == [Setting(.headerTableSize, 256), Setting(.enablePush, 0)])
    #expect(connection.statistics.frames.client[.settings] == 2)
  }

  // MARK: SETTINGS

  @Test("A table size is in force once it was acknowledged")
  func tableSize() {
    // 0x3f 0xe1 0x3f: 8192 (RFC 7541 §6.3); nobody allowed it.
    let block = [0x3F, 0xE1, 0x3F] + Block.status(200)
    let request = Step.client(Wire.make { $0.headers(1, Block.get("/"), end: true) })
    #expect(
      play(opening + [request, .server(Wire.make { $0.headers(1, block, end: true) })]).findings
        == ["h2-compression-error"])
    let announcement = Step.client(Wire.make { $0.settings([Setting(.headerTableSize, 8192)]) })
    let acknowledged = play(
      opening + [
        announcement, request,
        .server(
          Wire.make {
            $0.settingsAck()
            $0.headers(1, block, end: true)
          }),
      ])
    #expect(acknowledged.findings == [])
    #expect(acknowledged.exchanges == ["#0 stream 1 complete GET / (0) 200 (0)"])
  }

  @Test("A table that became smaller must be answered by a size update")
  func smallerTable() {
    let recorder = play(
      opening + [
        .client(
          Wire.make {
            $0.settings([Setting(.headerTableSize, 0)])
            $0.headers(1, Block.get("/"), end: true)
          }),
        .server(
          Wire.make {
            $0.settingsAck()
            $0.headers(1, Block.status(200), end: true)
          }),
      ])
    #expect(recorder.findings == ["h2-compression-error"])
    #expect(recorder.exchanges == ["#0 stream 1 complete GET / (0) 200 (0)"])
  }

  @Test("A frame may be as large as the acknowledged MAX_FRAME_SIZE")
  func maxFrameSize() {
    let content = [UInt8](repeating: 0x61, count: 20000)
    func conversation(_ announced: [Setting]) -> Recorder {
      play(
        opening + [
          .server(Wire.make { $0.settings(announced) }),
          .client(
            Wire.make {
              $0.settingsAck()
              $0.headers(1, Block.get("/"))
              $0.data(1, content, end: true)
            }),
          .server(Wire.make { $0.headers(1, Block.status(200), end: true) }),
        ])
    }
    #expect(conversation([]).findings == ["h2-frame-too-large"])
    #expect(conversation([Setting(.maxFrameSize, 32768)]).findings == [])
    #expect(conversation([]).exchanges == ["#0 stream 1 complete GET / (20000) 200 (0)"])
  }
}
