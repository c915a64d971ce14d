import Bytes

/// How a record lies in the bytes: header and fragment, or the first message of a client in the form of SSL 2.0.
struct RecordFrame {
  let header: RecordHeader
  /// Bytes before the fragment.
  private let prefixByteCount: Int

  /// Bytes of the whole record.
  var byteCount: Int { prefixByteCount + header.length }

  /// Nil when no record begins with the five bytes at an offset. `0 <= offset <= bytes.byteCount - 5`.
  ///
  /// - Parameter isFirst: whether a ClientHello in the form of SSL 2.0 may stand there.
  init?(_ bytes: RawSpan, at offset: Int, isFirst: Bool) {
    let header = RecordHeader(bytes, at: offset)
    if header.isPlausible {
      self.header = header
      prefixByteCount = RecordHeader.byteCount
    } else if isFirst, let length = Self.ssl2HelloLength(bytes, at: offset) {
      self.header = RecordHeader(type: .handshake, version: .ssl2, length: length)
      prefixByteCount = 2
    } else {
      return nil
    }
  }

  /// Two bytes of length with the highest bit set, the message type 1, and the version (RFC 5246 §E.2).
  private static func ssl2HelloLength(_ bytes: RawSpan, at offset: Int) -> Int? {
    let length = Int(bytes.uint16(at: offset))
    let version = TLSVersion(rawValue: bytes.uint16(at: offset + 3))
    guard length >= 0x8000 + ClientHello.ssl2FixedByteCount, bytes.byte(at: offset + 2) == 1,
      version == .ssl2 || version.isRecordVersion
    else { return nil }
    return length - 0x8000
  }

  func record(at offset: Int, isHeld: Bool) -> Record {
    Record(
      header: header, fragment: ByteRange(start: offset + prefixByteCount, count: header.length), isHeld: isHeld)
  }
}
