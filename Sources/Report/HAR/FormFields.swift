import Bytes

/// The names and values of a query, or of a form (`application/x-www-form-urlencoded`, URL Standard §5.1), decoded.
struct FormFields: ~Escapable {
  private let text: RawSpan
  private var position = 0
  private(set) var name: [UInt8] = []
  private(set) var value: [UInt8] = []

  @_lifetime(copy text)
  init(_ text: RawSpan) {
    self.text = text
  }

  /// Reads the next pair into `name` and `value`; false when there is none.
  @_lifetime(self: copy self)
  mutating func next() -> Bool {
    while position < text.byteCount {
      let end = text.firstIndex(of: 0x26, from: position) ?? text.byteCount
      let pair = text.extracting(position..<end)
      position = end + 1
      if pair.isEmpty { continue }
      let sign = pair.firstIndex(of: 0x3D) ?? pair.byteCount
      Self.decode(pair.extracting(0..<sign), into: &name)
      Self.decode(pair.extracting(min(sign + 1, pair.byteCount)..<pair.byteCount), into: &value)
      return true
    }
    return false
  }

  private static func decode(_ text: RawSpan, into bytes: inout [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    var offset = 0
    while offset < text.byteCount {
      let byte = text.byte(at: offset)
      offset += 1
      switch byte {
      case 0x2B:  // +
        bytes.append(ASCII.space)
      case 0x25 where text.byteCount - offset >= 2:  // %
        guard let high = ASCII.hexadecimalValue(text.byte(at: offset)),
          let low = ASCII.hexadecimalValue(text.byte(at: offset + 1))
        else { fallthrough }
        bytes.append(high << 4 | low)
        offset += 2
      default:
        bytes.append(byte)
      }
    }
  }
}
