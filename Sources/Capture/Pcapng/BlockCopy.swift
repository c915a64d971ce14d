import Bytes

/// Copies a pcapng file block by block, and puts TLS secrets behind its first section header in place of its own.
struct BlockCopy {
  private var reader: CaptureReader
  private var ledger = CaptureLedger()
  private var filter: PacketFilter?
  /// The secrets that are still to be written.
  private var keyLog: [UInt8]
  /// Whether the block under way is left out.
  private var isLeavingOut = false

  /// - Parameter input: a pcapng file, also compressed.
  init(_ input: CaptureInput, filter: PacketFilter?, keyLog: [UInt8]) throws(CaptureError) {
    reader = try CaptureReader(input, bufferByteCount: CaptureLimits.bufferByteCount, ledger: &ledger)
    self.filter = filter
    self.keyLog = keyLog
  }

  /// Appends the next block, or a piece of it; false at the end.
  mutating func read(into bytes: inout [UInt8]) -> Bool {
    guard let piece = reader.nextBlock(&ledger) else { return false }
    let byteOrder = reader.byteOrder
    let start = bytes.count
    var type: PcapngBlockType?
    let isWanted = piece.kind != .packet || matchesFilter()
    reader.withBytes(of: piece) { block in
      if piece.kind != .continuation {
        type = PcapngBlockType(rawValue: byteOrder.uint32(in: block, at: 0))
        isLeavingOut = !isWanted || type == .decryptionSecrets && Self.holdsKeyLog(block, byteOrder)
      }
      if !isLeavingOut { bytes.append(block) }
    }
    if type == .sectionHeader { finishSectionHeader(at: start, byteOrder, in: &bytes) }
    return true
  }

  private mutating func finishSectionHeader(at start: Int, _ byteOrder: ByteOrder, in bytes: inout [UInt8]) {
    // The section's length changes: it is not said any more.
    for offset in start + PcapngSection.byteCount..<start + PcapngSection.byteCount + 8 { bytes[offset] = 0xFF }
    PcapngWriter(byteOrder: byteOrder).appendSecrets(keyLog.rawSpan, to: &bytes)
    keyLog = []
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
