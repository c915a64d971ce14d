import Bytes

/// Writes the packets of captures into one section of a pcapng file, behind TLS secrets.
struct PacketCopy: ~Copyable {
  /// What has an interface of its own in the section: an interface of the captures, or, beyond those that are remembered,
  /// all of a link type.
  private enum Source: Hashable {
    case described(Int)
    case others(linkType: UInt32)
  }

  private var captures: CaptureSet
  /// Nil once they were written.
  private var keyLog: SecretBuffer?
  private var hasBegun = false
  private var numbers: [Source: UInt32] = [:]
  private let writer = PcapngWriter(byteOrder: .little)

  init(_ captures: consuming CaptureSet, keyLog: SecretBuffer) {
    self.captures = captures
    self.keyLog = keyLog
  }

  /// The section's beginning first, then the secrets, then a packet a call.
  mutating func read(into bytes: inout [UInt8]) -> CopiedPart {
    guard hasBegun else {
      hasBegun = true
      writer.appendSectionHeader(to: &bytes)
      return .appended
    }
    if let keyLog {
      self.keyLog = nil
      return .secrets(writer.secretsBlocks(keyLog.bytes))
    }
    return Self.copyPacket(from: &captures, &numbers, writer, into: &bytes) ? .appended : .end
  }

  /// Static, so that captures and numbers are changed side by side.
  private static func copyPacket(
    from captures: inout CaptureSet, _ numbers: inout [Source: UInt32], _ writer: PcapngWriter,
    into bytes: inout [UInt8]
  ) -> Bool {
    let start = bytes.count
    let interfaces = captures.interfaces
    captures.forEachPacket { packet, content in
      let number = number(of: packet, interfaces, &numbers, writer, &bytes)
      writer.appendPacket(packet, content, interface: number, to: &bytes)
      return false
    }
    return bytes.count > start
  }

  /// A packet's interface in the section, which is described when it is the first.
  private static func number(
    of packet: PacketRecord, _ interfaces: [CaptureInterface], _ numbers: inout [Source: UInt32],
    _ writer: PcapngWriter, _ bytes: inout [UInt8]
  ) -> UInt32 {
    let isDescribed = packet.interface < interfaces.count
    let source: Source = isDescribed ? .described(packet.interface) : .others(linkType: packet.linkType)
    if let number = numbers[source] { return number }
    let number = UInt32(numbers.count)
    numbers[source] = number
    writer.appendInterface(
      linkType: packet.linkType, name: isDescribed ? interfaces[packet.interface].name : nil, to: &bytes)
    return number
  }
}
