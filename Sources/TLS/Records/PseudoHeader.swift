import Bytes

/// What a record's tag or MAC covers beside its content, before TLS 1.3: the record's number, and its header with the
/// count of bytes that are authenticated (RFC 5246 §6.2.3.1, §6.2.3.3).
struct PseudoHeader {
  private var storage = InlineArray<13, UInt8>(repeating: 0)

  init(sequence: UInt64, type: ContentType, version: TLSVersion, byteCount: Int) {
    var span = storage.mutableSpan
    // The bytes of an array have no padding.
    var bytes = unsafe span.mutableBytes
    bytes.storeBytes(of: sequence.bigEndian, toByteOffset: 0, as: UInt64.self)
    bytes.storeBytes(of: type.rawValue, toByteOffset: 8, as: UInt8.self)
    bytes.storeBytes(of: version.rawValue.bigEndian, toByteOffset: 9, as: UInt16.self)
    bytes.storeBytes(of: UInt16(truncatingIfNeeded: byteCount).bigEndian, toByteOffset: 11, as: UInt16.self)
  }

  /// 13 bytes; TLS 1.3 authenticates the last five alone (RFC 8446 §5.2).
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { unsafe storage.span.bytes }
  }
}
