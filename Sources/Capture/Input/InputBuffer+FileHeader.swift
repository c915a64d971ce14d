import Bytes

extension InputBuffer {
  /// Recognises compressed content by its first bytes and decompresses it from now on. Only at the content's start.
  mutating func decompressIfCompressed() -> Compression? {
    _ = fill(Compression.magicByteCount)
    guard let compression = Compression(bytes) else { return nil }
    decompress(compression)
    return compression
  }

  /// Reads the header of a pcap file and passes over it; nil when the content is a pcapng file, whose header is its
  /// first block. Only at the content's start.
  mutating func readPcapHeader() throws(CaptureError.Reason) -> PcapHeader? {
    guard fill(1) else {
      if let failure { throw failure.reason }
      throw .empty
    }
    if fill(4), PcapHeader.isMagic(bytes.uint32(at: 0)) {
      guard fill(PcapHeader.byteCount), let header = PcapHeader(bytes) else { throw endsInside("pcap") }
      guard header.isVersionKnown else { throw .unknownVersion(header.version) }
      advance(to: PcapHeader.byteCount)
      return header
    }
    if PcapngSection.hasMagic(bytes) {
      guard fill(PcapngBlockType.sectionHeader.minimumByteCount) else { throw endsInside("pcapng") }
      guard let section = PcapngSection(bytes) else { throw .notACapture(nil) }
      guard section.isVersionKnown else {
        throw .unknownVersion("pcapng \(section.majorVersion).\(section.minorVersion)")
      }
      return nil
    }
    _ = fill(ForeignFormat.sniffedByteCount)
    throw failure?.reason ?? ForeignFormat.reason(bytes)
  }

  private func endsInside(_ format: String) -> CaptureError.Reason {
    failure?.reason ?? .truncatedHeader(format)
  }
}

extension InputContent.Failure {
  /// The same before anything could be used.
  fileprivate var reason: CaptureError.Reason {
    switch self {
    case .readFailed(let reason): .unreadable(reason)
    case .interrupted: .interrupted
    case .damaged(let compression, let reason): .damagedCompression(compression.rawValue, reason: reason)
    case .truncated(let compression): .damagedCompression(compression.rawValue, reason: "it ends early")
    }
  }
}
