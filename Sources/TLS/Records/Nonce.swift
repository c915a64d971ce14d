import Bytes

/// What makes an encryption unlike every other under the same key: 12 bytes in all of TLS (RFC 8446 §5.3, RFC 5288 §3).
struct Nonce {
  private var storage = InlineArray<12, UInt8>(repeating: 0)

  init(head: UInt32, tail: UInt64) {
    var span = storage.mutableSpan
    // The bytes of an array have no padding.
    var bytes = unsafe span.mutableBytes
    bytes.storeBytes(of: head.bigEndian, toByteOffset: 0, as: UInt32.self)
    bytes.storeBytes(of: tail.bigEndian, toByteOffset: 4, as: UInt64.self)
  }

  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { unsafe storage.span.bytes }
  }
}
