import Bytes
import Findings

/// Finds the packets of a pcapng file (draft-ietf-opsawg-pcapng §3.1).
///
///      0 |                          Block Type                           |
///      4 |                      Block Total Length                       |
///      8 /                          Block Body                           /
///        |                      Block Total Length                       |
struct PcapngParser {
  /// The packet found last.
  private(set) var packet = PendingPacket.none

  // What the current section says.
  private(set) var byteOrder = ByteOrder.little
  private var interfaces: [PcapngInterface] = []

  /// What stands at a position of the file's bytes. `0 <= position <= bytes.byteCount`.
  mutating func next(in bytes: RawSpan, at position: inout Int, ledger: inout CaptureLedger) -> ParseStep {
    let available = bytes.byteCount - position
    guard available >= 8 else { return .more(8) }
    let type = PcapngBlockType(rawValue: byteOrder.uint32(in: bytes, at: position))
    if type == .sectionHeader {
      guard available >= PcapngSection.byteCount else { return .more(PcapngSection.byteCount) }
      guard let section = PcapngSection(bytes.extracting(from: position)), section.isVersionKnown else {
        return .damaged
      }
      byteOrder = section.byteOrder
      interfaces.removeAll(keepingCapacity: true)
    }

    let statedLength = byteOrder.uint32(in: bytes, at: position + 4)
    // The length must be a multiple of four; some writers forget the padding in it.
    let length = roundedUpToFour(Int(statedLength))
    guard length >= type.minimumByteCount else { return .damaged }
    guard length <= type.maximumHeldByteCount else {
      return passLongBlock(type, byteCount: length, in: bytes, at: position, ledger: &ledger)
    }
    guard available >= length else { return .more(length) }
    guard byteOrder.uint32(in: bytes, at: position + length - 4) == statedLength else { return .damaged }

    let block = ByteRange(start: position, count: length)
    switch type {
    case .enhancedPacket, .packet:
      guard let step = readPacket(type, block, in: bytes, ledger: &ledger) else { return .damaged }
      position = block.end
      return step
    case .simplePacket:
      position = block.end
      return readSimplePacket(block, in: bytes)
    default:
      position = block.end
      return readMetadata(type, bytes.extracting(block), ledger: &ledger)
    }
  }

  /// Whether a block of a known type whose two lengths agree starts at a position.
  /// `0 <= position <= bytes.byteCount`.
  func plausibility(in bytes: RawSpan, at position: Int, isComplete: Bool) -> Plausibility {
    let available = bytes.byteCount - position
    guard available >= 12 else { return isComplete ? .implausible : .undecided(12) }
    let type = PcapngBlockType(rawValue: byteOrder.uint32(in: bytes, at: position))
    guard type.isKnown else { return .implausible }
    var order = byteOrder
    if type == .sectionHeader {
      guard available >= PcapngSection.byteCount else {
        return isComplete ? .implausible : .undecided(PcapngSection.byteCount)
      }
      guard let section = PcapngSection(bytes.extracting(from: position)) else { return .implausible }
      order = section.byteOrder
    }
    let statedLength = order.uint32(in: bytes, at: position + 4)
    let length = Int(statedLength)
    guard length % 4 == 0, length >= type.minimumByteCount, length <= CaptureLimits.plausibleRecordByteCount else {
      return .implausible
    }
    guard available >= length else { return isComplete ? .implausible : .undecided(length) }
    return order.uint32(in: bytes, at: position + length - 4) == statedLength ? .plausible : .implausible
  }
}

// MARK: - Packets

