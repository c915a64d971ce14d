import Bytes

/// Packets in memory of their own, in order.
package struct PacketBatch: Sendable {
  private var bytes: [UInt8] = []
  private var packets: [(record: PacketRecord, range: ByteRange)] = []

  package init() {}

  package var isEmpty: Bool { packets.isEmpty }
  package var count: Int { packets.count }

  /// What it holds, bookkeeping included.
  var byteCount: Int { bytes.count + packets.count * MemoryLayout<(PacketRecord, ByteRange)>.stride }

  mutating func append(_ record: PacketRecord, _ content: RawSpan) {
    packets.append((record, ByteRange(start: bytes.count, count: content.byteCount)))
    bytes.append(content)
  }

  /// Lends each packet to `body`, until it answers false.
  package func forEach(_ body: (PacketRecord, RawSpan) -> Bool) {
    for (record, range) in packets {
      guard body(record, bytes.rawSpan.extracting(range)) else { return }
    }
  }

  /// Empties it, and keeps its storage unless that is large.
  package mutating func removeAll() {
    let isLarge = bytes.capacity > CaptureLimits.keptWaitingByteCount && bytes.count < bytes.capacity / 4
    bytes.removeAll(keepingCapacity: !isLarge)
    packets.removeAll(keepingCapacity: !isLarge)
  }
}
