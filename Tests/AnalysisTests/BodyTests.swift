import Bytes
import ContentCoding
import Findings
import HTTP
import Metrics
import Testing

@testable import Analysis

@Suite("Body compression")
struct BodyTests {
  /// Requests that were answered with these bodies, one after the other.
  private func conversation(
    _ bodies: [(fields: String, content: [UInt8])], accepting: String = "gzip, br", decodes: Bool = true
  ) -> Scenario {
    var options = AnalysisOptions()
    options.contents.decodes = decodes
    var scenario = Scenario(options: options)
    scenario.handshake()
    var sent = BySide(both: 0)
    func send(_ side: Side, _ bytes: [UInt8], at ms: Double) {
      scenario.send(side, at: sent[side], bytes, ms: ms)
      sent[side] += bytes.count
    }
    for (number, body) in bodies.enumerated() {
      let ms = Double(20 + number * 10)
      send(.client, Array("GET /\(number) HTTP/1.1\r\nHost: a\r\nAccept-Encoding: \(accepting)\r\n\r\n".utf8), at: ms)
      let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.content.count)\r\n\(body.fields)\r\n\r\n"
      send(.server, Array(head.utf8), at: ms + 1)
      // Segments, as the limits of reassembly want them.
      for start in stride(from: 0, to: body.content.count, by: 1400) {
        send(.server, Array(body.content[start..<min(start + 1400, body.content.count)]), at: ms + 2)
      }
    }
    scenario.finish()
    return scenario
  }

  private func text(_ count: Int) -> [UInt8] {
    Array("{\"name\": \"value\", \"number\": 12345678}\n".utf8.cycled(to: count))
  }

  @Test("What a compressible body would take is measured in each coding")
  func measured() throws {
    let bodies = conversation([("Content-Type: application/json; charset=utf-8", text(10_000))]).summary.http1.bodies
    #expect(bodies.types.map { String(decoding: $0.name, as: UTF8.self) } == ["application/json"])
    let totals = bodies.sum
    #expect(totals.missedBodies == 1 && totals.missedByteCount == 10_000)
    #expect(totals.sample.bodies == 1 && totals.sample.byteCount == 10_000)
    #expect((40...150).contains(totals.sample.gzipByteCount))
    #expect((20...120).contains(totals.sample.brotliByteCount))
    #expect((20...120).contains(totals.sample.zstdByteCount))
    #expect(totals.isSampleWhole && totals.missedGzipByteCount == totals.sample.gzipByteCount)
    #expect(totals.compressibleByteCount == 10_000 && totals.compressedByteCount == 0)
  }

  @Test(
    "What is small, of another type or not asked for in a coding is not missed",
    arguments: [
      ("Content-Type: text/html", 1023, "gzip"), ("Content-Type: image/png", 5000, "gzip"),
      ("Content-Type: text/event-stream", 5000, "gzip"), ("Content-Type: text/html", 5000, "identity, gzip;q=0"),
      ("X-Type: none", 5000, "gzip"), ("Content-Type: text/html\r\nContent-Encoding: unheard-of", 5000, "gzip"),
    ])
  func notMissed(fields: String, count: Int, accepting: String) {
    let totals = conversation([(fields, text(count))], accepting: accepting).summary.http1.bodies.sum
    #expect(totals.bodies == 1 && totals.byteCount == count)
    #expect(totals.missedBodies == 0 && totals.sample == CompressionSample())
  }

  @Test("RFC 9110 §12.5.3: any coding is allowed by an asterisk", arguments: ["*", "identity;q=0, *;q=0.1", "x-gzip"])
  func accepted(accepting: String) {
    let totals = conversation([("Content-Type: text/css", text(2000))], accepting: accepting).summary.http1.bodies.sum
    #expect(totals.missedBodies == 1)
  }

  @Test("Of a large body the beginning is compressed, and the rest by its ratio")
  func derived() {
    let limit = AnalysisLimits.sampledByteCountOfABody
    let totals = conversation([("Content-Type: text/plain", text(4 * limit))]).summary.http1.bodies.sum
    #expect(totals.sample.byteCount == limit && !totals.isSampleWhole)
    #expect(totals.missedGzipByteCount == 4 * totals.sample.gzipByteCount)
  }

  @Test("The budget of a capture is used up by what was compressed, and by nothing else")
  func budget() {
    let limit = AnalysisLimits.sampledByteCountOfABody
    let count = AnalysisLimits.sampledByteCount / limit
    let bodies =
      [("Content-Type: text/plain", text(100))]
      + [(fields: String, content: [UInt8])](repeating: ("Content-Type: text/plain", text(limit)), count: count + 3)
    let totals = conversation(bodies).summary.http1.bodies.sum
    #expect(totals.missedBodies == count + 3)
    #expect(totals.sample.bodies == count)
  }

  @Test("A coded body counts with its coding")
  func coded() {
    // `gzip` of 2,000 zeros, and of a single letter: the second is larger than the letter.
    let zeros = Hexadecimal.decode("1f8b080000000000020363601805a360148c8251300a46c150070044f4c902d0070000") ?? []
    let letter = Hexadecimal.decode("1f8b08000000000002034b040043beb7e801000000") ?? []
    let fields = "Content-Type: text/html\r\nContent-Encoding: gzip"
    let totals = conversation([(fields, zeros), (fields, letter)]).summary.http1.bodies.sum
    #expect(totals.coded.map(\.name) == ["gzip"])
    #expect(totals.coded.first?.totals.bodies == 2)
    #expect(totals.coded.first?.totals.decodedByteCount == 2001)
    #expect(totals.coded.first?.totals.enlarged == 1)
    #expect(totals.compressibleByteCount == 2000 && totals.compressedByteCount == 2000)
  }

  @Test("Nothing is measured when bodies are not decoded")
  func turnedOff() {
    let summary = conversation([("Content-Type: text/html", text(5000))], decodes: false).summary
    #expect(summary.http1.bodies == BodyTable())
  }
}

extension Collection<UInt8> {
  fileprivate func cycled(to count: Int) -> [UInt8] {
    let bytes = Array(self)
    return (0..<count).map { bytes[$0 % bytes.count] }
  }
}
