import Bytes
import HPACK

@testable import HTTP2

/// Bytes of HTTP/2 frames, one after the other.
struct Wire {
  var bytes: [UInt8] = []

  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  mutating func preface() { bytes += Self.preface }

  mutating func frame(_ type: FrameType, flags: FrameFlags = [], stream: UInt32 = 0, _ payload: [UInt8] = []) {
    let length = UInt32(payload.count)
    bytes += [UInt8(length >> 16), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), type.rawValue, flags.rawValue]
    bytes += Self.octets(stream)
    bytes += payload
  }

  mutating func settings(_ settings: [Setting] = []) {
    frame(
      .settings,
      settings.flatMap {
        [UInt8($0.identifier.rawValue >> 8), UInt8($0.identifier.rawValue & 0xFF)] + Self.octets($0.value)
      })
  }

  mutating func settingsAck() { frame(.settings, flags: .ack) }

  mutating func headers(_ stream: UInt32, _ block: [UInt8], end: Bool = false) {
    frame(.headers, flags: end ? [.endHeaders, .endStream] : .endHeaders, stream: stream, block)
  }

  mutating func data(_ stream: UInt32, _ content: [UInt8], end: Bool = false, padding: Int? = nil) {
    var flags: FrameFlags = end ? .endStream : []
    var payload = content
    if let padding {
      flags.insert(.padded)
      payload = [UInt8(padding)] + content + [UInt8](repeating: 0, count: padding)
    }
    frame(.data, flags: flags, stream: stream, payload)
  }

  mutating func reset(_ stream: UInt32, _ code: UInt32) { frame(.rstStream, stream: stream, Self.octets(code)) }

  mutating func windowUpdate(_ stream: UInt32, _ increment: UInt32) {
    frame(.windowUpdate, stream: stream, Self.octets(increment))
  }

  static func octets(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
  }

  static func make(_ body: (inout Wire) -> Void) -> [UInt8] {
    var wire = Wire()
    body(&wire)
    return wire.bytes
  }
}

/// Field blocks of short literals.
enum Block {
  /// Literals without indexing (RFC 7541 §6.2.2) with new names; no dynamic table is needed.
  static func plain(_ lines: [(String, String)]) -> [UInt8] {
    lines.flatMap { [0x00] + string($0.0) + string($0.1) }
  }

  /// Literals with incremental indexing (RFC 7541 §6.2.1): each becomes an entry.
  static func inserting(_ lines: [(String, String)]) -> [UInt8] {
    lines.flatMap { [0x40] + string($0.0) + string($0.1) }
  }

  /// An indexed field line of the dynamic table; 0 is the newest entry.
  static func dynamic(_ index: UInt8) -> [UInt8] { [0x80 | (62 + index)] }

  /// The bytes of a string literal without Huffman coding, of less than 127 bytes.
  private static func string(_ text: String) -> [UInt8] {
    [UInt8(text.utf8.count)] + Array(text.utf8)
  }

  static func get(_ path: String, _ more: [(String, String)] = []) -> [UInt8] {
    plain([(":method", "GET"), (":scheme", "http"), (":authority", "a.example"), (":path", path)] + more)
  }

  static func status(_ status: Int, _ more: [(String, String)] = []) -> [UInt8] {
    plain([(":status", String(status))] + more)
  }
}
