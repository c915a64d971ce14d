import Analysis
import Bytes
import ContentCoding
import Findings
import Foundation
import GRPC
import HTTP
import HTTP2
import TLS
import WebSocket

/// Takes what WebSocket and gRPC messages carried, decompressed, and the data of server-sent events, and keeps the SHA-256 of
/// each, in order, for each side of each exchange.
final class PayloadDigests: RecordReceiver {
  struct Place: Hashable {
    var connection: Int
    var exchange: Int
    var from: Side
  }

  private(set) var digests: [Place: [String]] = [:]
  /// Of WebSocket messages that are under way.
  private var payloads: [Place: [UInt8]] = [:]
  /// Of gRPC calls and event streams that are under way.
  private var contents: [Place: MessageContent] = [:]

  let wantsContents = true

  // MARK: WebSocket

  func receive(_ payload: RawSpan, of message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    payloads[Place(message, of: connection), default: []].append(payload)
  }

  func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    let place = Place(message, of: connection)
    let isControl = message.opcode?.isControl == true
    note(isControl ? message.controlPayload : payloads.removeValue(forKey: place) ?? [], at: place)
  }

  // MARK: gRPC, server-sent events

  func wants(contentOf exchange: borrowing Exchange, from side: Side, of connection: ConnectionContext) -> Bool {
    let header = side == .client ? exchange.request.message.header : exchange.response.message.header
    guard let content = MessageContent(header) else { return false }
    contents[Place(connection: connection.id, exchange: exchange.index, from: side)] = content
    return true
  }

  func receive(_ content: RawSpan, of origin: ContentOrigin, of connection: ConnectionContext) {
    contents[Place(connection: connection.id, exchange: origin.exchange, from: origin.side)]?.bytes.append(content)
  }

  func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    for side in Side.allCases {
      let place = Place(connection: connection.id, exchange: exchange.index, from: side)
      for payload in contents.removeValue(forKey: place)?.payloads ?? [] { note(payload, at: place) }
    }
  }

  private func note(_ payload: [UInt8], at place: Place) {
    let hash = RunningHash(.sha256)
    hash?.update(payload.rawSpan)
    let digest = hash?.finish() ?? []
    digests[place, default: []].append(Hexadecimal.encode(digest.rawSpan))
  }
}

extension PayloadDigests.Place {
  fileprivate init(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    self.init(connection: connection.id, exchange: message.exchange, from: message.from)
  }
}

/// The content of one message in which there are messages.
private struct MessageContent {
  private enum Format {
    case grpc(GRPCFormat, encoding: String)
    case events
  }

  var bytes: [UInt8] = []
  private let format: Format

  init?(_ header: borrowing FieldSection) {
    if let format = GRPCFormat(of: header) {
      let encoding = header.first("grpc-encoding").map { String(decodingUTF8: header.value($0)) } ?? "identity"
      self.format = .grpc(format, encoding: encoding)
    } else if MediaType(of: header).isEventStream {
      format = .events
    } else {
      return nil
    }
  }

  var payloads: [[UInt8]] {
    switch format {
    case .grpc(let format, let encoding): calls(format, encoding)
    case .events: events
    }
  }

  // MARK: Events

  /// The data of each event that an empty line ends.
  private var events: [[UInt8]] {
    let text = String(decoding: bytes, as: UTF8.self).drop { $0 == "\u{FEFF}" }
    var events: [[UInt8]] = []
    var data: [String] = []
    // A carriage return with a line feed is one character. What follows the last end of a line is no line.
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).dropLast() {
      if line == "data" { data.append("") }
      if line.hasPrefix("data:") {
        let value = line.dropFirst(5)
        data.append(String(value.first == " " ? value.dropFirst() : value))
      }
      guard line.isEmpty else { continue }
      if !data.isEmpty { events.append(Array(data.joined(separator: "\n").utf8)) }
      data = []
    }
    return events
  }

  // MARK: gRPC

  /// What each message carries (a byte of flags, four of length), without the trailers of gRPC-Web.
  private func calls(_ format: GRPCFormat, _ encoding: String) -> [[UInt8]] {
    var payloads: [[UInt8]] = []
    var rest = (format == .webText ? base64Decoded : bytes)[...]
    while rest.count >= 5 {
      let flags = rest[rest.startIndex]
      let count = rest.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let payload = Array(rest.dropFirst(5).prefix(count))
      rest = rest.dropFirst(5 + count)
      if flags & 0x80 == 0 { payloads.append(flags & 1 == 1 ? decompressed(payload, encoding) : payload) }
    }
    return payloads
  }

  /// Base64 that may be padded anywhere.
  private var base64Decoded: [UInt8] {
    var padded = ""
    var decoded: [UInt8] = []
    for character in String(decoding: bytes, as: UTF8.self) {
      padded.append(character)
      if padded.count == 4 {
        decoded += Data(base64Encoded: padded) ?? Data()
        padded = ""
      }
    }
    return decoded
  }

  private func decompressed(_ payload: [UInt8], _ encoding: String) -> [UInt8] {
    var chain = CodingChain()
    chain.add(contentEncoding: Array(encoding.utf8).rawSpan)
    var decoder = ContentDecoder(chain)
    let pool = DecoderPool()
    var decoded: [UInt8] = []
    decoder.receive(payload.rawSpan, mayHold: false, using: pool) { decoded.append($0) }
    _ = decoder.finish(isComplete: true, using: pool) { decoded.append($0) }
    return decoded
  }
}
