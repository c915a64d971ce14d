import Bytes
@testable import Capture

let byteOrders: [ByteOrder] = [.little, .big]

extension ByteOrder {
  /// An integer as a capturing machine writes it.
  func bytes<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
    let littleEndian = (0..<Integer.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return self == .little ? littleEndian : littleEndian.reversed()
  }
}

/// A pcap file in the making.
struct PcapFile {
  var order = ByteOrder.little
  var bytes: [UInt8] = []

  init(
    magic: UInt32 = 0xA1B2_C3D4, order: ByteOrder = .little, version: (UInt16, UInt16) = (2, 4),
    snapLength: UInt32 = 65_535, linkType: UInt32 = 1
  ) {
    self.order = order
    bytes += order.bytes(magic) + order.bytes(version.0) + order.bytes(version.1)
    bytes += [UInt8](repeating: 0, count: 8)
    bytes += order.bytes(snapLength) + order.bytes(linkType)
  }

  /// Appends a record; `extra` stands between its header and the packet, as in the modified format.
  mutating func add(
    _ packet: [UInt8], second: UInt32 = 1_000, fraction: UInt32 = 0, captured: UInt32? = nil, original: UInt32? = nil,
    extra: [UInt8] = []
  ) {
    let count = UInt32(packet.count)
    bytes += order.bytes(second) + order.bytes(fraction)
    bytes += order.bytes(captured ?? count) + order.bytes(original ?? count)
    bytes += extra + packet
  }
}

/// A pcapng file in the making.
struct PcapngFile {
  var order = ByteOrder.little
  var bytes: [UInt8] = []

  init(order: ByteOrder = .little) {
    addSection(order)
  }

  /// Appends a block around a body, which is padded.
  mutating func addBlock(_ type: UInt32, _ body: [UInt8]) {
    let length = UInt32(12 + padded(body).count)
    bytes += order.bytes(type) + order.bytes(length) + padded(body) + order.bytes(length)
  }

  mutating func addSection(_ order: ByteOrder = .little, majorVersion: UInt16 = 1, length: UInt64 = .max) {
    self.order = order
    addBlock(
      0x0A0D_0D0A,
      order.bytes(UInt32(0x1A2B_3C4D)) + order.bytes(majorVersion) + order.bytes(UInt16(0)) + order.bytes(length))
  }

  mutating func addInterface(linkType: UInt16 = 1, snapLength: UInt32 = 0, options: [UInt8] = []) {
    addBlock(1, order.bytes(linkType) + order.bytes(UInt16(0)) + order.bytes(snapLength) + options)
  }

  mutating func addPacket(
    _ packet: [UInt8], interface: UInt32 = 0, ticks: UInt64 = 0, original: UInt32? = nil, options: [UInt8] = []
  ) {
    addBlock(
      6,
      order.bytes(interface) + times(ticks) + order.bytes(UInt32(packet.count))
        + order.bytes(original ?? UInt32(packet.count)) + padded(packet) + options)
  }

  mutating func addObsoletePacket(_ packet: [UInt8], interface: UInt16 = 0, dropped: UInt16 = 0, ticks: UInt64 = 0) {
    addBlock(
      2,
      order.bytes(interface) + order.bytes(dropped) + times(ticks) + order.bytes(UInt32(packet.count))
        + order.bytes(UInt32(packet.count)) + padded(packet))
  }

  mutating func addSimplePacket(_ packet: [UInt8], original: UInt32? = nil) {
    addBlock(3, order.bytes(original ?? UInt32(packet.count)) + packet)
  }

  mutating func addStatistics(interface: UInt32 = 0, dropped: UInt64) {
    addBlock(5, order.bytes(interface) + times(0) + option(5, order.bytes(dropped)) + option(0, []))
  }

  mutating func addSecrets(_ type: UInt32, _ secrets: [UInt8]) {
    addBlock(0x0A, order.bytes(type) + order.bytes(UInt32(secrets.count)) + secrets)
  }

  func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
    order.bytes(code) + order.bytes(UInt16(value.count)) + padded(value)
  }

  private func times(_ ticks: UInt64) -> [UInt8] {
    order.bytes(UInt32(ticks >> 32)) + order.bytes(UInt32(truncatingIfNeeded: ticks))
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }
}

/// A packet with its bytes, as a walk gave it.
struct Delivered: Equatable {
  var record: PacketRecord
  var bytes: [UInt8]
}

extension CaptureSet {
  init(_ captures: [UInt8]..., filter: String? = nil) throws(CaptureError) {
    let inputs = captures.enumerated().map { CaptureInput.bytes($1, name: "capture \($0 + 1)") }
    try self.init(inputs, filter: filter)
  }

  /// All packets.
  mutating func packets() -> [Delivered] {
    var delivered: [Delivered] = []
    forEachPacket { record, bytes in
      delivered.append(Delivered(record: record, bytes: [UInt8](bytes)))
      return true
    }
    return delivered
  }

  /// What is wrong, without the places.
  var causes: [CaptureWarning.Cause] { warnings.map(\.cause) }
}

/// All packets of one capture through a buffer of a given size, and what is wrong with it.
func packets(
  of capture: [UInt8], bufferByteCount: Int
) throws(CaptureError) -> (packets: [Delivered], warnings: [CaptureWarning]) {
  var ledger = CaptureLedger()
  var reader = try CaptureReader(
    .bytes(capture, name: "capture"), bufferByteCount: bufferByteCount, ledger: &ledger)
  var delivered: [Delivered] = []
  while reader.advance(&ledger) != nil {
    reader.withPacket { delivered.append(Delivered(record: $0, bytes: [UInt8]($1))) }
  }
  return (delivered, reader.warnings.warnings)
}

/// What a block of secrets holds.
func bytes(of secrets: DecryptionSecrets) -> [UInt8] {
  [UInt8](secrets.content.bytes)
}

/// Bytes that tell packets apart.
func packet(_ number: Int, count: Int = 60) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
}
