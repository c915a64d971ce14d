import Bytes
import Findings

/// One packet of a capture. Its bytes travel beside it as a borrowed span.
package struct PacketRecord: Sendable, BitwiseCopyable, Equatable {
  /// When it was captured. A packet without a time of its own has the last time seen before it in its input.
  package var time: Timestamp
  /// LINKTYPE number of its outermost header, without the bits that describe a frame check sequence.
  package var linkType: UInt32
  /// Which interface captured it: 0, 1, 2… over all inputs, in the order in which the interfaces are described.
  package var interface: Int
  /// Bytes on the wire, without a frame check sequence; never fewer than were captured.
  package var originalByteCount: Int
  /// 1, 2, 3… over all inputs, in the order of their times; packets that the filter holds back are numbered, too.
  package var number: Int

  package init(time: Timestamp, linkType: UInt32, interface: Int, originalByteCount: Int, number: Int) {
    self.time = time
    self.linkType = linkType
    self.interface = interface
    self.originalByteCount = originalByteCount
    self.number = number
  }
}

/// A packet that a parser found and that was not delivered yet.
struct PendingPacket: BitwiseCopyable {
  /// Its number is 0 until it is delivered.
  var record: PacketRecord
  /// Where its bytes stand in the input's buffer.
  var range: ByteRange
  /// What its record says that cannot be true.
  var oddities: Oddities

  struct Oddities: OptionSet, BitwiseCopyable {
    let rawValue: UInt8
    /// More bytes were captured than the snapshot length allows.
    static let beyondSnapLength = Oddities(rawValue: 1)
    /// More bytes were captured than there were on the wire.
    static let beyondOriginalLength = Oddities(rawValue: 2)
  }

  /// Takes the frame check sequence off the end: it is no payload.
  mutating func removeFrameCheck(byteCount: Int) {
    record.originalByteCount = max(0, record.originalByteCount - byteCount)
    range = ByteRange(start: range.start, count: min(range.count, record.originalByteCount))
  }

  /// No packet.
  static var none: PendingPacket {
    PendingPacket(
      record: PacketRecord(
        time: Timestamp(nanoseconds: 0), linkType: 0, interface: 0, originalByteCount: 0, number: 0),
      range: .empty, oddities: [])
  }
}
