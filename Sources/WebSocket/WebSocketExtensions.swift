import Bytes
import Findings

/// The extensions that a server accepted: what its `Sec-WebSocket-Extensions` says (RFC 6455 §9.1).
package struct WebSocketExtensions: Equatable, Sendable, BitwiseCopyable {
  /// Nil when messages are not compressed.
  package var deflate: PerMessageDeflate?
  /// Whether there are extensions that are not known here: nobody can say what they make of reserved bits and payloads.
  package var hasUnknown = false
  /// Whether the field is not what the RFC allows.
  package var isMalformed = false

  /// None.
  package init() {}

  /// Adds the extensions of a field line.
  package mutating func add(fieldValue: RawSpan) {
    var offset = 0
    while offset < fieldValue.byteCount {
      var item = ListItem(fieldValue, from: offset)
      offset = item.end + 1
      guard let name = item.nextParameter() else { continue }
      guard item.bytes.extracting(name.name).equalsIgnoringCase("permessage-deflate"), deflate == nil else {
        hasUnknown = true
        continue
      }
      deflate = parameters(&item)
    }
  }

  /// Reads the parameters of permessage-deflate (RFC 7692 §7.1).
  private mutating func parameters(_ item: inout ListItem) -> PerMessageDeflate {
    var deflate = PerMessageDeflate()
    while let parameter = item.nextParameter() {
      let name = item.bytes.extracting(parameter.name)
      if name.equalsIgnoringCase("server_no_context_takeover") {
        deflate.keepsContext.server = false
      } else if name.equalsIgnoringCase("client_no_context_takeover") {
        deflate.keepsContext.client = false
      } else if name.equalsIgnoringCase("server_max_window_bits"), let bits = item.windowBits(parameter.value) {
        deflate.windowBits.server = bits
      } else if name.equalsIgnoringCase("client_max_window_bits"), let bits = item.windowBits(parameter.value) {
        deflate.windowBits.client = bits
      } else {
        isMalformed = true
      }
    }
    return deflate
  }
}

/// One extension of the list: a name, and parameters behind semicolons.
private struct ListItem: ~Escapable {
  let bytes: RawSpan
  /// Where the comma behind it stands, or the list ends.
  let end: Int
  private var position: Int

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, from start: Int) {
    self.bytes = bytes
    end = bytes.firstIndex(of: 0x2C, from: start) ?? bytes.byteCount
    position = start
  }

  /// The next name and, behind `=`, its value without quotation marks; nil when there is none.
  mutating func nextParameter() -> (name: ByteRange, value: ByteRange?)? {
    while position < end {
      let semicolon = min(end, bytes.firstIndex(of: 0x3B, from: position) ?? end)
      let whole = trimmed(position, semicolon, alsoQuotes: false)
      position = semicolon + 1
      guard !whole.isEmpty else { continue }
      guard let sign = bytes.firstIndex(of: 0x3D, from: whole.start), sign < whole.end else { return (whole, nil) }
      return (trimmed(whole.start, sign, alsoQuotes: false), trimmed(sign + 1, whole.end, alsoQuotes: true))
    }
    return nil
  }

  /// A number from 8 to 15 without leading zeros.
  func windowBits(_ value: ByteRange?) -> Int? {
    guard let value else { return nil }
    let text = bytes.extracting(value)
    switch text.byteCount {
    case 1 where text.equals("8") || text.equals("9"): return Int(text.byte(at: 0) - 0x30)
    case 2 where text.byte(at: 0) == 0x31 && text.byte(at: 1) >= 0x30 && text.byte(at: 1) <= 0x35:
      return 10 + Int(text.byte(at: 1) - 0x30)
    default: return nil
    }
  }

  private func trimmed(_ start: Int, _ end: Int, alsoQuotes: Bool) -> ByteRange {
    var start = start
    var end = end
    func isTrimmed(_ byte: UInt8) -> Bool {
      byte == ASCII.space || byte == ASCII.tab || alsoQuotes && byte == 0x22
    }
    while start < end, isTrimmed(bytes.byte(at: start)) { start += 1 }
    while start < end, isTrimmed(bytes.byte(at: end - 1)) { end -= 1 }
    return ByteRange(start: start, count: end - start)
  }
}
