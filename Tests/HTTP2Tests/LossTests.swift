import Bytes
import Findings
import HTTP
import Testing

@testable import HTTP2

@Suite("Gaps and captures that begin in the middle")
struct LossTests {
  /// Responses with literals only, so that what a gap does not touch can be read whole.
  private static let server = Wire.make {
    $0.settings()
    $0.settingsAck()
    for stream in stride(from: UInt32(1), through: 19, by: 2) {
      $0.headers(stream, Block.status(200, [("content-length", "30")]))
      $0.data(stream, [UInt8](repeating: 0x41, count: 20))
      $0.data(stream, [UInt8](repeating: 0x42, count: 10), end: true)
    }
  }
  private static let client = Wire.make {
    $0.preface()
    $0.settings()
    for stream in stride(from: UInt32(1), through: 19, by: 2) {
      $0.headers(stream, Block.get("/\(stream)"), end: true)
    }
  }
  /// Where each response begins and ends among the server's bytes.
  private static let responses: [Range<Int>] = {
    let start = 18
    let each = (server.count - start) / 10
    return (0..<10).map { start + $0 * each..<start + ($0 + 1) * each }
  }()

  @Test("Exchanges that a gap does not touch stay right, wherever it is", arguments: [1, 7, 19, 45, 150])
  func untouched(byteCount: Int) {
    for start in 0..<(Self.server.count - byteCount) {
      let gap = start..<start + byteCount
      let recorder = play(
        [
          .client(Self.client), .server(Array(Self.server[..<start])), .gap(.server, byteCount),
          .server(Array(Self.server[gap.upperBound...])),
        ] + closing)
      #expect(recorder.exchanges.count == 10)
      for (index, response) in Self.responses.enumerated() where !response.overlaps(gap) {
        // A frame after the gap needs one more to be believed, unless the gap ends where a header says.
        let stream = 2 * index + 1
        let text = "#\(index) stream \(stream) complete GET /\(stream) (0) 200 (30)"
        #expect(recorder.exchanges.contains(text), "gap \(gap)")
      }
      for exchange in recorder.all where exchange.state == .complete {
        #expect(exchange.response.message.bodyByteCount == 30)
      }
    }
  }

  @Test("Content goes on behind a gap over the ends of frames, and the receiver learns that some may lack")
  func lostTrackOfContent() {
    let response = Wire.make {
      $0.settings()
      $0.headers(1, Block.status(200))
      for letter in UInt8(0x41)...0x45 { $0.data(1, [letter, letter, letter]) }
      $0.data(1, [0x46], end: true)
    }
    // The gap begins behind the first two octets of `AAA` and ends within `BBB`.
    let gap = (response.count - 10 - 5 * 12 + 11)..<(response.count - 10 - 3 * 12 - 2)
    let recorder = play(
      [
        .client(Self.client), .server(Array(response[..<gap.lowerBound])), .gap(.server, gap.count),
        .server(Array(response[gap.upperBound...])),
      ] + closing)
    #expect(recorder.contents == ["AA[1][?]CCCDDDEEEF"])
  }

  @Test("A gap inside content is missing content, and the framing goes on")
  func insideContent() {
    let content = [UInt8](repeating: 0x41, count: 100)
    let response = Wire.make {
      $0.headers(1, Block.status(200, [("content-length", "100")]))
      $0.data(1, content, end: true, padding: 10)
    }
    let start = response.count - 70
    // 10 bytes of padding end the frame: the gap takes 50 bytes of content, then 60, then all to the frame's end.
    for (count, missing) in [(50, 50), (60, 60), (70, 60)] {
      let recorder = play(
        opening + [
          .client(Wire.make { $0.headers(1, Block.get("/"), end: true) }),
          .server(Array(response[..<start])), .gap(.server, count), .server(Array(response[(start + count)...])),
        ] + closing)
      let text = "#0 stream 1 incomplete GET / (0) 200 (\(100 - missing)) missing \(missing)"
      #expect(recorder.exchanges == [text])
      #expect(recorder.findings == [])
    }
  }

  @Test("Every gap in a conversation leaves every exchange at most once", arguments: [1, 9, 30])
  func everyGap(byteCount: Int) {
    for side in Side.allCases {
      let bytes = side == .client ? Conversation.client : Conversation.server
      for start in 0..<(bytes.count - byteCount) {
        let before = Array(bytes[..<start])
        let after = Array(bytes[(start + byteCount)...])
        let steps: [Step] =
          side == .client
          ? [.client(before), .gap(.client, byteCount), .client(after), .server(Conversation.server)]
          : [.client(Conversation.client), .server(before), .gap(.server, byteCount), .server(after)]
        let recorder = play(steps + closing)
        let streams = recorder.all.compactMap(\.stream)
        #expect(Set(streams).count == streams.count)
        #expect(Set(recorder.all.map(\.index)).count == streams.count)
      }
    }
  }

  @Test("A capture that begins anywhere finds the frames of both sides")
  func midStream() {
    for start in stride(from: 0, to: Self.responses[4].lowerBound, by: 1) {
      var connection = HTTP2Connection(midStreamIsSecure: false)
      let recorder = play([.server(Array(Self.server[start...]))] + closing, on: &connection)
      let known = Self.responses.indices.filter { Self.responses[$0].lowerBound >= start }
      for index in known {
        #expect(recorder.exchanges.contains { $0.hasSuffix("stream \(2 * index + 1) no-request - - (0) 200 (30)") })
      }
      #expect(recorder.exchanges.count == known.count, "from \(start) of \(Self.responses[0]) \(recorder.frames)")
      #expect(recorder.findings == [])
    }
  }

  @Test("A single frame after a gap is believed when it ends with the bytes and no more come")
  func lastFrame() {
    let recorder = play(
      opening + [
        .client(Wire.make { $0.headers(1, Block.get("/"), end: true) }), .gap(.server, 500),
        .server(Wire.make { $0.headers(1, Block.status(200), end: true) }),
      ] + closing)
    #expect(recorder.exchanges == ["#0 stream 1 complete GET / (0) 200 (0)"])
  }

  @Test("An entry of the dynamic table that was inserted inside a gap is unknown, not wrong")
  func unknownEntries() throws {
    let insertion = Wire.make { $0.headers(1, Block.inserting([(":status", "200"), ("server", "s")])) }
    let recorder = play(
      opening + [
        .client(
          Wire.make {
            $0.headers(1, Block.get("/1"), end: true)
            $0.headers(3, Block.get("/3"), end: true)
          }),
        .gap(.server, insertion.count),
        .server(
          Wire.make {
            $0.headers(3, Block.dynamic(1) + Block.dynamic(0))
            $0.data(3, [1], end: true)
            $0.data(1, [1, 2], end: true)
          }),
      ] + closing)
    #expect(
      recorder.exchanges == [
        "#1 stream 3 complete GET /3 (0) - (1)", "#0 stream 1 incomplete GET /1 (0) - (2)",
      ])
    #expect(recorder.findings == [])
    let lines = try #require(recorder.all.first?.response.message.header.lines)
    #expect(lines.map(\.certainty) == [.unknown, .unknown])
  }
}
