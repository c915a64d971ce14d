import Bytes

/// Records of a cipher that authenticates: GCM, CCM, ChaCha20-Poly1305 (RFC 8446 §5.2, RFC 5246 §6.2.3.3).
final class AuthenticatedRecords {
  private let context: CipherContext
  private let isTLS13: Bool
  /// Whether eight bytes of the nonce stand before the ciphertext.
  private let hasExplicitNonce: Bool
  private let tagByteCount: Int
  /// The first four bytes of each nonce.
  private let nonceHead: UInt32
  /// What the record's number is added to, bit by bit, for the last eight.
  private let nonceTail: UInt64

  /// Nil when libcrypto has not the cipher.
  init?(_ cipher: RecordCipher, version: TLSVersion, keys: RecordKeys) {
    guard let context = CipherContext(cipher, key: keys.key) else { return nil }
    isTLS13 = version == .tls13
    tagByteCount = if case .ccm(let count) = cipher.mode { count } else { 16 }
    let iv = keys.iv.bytes
    hasExplicitNonce = !isTLS13 && cipher.fixedIVByteCount(in: version) == 4
    guard iv.byteCount == (hasExplicitNonce ? 4 : 12) else { return nil }
    nonceHead = iv.uint32(at: 0)
    nonceTail = hasExplicitNonce ? 0 : iv.uint64(at: 4)
    self.context = context
  }

  /// Bytes of a fragment that are no content.
  var overheadByteCount: Int { tagByteCount + (isTLS13 ? 1 : hasExplicitNonce ? 8 : 0) }

  /// See `RecordProtection.open`.
  func open(
    _ header: RecordHeader, fragment: RawSpan, sequence: UInt64, appendingTo output: inout [UInt8]
  ) -> RecordProtection.Opened? {
    let start = hasExplicitNonce ? 8 : 0
    let count = fragment.byteCount - start - tagByteCount
    guard count >= 0 else { return nil }
    let nonce = Nonce(head: nonceHead, tail: hasExplicitNonce ? fragment.uint64(at: 0) : nonceTail ^ sequence)
    let pseudoHeader = PseudoHeader(
      sequence: sequence, type: header.type, version: header.version, byteCount: isTLS13 ? header.length : count)
    let additional = pseudoHeader.bytes.extracting(from: isTLS13 ? 8 : 0)
    let ciphertext = fragment.extracting(ByteRange(start: start, count: count))
    let tag = fragment.extracting(from: start + count)

    let before = output.count
    var isOpen = false
    var opened = RecordProtection.Opened(type: header.type, content: ByteRange(start: before, count: count))
    output.append(upTo: count) { fresh in
      isOpen = context.open(
        nonce: nonce.bytes, additional: additional, ciphertext: ciphertext, tag: tag, into: &fresh)
      guard isOpen else { return 0 }
      if isTLS13 { opened = Self.inner(fresh.bytes, at: before) }
      return opened.content.count
    }
    return isOpen ? opened : nil
  }

  /// TLS 1.3's inner plaintext: the content, its type, and zeros (RFC 8446 §5.2).
  private static func inner(_ plaintext: RawSpan, at start: Int) -> RecordProtection.Opened {
    var end = plaintext.byteCount
    while end > 0, plaintext.byte(at: end - 1) == 0 { end -= 1 }
    guard end > 0 else {
      return RecordProtection.Opened(type: ContentType(rawValue: 0), content: ByteRange(start: start, count: 0))
    }
    return RecordProtection.Opened(
      type: ContentType(rawValue: plaintext.byte(at: end - 1)), content: ByteRange(start: start, count: end - 1))
  }
}
