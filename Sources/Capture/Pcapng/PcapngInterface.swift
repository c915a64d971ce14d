import Bytes
import Findings

/// An interface of a section, as its Interface Description Block says (draft-ietf-opsawg-pcapng §4.2).
///
///      8 |           LinkType            |           Reserved            |
///     12 |                            SnapLen                            |
///     16 /                            Options                            /
struct PcapngInterface: BitwiseCopyable {
  /// Its number over all inputs.
  var number = 0
  /// LINKTYPE number.
  let linkType: UInt16
  /// Greatest captured length, or 0 when there is none.
  let snapLength: UInt32
  /// How many bytes of frame check sequence end each packet.
  private(set) var frameCheckByteCount: UInt8 = 0
  private var resolution = TimeResolution.microseconds
  private var offsetSeconds: Int64 = 0
  /// Packets lost as its statistics say, and as its packets say; both count the same packets.
  private var droppedByStatistics: UInt32 = 0
  private var droppedByPackets: UInt32 = 0

  /// `block` is the whole block, or its front when it is very long; `16 <= block.byteCount`.
  init(block: RawSpan, options: RawSpan, byteOrder: ByteOrder, name: inout String?) {
    linkType = byteOrder.uint16(in: block, at: 8)
    snapLength = byteOrder.uint32(in: block, at: 12)
    var reader = PcapngOptions(options, byteOrder: byteOrder)
    while let (code, value) = reader.next() {
      switch code {
      case 2:  // if_name
        let kept = ByteRange(start: value.start, count: min(value.count, CaptureLimits.interfaceNameByteCount))
        name = String(decodingUTF8: options.extracting(kept))
      case 9 where value.count >= 1:  // if_tsresol
        resolution = TimeResolution(rawValue: options.byte(at: value.start))
      case 13 where value.count >= 1:  // if_fcslen
        let length = options.byte(at: value.start)
        // The specification says bits, its example and most programs are of bytes.
        frameCheckByteCount = length < 16 ? length : length / 8
      case 14 where value.count >= 8:  // if_tsoffset
        offsetSeconds = Int64(bitPattern: byteOrder.uint64(in: options, at: value.start))
      default:
        break
      }
    }
  }

  /// The moment that a packet's time stands for.
  func timestamp(_ ticks: UInt64) -> Timestamp {
    resolution.timestamp(ticks, offsetSeconds: offsetSeconds)
  }

  /// Takes a new count of the interface's statistics (isb_ifdrop and isb_osdrop), and answers how many packets more are lost than known.
  mutating func noteStatistics(dropped: UInt64) -> Int {
    let before = droppedCount
    droppedByStatistics = max(droppedByStatistics, UInt32(clamping: dropped))
    return droppedCount - before
  }

  /// Takes the packets lost before a packet (epb_dropcount), and answers how many packets more are lost than known.
  mutating func notePacket(dropped: UInt64) -> Int {
    let before = droppedCount
    droppedByPackets = UInt32(clamping: UInt64(droppedByPackets) + UInt64(UInt32(clamping: dropped)))
    return droppedCount - before
  }

  private var droppedCount: Int {
    Int(max(droppedByStatistics, droppedByPackets))
  }
}
