import Bytes

/// Records of a block cipher with a MAC (RFC 5246 §6.2.3.2; RFC 7366 with the MAC over the ciphertext).
final class BlockRecords {
  private let context: CipherContext
  private let authentication: MessageAuthentication
  private let blockByteCount: Int
  private let macByteCount: Int
  private let encryptThenMAC: Bool
  /// Whether the IV is the last block of the record before, and not the first of the record itself.
  let isChained: Bool
  /// The last block of the record before, when `isChained`.
  private var lastBlock: [UInt8]
  /// Whether that is so: a MAC over the ciphertext does not cover it, and shows nothing of a record before that is lost
  /// or damaged.
  private var isLastBlockKnown = true

  /// Nil when libcrypto has not the cipher.
  init?(
    _ parameters: CipherSuite.Parameters, blockByteCount: Int, version: TLSVersion, keys: RecordKeys,
    encryptThenMAC: Bool, truncatedMAC: Bool
  ) {
    guard let hash = parameters.macHash, let macKey = keys.mac else { return nil }
    macByteCount = truncatedMAC ? KeyLimits.truncatedMACByteCount : hash.byteCount
    self.blockByteCount = blockByteCount
    self.encryptThenMAC = encryptThenMAC
    isChained = version.hasChainedIV
    lastBlock = [UInt8](keys.iv.bytes)
    guard lastBlock.count == (isChained ? blockByteCount : 0),
      let context = CipherContext(parameters.cipher, key: keys.key),
      let authentication = MessageAuthentication(hash, key: macKey, tagByteCount: macByteCount)
    else { return nil }
    self.context = context
    self.authentication = authentication
  }

  /// See `RecordProtection.open`.
  func open(
    _ header: RecordHeader, fragment: RawSpan, sequence: UInt64, appendingTo output: inout [UInt8]
  ) -> RecordProtection.Opened? {
    let encryptedCount = fragment.byteCount - (encryptThenMAC ? macByteCount : 0)
    let ivCount = isChained ? 0 : blockByteCount
    let count = encryptedCount - ivCount
    guard count > 0, count % blockByteCount == 0 else { return nil }
    let encrypted = fragment.extracting(0..<encryptedCount)
    if encryptThenMAC {
      // The MAC covers the IV and the ciphertext (RFC 7366 §3).
      let pseudoHeader = PseudoHeader(
        sequence: sequence, type: header.type, version: header.version, byteCount: encryptedCount)
      guard authentication.verify(fragment.extracting(from: encryptedCount), of: pseudoHeader.bytes, encrypted)
      else { return nil }
    }

    let before = output.count
    let isWholeKnown = !isChained || !encryptThenMAC || isLastBlockKnown
    var contentCount: Int?
    output.append(upTo: count) { fresh in
      let blocks = encrypted.extracting(from: ivCount)
      let isDecrypted =
        isChained
        ? context.decrypt(blocks: blocks, iv: lastBlock.rawSpan, into: &fresh)
        : context.decrypt(blocks: blocks, iv: encrypted.extracting(0..<ivCount), into: &fresh)
      guard isDecrypted else { return 0 }
      contentCount =
        isWholeKnown
        ? content(of: fresh.bytes, header, sequence: sequence) : contentWithoutFirstBlock(of: fresh.bytes)
      return contentCount ?? 0
    }
    guard let contentCount else { return nil }
    chain(encrypted)
    let unknownCount = isWholeKnown ? 0 : min(blockByteCount, contentCount)
    output.removeSubrange(before..<before + unknownCount)
    return RecordProtection.Opened(
      type: header.type, content: ByteRange(start: before, count: contentCount - unknownCount),
      unknownByteCount: unknownCount)
  }

  /// As `content`, of a plaintext whose ciphertext is authentic and whose first block is not decrypted rightly. Of a
  /// single block nothing is known but that it has a byte of padding.
  private func contentWithoutFirstBlock(of plaintext: RawSpan) -> Int? {
    guard plaintext.byteCount > blockByteCount else { return plaintext.byteCount - 1 }
    let count = plaintext.byteCount - 1 - Int(plaintext.byte(at: plaintext.byteCount - 1))
    return count >= 0 ? count : nil
  }

  /// How many bytes of a plaintext are content; nil when its padding or its MAC is wrong.
  private func content(of plaintext: RawSpan, _ header: RecordHeader, sequence: UInt64) -> Int? {
    guard let count = Self.unpaddedCount(of: plaintext) else { return nil }
    if encryptThenMAC { return count }
    let contentCount = count - macByteCount
    guard contentCount >= 0 else { return nil }
    let pseudoHeader = PseudoHeader(
      sequence: sequence, type: header.type, version: header.version, byteCount: contentCount)
    let tag = plaintext.extracting(ByteRange(start: contentCount, count: macByteCount))
    return authentication.verify(tag, of: pseudoHeader.bytes, plaintext.extracting(0..<contentCount))
      ? contentCount : nil
  }

  /// How many bytes stand before the padding, whose every byte is its length without the last (RFC 5246 §6.2.3.2).
  private static func unpaddedCount(of plaintext: RawSpan) -> Int? {
    guard !plaintext.isEmpty else { return nil }
    let padding = plaintext.byte(at: plaintext.byteCount - 1)
    let count = plaintext.byteCount - 1 - Int(padding)
    guard count >= 0 else { return nil }
    for offset in count..<plaintext.byteCount where plaintext.byte(at: offset) != padding { return nil }
    return count
  }

  /// Goes on after a record that is lost.
  func loseRecord() {
    isLastBlockKnown = false
  }

  /// Goes on after a record that does not open.
  func skip(_ fragment: RawSpan) {
    loseRecord()
    let encryptedCount = fragment.byteCount - (encryptThenMAC ? macByteCount : 0)
    guard encryptedCount > 0, encryptedCount % blockByteCount == 0 else { return }
    setLastBlock(fragment.extracting(0..<encryptedCount))
  }

  /// Goes on after a record that opened.
  private func chain(_ encrypted: RawSpan) {
    setLastBlock(encrypted)
    isLastBlockKnown = true
  }

  /// The last block of a ciphertext, of whole blocks, is the next record's IV.
  private func setLastBlock(_ encrypted: RawSpan) {
    guard isChained else { return }
    lastBlock.removeAll(keepingCapacity: true)
    lastBlock.append(encrypted.extracting(from: encrypted.byteCount - blockByteCount))
  }
}