extension PcapngParser {
  /// An Enhanced Packet Block (§4.3), or the obsolete Packet Block (appendix A), which differs in its first word:
  /// interface and dropped packets in 16 bits each. Nil when its lengths contradict each other.
  ///
  ///      8 |                         Interface ID                          |
  ///     12 |                        Timestamp (High)                       |
  ///     16 |                        Timestamp (Low)                        |
  ///     20 |                    Captured Packet Length                     |
  ///     24 |                    Original Packet Length                     |
  ///     28 /                          Packet Data                          /
  ///        /                            Options                            /
  private mutating func readPacket(
    _ type: PcapngBlockType, _ block: ByteRange, in bytes: RawSpan, ledger: inout CaptureLedger
  ) -> ParseStep? {
    let start = block.start
    let captured = Int(byteOrder.uint32(in: bytes, at: start + 20))
    let options = start + 28 + roundedUpToFour(captured)
    guard options <= block.end - 4 else { return nil }

    let index: Int
    var said = PacketOptions()
    if options < block.end - 4 { said = readPacketOptions(bytes.extracting(options..<block.end - 4)) }
    if type == .enhancedPacket {
      index = Int(byteOrder.uint32(in: bytes, at: start + 8))
    } else {
      index = Int(byteOrder.uint16(in: bytes, at: start + 8))
      let count = byteOrder.uint16(in: bytes, at: start + 10)
      said.dropped = count == .max ? 0 : UInt64(count)  // All bits set: not known.
    }
    guard index < interfaces.count else { return .warned(.packetsWithoutInterface) }
    if said.dropped > 0 {
      ledger.counters.dropped += interfaces[index].notePacket(dropped: said.dropped)
    }

    let high = UInt64(byteOrder.uint32(in: bytes, at: start + 12))
    let low = UInt64(byteOrder.uint32(in: bytes, at: start + 16))
    packet.record.time = interfaces[index].timestamp(high << 32 | low)
    setPacket(
      ByteRange(start: start + 28, count: captured), original: Int(byteOrder.uint32(in: bytes, at: start + 24)),
      interface: index, frameCheckByteCount: said.frameCheckByteCount)
    return .packet
  }

  /// A Simple Packet Block (§4.4): of the first interface, without a time.
  ///
  ///      8 |                    Original Packet Length                     |
  ///     12 /                          Packet Data                          /
  private mutating func readSimplePacket(_ block: ByteRange, in bytes: RawSpan) -> ParseStep {
    guard let interface = interfaces.first else { return .warned(.packetsWithoutInterface) }
    let original = Int(byteOrder.uint32(in: bytes, at: block.start + 8))
    let snapLength = interface.snapLength == 0 ? Int.max : Int(interface.snapLength)
    let captured = min(original, snapLength, block.count - 16)
    setPacket(ByteRange(start: block.start + 12, count: captured), original: original, interface: 0)
    return .packet
  }

  /// - Parameter frameCheckByteCount: nil when the packet leaves it to its interface.
  private mutating func setPacket(
    _ range: ByteRange, original: Int, interface index: Int, frameCheckByteCount: Int? = nil
  ) {
    let interface = interfaces[index]
    packet.record.linkType = UInt32(interface.linkType)
    packet.record.interface = interface.number
    packet.record.originalByteCount = max(original, range.count)
    packet.range = range
    packet.oddities = []
    if interface.snapLength != 0, range.count > Int(interface.snapLength) {
      packet.oddities.insert(.beyondSnapLength)
    }
    if range.count > original { packet.oddities.insert(.beyondOriginalLength) }
    packet.removeFrameCheck(byteCount: frameCheckByteCount ?? Int(interface.frameCheckByteCount))
  }

  /// What a packet's options say.
  private struct PacketOptions {
    /// Packets lost before it.
    var dropped: UInt64 = 0
    /// How many bytes of frame check sequence end it; nil when its interface says so.
    var frameCheckByteCount: Int?
  }

  private func readPacketOptions(_ options: RawSpan) -> PacketOptions {
    var said = PacketOptions()
    var reader = PcapngOptions(options, byteOrder: byteOrder)
    while let (code, value) = reader.next() {
      switch code {
      case 2 where value.count >= 4:  // epb_flags, whose bits 5 to 8 are 0 where the interface says it
        let count = Int(byteOrder.uint32(in: options, at: value.start) >> 5 & 0xF)
        if count > 0 { said.frameCheckByteCount = count }
      case 4 where value.count >= 8:  // epb_dropcount
        said.dropped = byteOrder.uint64(in: options, at: value.start)
      default:
        break
      }
    }
    return said
  }
}

