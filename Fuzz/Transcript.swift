import Analysis
import Bytes
import Findings
import HTTP
import HTTP2
import Packet

@testable import Report

/// What a dissector hands over, as lines of JSON: two ways to read one input must give the same.
struct Transcript: HTTP2Receiver {
  private var json = JSONWriter()
  private let context = ConnectionContext(
    id: 0, client: Endpoint(address: IPAddress(ipv4: 1), port: 1),
    server: Endpoint(address: IPAddress(ipv4: 2), port: 2), start: Timestamp(nanoseconds: 0))

  var wantsFrames: Bool { true }

  mutating func receive(_ exchange: inout Exchange) { add(exchange) }

  mutating func receive(_ finding: Finding, at time: Timestamp) {
    json.write(finding, of: context, at: time)
    json.endLine()
  }

  mutating func receive(_ frame: FrameRecord, from side: Side, at time: Timestamp) {
    json.write(frame, from: side, of: context, at: time)
    json.endLine()
  }

  mutating func add(_ exchange: borrowing Exchange) {
    for message in [exchange.request.message, exchange.response.message] {
      expect(message.bodyByteCount >= 0 && message.missingBodyByteCount >= 0, "content is not negative")
      if let start = message.start, let end = message.end { expect(start <= end, "a message ends after its start") }
    }
    json.write(exchange, of: context)
    json.endLine()
  }

  /// Adds bytes that are handed on.
  mutating func add(_ bytes: RawSpan, _ what: String) {
    json.beginObject()
    json.key(what)
    json.string(bytes)
    json.endObject()
    json.endLine()
  }

  /// Expects that another transcript says the same.
  func expectSame(as other: Transcript, _ what: String) {
    guard json.bytes != other.json.bytes else { return }
    let (lines, others) = (Self.lines(json.bytes), Self.lines(other.json.bytes))
    let index = zip(lines, others).prefix { $0 == $1 }.count
    let (line, counterpart) = [lines, others].map { index < $0.count ? $0[index] : "nothing" }.pair
    expect(false, "\(what) gives the same at line \(index):\n\(line)\n\(counterpart)")
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: ASCII.lineFeed).map { String(decoding: $0, as: UTF8.self) }
  }
}

extension [String] {
  fileprivate var pair: (String, String) { (self[0], self[1]) }
}
