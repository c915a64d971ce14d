import Bytes

/// The text of a grpc-message field: UTF-8 in percent-encoding (RFC 3986 §2.1).
package enum StatusMessage {
  /// The decoded bytes. What only looks like an encoding stays as it is: a recipient must not throw it away.
  package static func decode(_ value: RawSpan) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(value.byteCount)
    var index = 0
    while index < value.byteCount {
      let byte = value.byte(at: index)
      if byte == 0x25, index + 2 < value.byteCount,  // %
        let high = ASCII.hexadecimalValue(value.byte(at: index + 1)),
        let low = ASCII.hexadecimalValue(value.byte(at: index + 2))
      {
        text.append(high << 4 | low)
        index += 3
      } else {
        text.append(byte)
        index += 1
      }
    }
    return text
  }
}
