import Bytes

/// A TCP header (RFC 9293 §3.1). The checksum is ignored: adapters fill it in after the capture.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |          Source Port          |       Destination Port        |
/// |                        Sequence Number                        |
/// |                    Acknowledgment Number                      |
/// | Offset| Rsrvd | Control Bits  |            Window             |
/// |           Checksum            |         Urgent Pointer        |
/// ```
enum TCP {
  static let minimumHeaderByteCount = 20

  /// The byte count of the header that starts the bytes, of which there are at least 20.
  static func headerByteCount(of bytes: RawSpan) -> Int {
    Int(bytes.byte(at: 12) >> 4) * 4
  }
}

extension TCPSegment {
  /// Reads the header at the front of the bytes, of which there are at least 20.
  ///
  /// - Parameter options: where the options lie, as far as they were captured.
  init(
    header bytes: RawSpan, options: Range<Int>, source: IPAddress, destination: IPAddress,
    missingPayloadByteCount: Int, doubtfulPayloadByteCount: Int
  ) {
    self.init(
      source: source, destination: destination, sourcePort: bytes.uint16(at: 0),
      destinationPort: bytes.uint16(at: 2), sequence: bytes.uint32(at: 4), acknowledgment: bytes.uint32(at: 8),
      flags: TCPFlags(rawValue: bytes.byte(at: 13) & 0x3F), window: bytes.uint16(at: 14),
      missingPayloadByteCount: missingPayloadByteCount, doubtfulPayloadByteCount: doubtfulPayloadByteCount)
    if !options.isEmpty { readOptions(bytes.extracting(options)) }
  }

  /// Takes the window scale and the first SACK block; options end early when their lengths make no sense.
  private mutating func readOptions(_ bytes: RawSpan) {
    // Of an established connection most headers carry the timestamp alone (RFC 7323 appendix A).
    if bytes.byteCount == 12, bytes.uint32(at: 0) == 0x0101_080A { return }
    var offset = 0
    while offset < bytes.byteCount {
      let kind = TCPOption(rawValue: bytes.byte(at: offset))
      if kind == .endOfOptions { return }
      if kind == .noOperation {
        offset += 1
        continue
      }
      guard offset + 2 <= bytes.byteCount else { return }
      let count = Int(bytes.byte(at: offset + 1))
      guard count >= 2, offset + count <= bytes.byteCount else { return }
      switch kind {
      case .windowScale where count == 3 && flags.contains(.syn):
        // RFC 7323 §2.3: a larger shift counts as 14.
        windowScale = min(14, bytes.byte(at: offset + 2))
      case .selectiveAcknowledgment where count >= 10:
        firstSelectiveAcknowledgment = (bytes.uint32(at: offset + 2), bytes.uint32(at: offset + 6))
      default: break
      }
      offset += count
    }
  }
}

/// The kind of a TCP option.
private struct TCPOption: RawRepresentable, Equatable {
  let rawValue: UInt8

  static let endOfOptions = TCPOption(rawValue: 0)
  static let noOperation = TCPOption(rawValue: 1)
  static let windowScale = TCPOption(rawValue: 3)
  static let selectiveAcknowledgment = TCPOption(rawValue: 5)
}
