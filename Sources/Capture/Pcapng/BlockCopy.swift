import Bytes

/// Copies a pcapng file block by block, and puts TLS secrets behind its first section header in place of its own.
struct BlockCopy {
  private var reader: CaptureReader
  private var ledger = CaptureLedger()
  private var filter: PacketFilter?
  /// The secrets that are to be written; nil once they were.
  private var keyLog: SecretBuffer?
  private var hasBegun = false
  /// Whether the block under way is left out.
  private var isLeavingOut = false
  /// Whether the block under way holds secrets.
  private var isSecret = false

  /// - Parameter input: a pcapng file, also compressed.
  init(_ input: CaptureInput, filter: PacketFilter?, keyLog: SecretBuffer) throws(CaptureError) {
    reader = try CaptureReader(input, bufferByteCount: CaptureLimits.bufferByteCount, ledger: &ledger)
    self.filter = filter
    self.keyLog = keyLog
  }

  /// The next block, or a piece of it.
  mutating func read(into bytes: inout [UInt8]) -> CopiedPart {
    if hasBegun, let keyLog {
      self.keyLog = nil
      return .secrets(PcapngWriter(byteOrder: reader.byteOrder).secretsBlocks(keyLog.bytes))
    }
    guard let piece = reader.nextBlock(&ledger) else { return .end }
    let byteOrder = reader.byteOrder
    let isWanted = piece.kind != .packet || matchesFilter()
    var part = CopiedPart.appended
    reader.withBytes(of: piece) { block in
      if piece.kind != .continuation {
        let type = PcapngBlockType(rawValue: byteOrder.uint32(in: block, at: 0))
        isSecret = type == .decryptionSecrets
        isLeavingOut = !isWanted || isSecret && Self.holdsKeyLog(block, byteOrder)
        if type == .sectionHeader { return appendSectionHeader(block, to: &bytes) }
      }
      guard !isLeavingOut else { return }
      if isSecret {
        part = .secrets(SecretBuffer(block))
      } else {
        bytes.append(block)
      }
    }
    return part
  }

  private mutating func appendSectionHeader(_ block: RawSpan, to bytes: inout [UInt8]) {
    hasBegun = true
    let length = bytes.count + PcapngSection.byteCount
    bytes.append(block)
    // The section's length changes: it is not said any more.
    for offset in length..<length + 8 { bytes[offset] = 0xFF }
  }

  private static func holdsKeyLog(_ block: RawSpan, _ byteOrder: ByteOrder) -> Bool {
    // Of a long block only the beginning of the first piece is sure to be there.
    block.byteCount < 12 || byteOrder.uint32(in: block, at: 8) == DecryptionSecrets.Kind.tlsKeyLog.rawValue
  }

  private mutating func matchesFilter() -> Bool {
    guard var filter else { return true }
    defer { self.filter = filter }
    return reader.withPacket { packet, content in
      switch filter.verdict(content, linkType: packet.linkType, originalByteCount: packet.originalByteCount) {
      case .matches: true
      case .differs, .notApplicable: false
      }
    }
  }
}
