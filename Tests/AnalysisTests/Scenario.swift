import Bytes
import Findings
import HTTP
import HTTP2
import Metrics
import Packet
import TCP
import WebSocket

@testable import Analysis

/// A TCP connection as a script of segments at chosen times, read by the dissectors.
struct Scenario {
  private var tcp = TCPReassembly(seed: 1)
  private var dissection: Dissection
  private let chronicle: Chronicle
  let records = RecordKeeper()
  private var acknowledged = BySide(both: 0)

  init(options: AnalysisOptions = AnalysisOptions()) {
    chronicle = Chronicle(options: options, receiver: records)
    dissection = Dissection(options: options, chronicle: chronicle, receiver: records)
  }

  var summary: SummaryRecord { chronicle.summary }

  /// SYN, SYN-ACK and ACK at these milliseconds.
  mutating func handshake(_ first: Double = 0, _ second: Double = 10, _ third: Double = 10, client: UInt16 = 50000) {
    send(.client, at: -1, ms: first, flags: .syn, client: client)
    send(.server, at: -1, ms: second, flags: [.syn, .ack], client: client)
    send(.client, at: 0, ms: third, client: client)
  }

  /// A segment whose first byte has an offset in its side's stream.
  mutating func send(
    _ side: Side, at offset: Int, _ payload: [UInt8] = [], ms: Double, flags: TCPFlags = .ack, acknowledging: Int = 0,
    client: UInt16 = 50000
  ) {
    let address = BySide(client: IPAddress(ipv4: 0x0A00_0001), server: IPAddress(ipv4: 0x0A00_0002))
    let port = BySide(client: client, server: 80)
    let segment = TCPSegment(
      source: address[side], destination: address[side.opposite], sourcePort: port[side],
      destinationPort: port[side.opposite], sequence: UInt32(1001 + offset),
      acknowledgment: UInt32(1001 + acknowledging), flags: flags)
    let time = Timestamp(nanoseconds: Int64(ms * 1_000_000))
    tcp.receive(segment, payload.rawSpan, at: time, now: time, into: &dissection)
  }

  mutating func finish() {
    tcp.finish(into: &dissection)
  }
}

/// Keeps all records.
final class RecordKeeper: RecordReceiver {
  private(set) var exchanges: [(exchange: Exchange, facts: ContentFacts)] = []
  private(set) var connections: [ConnectionRecord] = []
  private(set) var findings: [Finding] = []

  func receive(_ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext) {
    exchanges.append((copy exchange, copy facts))
  }
  func receive(_ connection: borrowing ConnectionRecord) { connections.append(copy connection) }
  func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) { findings.append(finding) }
}

/// Frames of HTTP/2.
enum Frames {
  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4, 0, 0)

  static func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ payload: [UInt8] = []) -> [UInt8] {
    let length = UInt32(payload.count)
    let header: [UInt8] = Array(octets(length).dropFirst()) + [type, flags]
    return header + octets(stream) + payload
  }

  /// HEADERS with literals without indexing (RFC 7541 §6.2.2).
  static func headers(_ stream: UInt32, _ lines: [(String, String)], end: Bool = false) -> [UInt8] {
    frame(1, end ? 5 : 4, stream, block(lines))
  }

  static func get(_ stream: UInt32, _ path: String, _ more: [(String, String)] = []) -> [UInt8] {
    headers(stream, request(path) + more, end: true)
  }

  static func ok(_ stream: UInt32, _ lines: [(String, String)] = []) -> [UInt8] {
    headers(stream, [(":status", "200")] + lines)
  }

  static func data(_ stream: UInt32, _ count: Int, end: Bool = false) -> [UInt8] {
    data(stream, [UInt8](repeating: 0x61, count: count), end: end)
  }

  static func data(_ stream: UInt32, _ content: [UInt8], end: Bool = false) -> [UInt8] {
    frame(0, end ? 1 : 0, stream, content)
  }

  static func promise(_ promised: UInt32, on stream: UInt32, _ path: String) -> [UInt8] {
    frame(5, 4, stream, octets(promised) + block(request(path)))
  }

  static func reset(_ stream: UInt32, _ code: UInt32) -> [UInt8] { frame(3, 0, stream, octets(code)) }

  static func request(_ path: String) -> [(String, String)] {
    [(":method", "GET"), (":scheme", "http"), (":authority", "a.example"), (":path", path)]
  }

  private static func block(_ lines: [(String, String)]) -> [UInt8] {
    lines.flatMap { name, value in [0] + string(name) + string(value) }
  }

  private static func string(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return [UInt8(bytes.count)] + bytes
  }

  private static func octets(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
  }
}
