import HTTP

@testable import HTTP2

/// A conversation with something of everything, for tests that cut it, lose parts of it or damage it.
enum Conversation {
  static let client = Wire.make {
    $0.preface()
    $0.settings([Setting(.initialWindowSize, 65535), Setting(.headerTableSize, 8192)])
    $0.windowUpdate(0, 1_000_000)
    $0.headers(
      1, Block.inserting([(":method", "GET"), (":scheme", "http"), (":authority", "a.example"), (":path", "/1")]),
      end: true)
    $0.frame(
      .headers, flags: [.padded, .priority], stream: 3, [2] + Wire.octets(1) + [15] + Block.dynamic(3) + [0, 0])
    $0.frame(.continuation, stream: 3, Block.dynamic(2) + Block.dynamic(1))
    $0.frame(.continuation, flags: .endHeaders, stream: 3, Block.plain([(":path", "/3"), ("content-length", "5")]))
    $0.data(3, [1, 2, 3], padding: 4)
    $0.frame(.ping, [1, 2, 3, 4, 5, 6, 7, 8])
    $0.frame(FrameType(rawValue: 0xBB), flags: [], stream: 0, [9, 9, 9])
    $0.data(3, [4, 5], end: true)
    $0.headers(5, Block.get("/5"), end: true)
    $0.settingsAck()
    $0.frame(.priority, stream: 7, Wire.octets(0) + [3])
    $0.headers(7, Block.get("/7"), end: true)
    $0.reset(5, 8)
    $0.headers(9, Block.get("/9"), end: true)
  }

  static let server = Wire.make {
    $0.settings([Setting(.maxConcurrentStreams, 100)])
    $0.settingsAck()
    $0.headers(1, Block.inserting([(":status", "200"), ("server", "s")]))
    $0.frame(.pushPromise, flags: .endHeaders, stream: 1, Wire.octets(2) + Block.get("/pushed"))
    $0.data(1, [UInt8](repeating: 0x20, count: 40), padding: 0)
    $0.headers(2, Block.status(200))
    $0.data(1, [1, 2, 3], end: true)
    $0.data(2, [UInt8](repeating: 0, count: 25), end: true)
    $0.headers(3, Block.status(100))
    $0.headers(3, Block.dynamic(1) + Block.dynamic(0))
    $0.frame(.origin, [UInt8]("\u{0}\u{10}http://a.example".utf8))
    $0.data(3, [7])
    $0.headers(3, Block.plain([("grpc-status", "0")]), end: true)
    $0.headers(7, Block.status(404), end: true)
    $0.frame(.goaway, Wire.octets(9) + Wire.octets(0) + [1, 2, 3])
    $0.headers(9, Block.status(200))
    $0.data(9, [1, 2, 3, 4], end: true)
  }

  static let steps: [Step] = [.client(client), .server(server)] + closing

  static let exchanges = [
    "#2 stream 5 reset GET /5 (0) - (0) CANCEL", "#0 stream 1 complete GET /1 (0) 200 (43)",
    "#5 stream 2 complete GET /pushed (0) 200 (25) pushed",
    "#1 stream 3 complete GET /3 (5) 100 200 (1) grpc-status=0", "#3 stream 7 complete GET /7 (0) 404 (0)",
    "#4 stream 9 complete GET /9 (0) 200 (4)",
  ]
}
