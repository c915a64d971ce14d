extension RawSpan {
  /// Tells these bytes from others of the same count: an accident goes unnoticed about once in 2^64 times.
  ///
  /// A sum of products, each of two words that were masked by their place: no product waits for the one before.
  @inlinable
  public var fingerprint: UInt64 {
    var sum: UInt64 = 0
    // All arithmetic is modulo 2^64 by definition.
    var mask: UInt64 = 0x9E37_79B9_7F4A_7C15
    var offset = 0
    // `offset` is at most `byteCount`.
    while byteCount &- offset >= 16 {
      sum &+= maskedProduct(at: offset, mask)
      mask &+= 0xA076_1D64_78BD_642F
      offset &+= 16
    }
    if offset < byteCount, byteCount >= 16 { return sum &+ maskedProduct(at: byteCount - 16, mask) }
    while offset < byteCount {
      sum = (sum ^ UInt64(byte(at: offset))) &* mask
      offset += 1
    }
    return sum
  }

  /// The product of 16 bytes' halves, folded to 64 bits. `0 <= offset <= byteCount - 16`, which is not checked.
  @inlinable
  @inline(__always)
  func maskedProduct(at offset: Int, _ mask: UInt64) -> UInt64 {
    // The only caller keeps to the bounds; every byte that a connection begins with goes through here.
    let (first, second) = unsafe (
      unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self),
      unsafeLoadUnaligned(fromUncheckedByteOffset: offset &+ 8, as: UInt64.self)
    )
    let product = (UInt64(littleEndian: first) ^ mask).multipliedFullWidth(by: UInt64(littleEndian: second) ^ ~mask)
    return product.high ^ product.low
  }
}