// MARK: - Other blocks

extension PcapngParser {
  /// A whole block without a packet.
  private mutating func readMetadata(
    _ type: PcapngBlockType, _ block: RawSpan, ledger: inout CaptureLedger
  ) -> ParseStep {
    switch type {
    case .interfaceDescription:
      return addInterface(block, options: block.extracting(16..<block.byteCount - 4), ledger: &ledger)
    case .interfaceStatistics:
      readStatistics(block, ledger: &ledger)
      return .passed
    case .decryptionSecrets:
      return readSecrets(block, ledger: &ledger)
    default:
      return .passed
    }
  }

  /// A block that is too long to be held: it is passed over by its length.
  private mutating func passLongBlock(
    _ type: PcapngBlockType, byteCount: Int, in bytes: RawSpan, at position: Int, ledger: inout CaptureLedger
  ) -> ParseStep {
    switch type {
    case .packet, .simplePacket, .enhancedPacket:
      return .damaged
    case .interfaceDescription:
      // It counts as an interface, or the packets would belong to the wrong ones; its options are lost.
      guard bytes.byteCount - position >= 16 else { return .more(16) }
      let front = bytes.extracting(position..<position + 16)
      _ = addInterface(front, options: front.extracting(from: 16), ledger: &ledger)
      return .skip(byteCount)
    case .decryptionSecrets:
      return .skip(byteCount, warning: .tooManySecrets)
    default:
      return .skip(byteCount)
    }
  }

  private mutating func addInterface(
    _ block: RawSpan, options: RawSpan, ledger: inout CaptureLedger
  ) -> ParseStep {
    guard interfaces.count < CaptureLimits.interfacesPerSection else { return .warned(.tooManyInterfaces) }
    var name: String?
    var interface = PcapngInterface(block: block, options: options, byteOrder: byteOrder, name: &name)
    interface.number = ledger.addInterface(linkType: UInt32(interface.linkType), name: name)
    interfaces.append(interface)
    return .passed
  }

  /// An Interface Statistics Block (§4.6).
  ///
  ///      8 |                         Interface ID                          |
  ///     12 |                        Timestamp                              |
  ///     20 /                            Options                            /
  private mutating func readStatistics(_ block: RawSpan, ledger: inout CaptureLedger) {
    let index = Int(byteOrder.uint32(in: block, at: 8))
    guard index < interfaces.count else { return }
    let options = block.extracting(20..<block.byteCount - 4)
    var reader = PcapngOptions(options, byteOrder: byteOrder)
    var dropped: UInt64 = 0
    while let (code, value) = reader.next() {
      guard code == 5 || code == 7, value.count >= 8 else { continue }  // isb_ifdrop, isb_osdrop
      // A block is too short for so many options that 32 bits each would overflow 64.
      dropped += UInt64(UInt32(clamping: byteOrder.uint64(in: options, at: value.start)))
    }
    ledger.counters.dropped += interfaces[index].noteStatistics(dropped: dropped)
  }

  /// A Decryption Secrets Block (§4.7).
  ///
  ///      8 |                          Secrets Type                         |
  ///     12 |                         Secrets Length                        |
  ///     16 /                          Secrets Data                         /
  private func readSecrets(_ block: RawSpan, ledger: inout CaptureLedger) -> ParseStep {
    let type = DecryptionSecrets.Kind(rawValue: byteOrder.uint32(in: block, at: 8))
    let count = min(Int(byteOrder.uint32(in: block, at: 12)), block.byteCount - 20)
    let isKept = ledger.addSecrets(type: type, bytes: block.extracting(16..<16 + count))
    return isKept ? .passed : .warned(.tooManySecrets)
  }
}
