import Bytes

/// Records of a stream cipher or of none, with a MAC (RFC 5246 §6.2.3.1).
final class StreamRecords {
  /// Nil when there is no encryption.
  private var context: CipherContext?
  private let authentication: MessageAuthentication
  let macByteCount: Int

  /// Nil when libcrypto has not the cipher.
  init?(_ parameters: CipherSuite.Parameters, keys: RecordKeys, truncatedMAC: Bool) {
    guard let hash = parameters.macHash, let macKey = keys.mac else { return nil }
    macByteCount = truncatedMAC ? KeyLimits.truncatedMACByteCount : hash.byteCount
    guard let authentication = MessageAuthentication(hash, key: macKey, tagByteCount: macByteCount) else {
      return nil
    }
    self.authentication = authentication
    if parameters.cipher.mode == .stream {
      guard let context = CipherContext(parameters.cipher, key: keys.key) else { return nil }
      self.context = context
    }
  }

  /// Whether each record takes up the key stream where the last one left it.
  var hasKeyStream: Bool { context != nil }

  /// See `RecordProtection.open`.
  func open(
    _ header: RecordHeader, fragment: RawSpan, sequence: UInt64, behind lostByteCount: Int,
    appendingTo output: inout [UInt8]
  ) -> RecordProtection.Opened? {
    let count = fragment.byteCount - macByteCount
    guard count >= 0 else { return nil }
    let pseudoHeader = PseudoHeader(
      sequence: sequence, type: header.type, version: header.version, byteCount: count)
    let opened = RecordProtection.Opened(type: header.type, content: ByteRange(start: output.count, count: count))
    guard hasKeyStream else {
      guard
        authentication.verify(
          fragment.extracting(from: count), of: pseudoHeader.bytes, fragment.extracting(0..<count))
      else { return nil }
      output.append(fragment.extracting(0..<count))
      return opened
    }
    // A copy takes the step, so that a record that does not verify leaves the key stream where it is.
    guard let next = context?.copy() else { return nil }
    Self.skip(lostByteCount, of: next)
    var isOpen = false
    output.append(upTo: fragment.byteCount) { fresh in
      isOpen =
        next.decrypt(fragment, into: &fresh)
        && authentication.verify(
          fresh.bytes.extracting(from: count), of: pseudoHeader.bytes, fresh.bytes.extracting(0..<count))
      return isOpen ? count : 0
    }
    guard isOpen else { return nil }
    context = next
    return opened
  }

  /// Moves a key stream on by as many bytes as were lost.
  private static func skip(_ byteCount: Int, of context: CipherContext) {
    guard byteCount > 0 else { return }
    let piece = [UInt8](repeating: 0, count: min(byteCount, KeyLimits.skippedPiece))
    var waste: [UInt8] = []
    for start in stride(from: 0, to: min(byteCount, KeyLimits.longestSkip), by: piece.count) {
      waste.removeAll(keepingCapacity: true)
      waste.append(upTo: piece.count) { fresh in
        _ = context.decrypt(piece.rawSpan.extracting(0..<min(piece.count, byteCount - start)), into: &fresh)
        return 0
      }
    }
  }
}
