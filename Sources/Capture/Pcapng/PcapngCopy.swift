import Bytes

/// Captures on their way into one pcapng file that carries the TLS secrets of its packets.
///
/// A pcapng file alone keeps its blocks; only other TLS secrets are left out. Everything else becomes one section of
/// packets by time. Memory does not grow with the captures.
package struct PcapngCopy: ~Copyable {
  /// Set for a pcapng file alone.
  private var blocks: BlockCopy?
  /// Set otherwise.
  private var packets: PacketCopy?

  /// - Parameter keyLog: the secrets to carry, as lines of a key log.
  package init(_ inputs: [CaptureInput], filter: String?, keyLog: SecretBuffer) throws(CaptureError) {
    let (formats, linkTypes) = try Self.opened(inputs, filter: filter)
    let holdsBlocks = formats.contains { $0.hasPrefix("pcapng") }
    if holdsBlocks, inputs.count == 1 {
      var compiledFilter: PacketFilter?
      if let filter { compiledFilter = try PacketFilter(filter, linkTypes: linkTypes) }
      let blocks = try BlockCopy(inputs[0], filter: compiledFilter, keyLog: keyLog)
      self.init(blocks: blocks, packets: nil, leavesBlocksOut: false)
    } else {
      let packets = PacketCopy(try CaptureSet(inputs, filter: filter), keyLog: keyLog)
      self.init(blocks: nil, packets: packets, leavesBlocksOut: holdsBlocks)
    }
  }

  private init(blocks: BlockCopy?, packets: consuming PacketCopy?, leavesBlocksOut: Bool) {
    self.blocks = blocks
    self.packets = packets
    self.leavesBlocksOut = leavesBlocksOut
  }

  /// What is known of captures when their first packets are read.
  private static func opened(
    _ inputs: [CaptureInput], filter: String?
  ) throws(CaptureError) -> (formats: [String], linkTypes: [UInt32]) {
    let captures = try CaptureSet(inputs, filter: filter)
    return (captures.formats, captures.linkTypes)
  }

  /// Whether the captures may hold comments and other blocks that are not copied.
  package let leavesBlocksOut: Bool

  /// The next part of the file: appends it, unless it is secret.
  package mutating func read(into bytes: inout [UInt8]) -> CopiedPart {
    blocks?.read(into: &bytes) ?? packets?.read(into: &bytes) ?? .end
  }
}
