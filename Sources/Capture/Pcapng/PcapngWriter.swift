import Bytes
import Findings

/// Writes blocks of a pcapng file (draft-ietf-opsawg-pcapng §4), each behind the bytes that are there.
struct PcapngWriter {
  let byteOrder: ByteOrder

  /// A Section Header Block (§4.1) of a section whose length is not said.
  func appendSectionHeader(to bytes: inout [UInt8]) {
    appendBlock(.sectionHeader, to: &bytes) { bytes in
      bytes.append(UInt32(0x1A2B_3C4D), byteOrder)
      bytes.append(UInt16(1), byteOrder)
      bytes.append(UInt16(0), byteOrder)
      bytes.append(UInt64.max, byteOrder)
      appendOption(4, "wireprism".rawSpan, to: &bytes)  // shb_userappl
      appendOption(0, RawSpan(), to: &bytes)
    }
  }

  /// An Interface Description Block (§4.2) of an interface whose clock counts nanoseconds.
  ///
  /// - Parameter snapLength: the most bytes of a packet that are captured; 0 when that is not known.
  func appendInterface(
    linkType: UInt32, name: String?, snapLength: Int = 0, filter: String? = nil, to bytes: inout [UInt8]
  ) {
    appendBlock(.interfaceDescription, to: &bytes) { bytes in
      bytes.append(UInt16(truncatingIfNeeded: linkType), byteOrder)
      bytes.append(UInt16(0), byteOrder)
      bytes.append(UInt32(clamping: snapLength), byteOrder)
      if let name { appendOption(2, name.rawSpan, to: &bytes) }  // if_name
      let resolution: [UInt8] = [9]
      appendOption(9, resolution.rawSpan, to: &bytes)  // if_tsresol
      if let filter {
        let value = [UInt8(0)] + Array(filter.utf8)  // 0: in libpcap's language.
        appendOption(11, value.rawSpan, to: &bytes)  // if_filter
      }
      appendOption(0, RawSpan(), to: &bytes)
    }
  }

  /// Lines of a TLS key log as Decryption Secrets Blocks (§4.7): several when they are many, cut between lines.
  func secretsBlocks(_ keyLog: RawSpan) -> SecretBuffer {
    let blocks = SecretBuffer(capacity: 0)
    var start = 0
    while start < keyLog.byteCount {
      var end = min(keyLog.byteCount, start + CaptureLimits.writtenSecretsByteCount)
      while end < keyLog.byteCount, end > start, keyLog.byte(at: end - 1) != ASCII.lineFeed { end -= 1 }
      // A line that alone is longer is no line of a key log.
      if end == start { end = keyLog.byteCount }
      appendSecretsBlock(keyLog.extracting(start..<end), to: blocks)
      start = end
    }
    return blocks
  }

  private func appendSecretsBlock(_ keyLog: RawSpan, to blocks: SecretBuffer) {
    let byteCount = 20 + roundedUpToFour(keyLog.byteCount)
    var front: [UInt8] = []
    front.append(PcapngBlockType.decryptionSecrets.rawValue, byteOrder)
    front.append(UInt32(clamping: byteCount), byteOrder)
    front.append(DecryptionSecrets.Kind.tlsKeyLog.rawValue, byteOrder)
    front.append(UInt32(clamping: keyLog.byteCount), byteOrder)
    var end: [UInt8] = []
    Self.pad(&end, behind: keyLog.byteCount)
    end.append(UInt32(clamping: byteCount), byteOrder)
    blocks.reserve(byteCount)
    blocks.append(front.rawSpan)
    blocks.append(keyLog)
    blocks.append(end.rawSpan)
  }

  /// An Enhanced Packet Block (§4.3); times before 1970 become its first moment.
  func appendPacket(_ packet: PacketRecord, _ content: RawSpan, interface: UInt32, to bytes: inout [UInt8]) {
    appendBlock(.enhancedPacket, to: &bytes) { bytes in
      bytes.append(interface, byteOrder)
      appendTime(packet.time, to: &bytes)
      bytes.append(UInt32(clamping: content.byteCount), byteOrder)
      bytes.append(UInt32(clamping: packet.originalByteCount), byteOrder)
      bytes.append(content)
      Self.pad(&bytes, behind: content.byteCount)
    }
  }

  /// What an Interface Statistics Block says.
  struct Statistics {
    var start: Timestamp
    var end: Timestamp
    var received: Int
    var droppedByInterface: Int
    var droppedByKernel: Int
    /// Packets that were written.
    var saved: Int
  }

  /// An Interface Statistics Block (§4.6).
  func appendStatistics(_ statistics: Statistics, interface: UInt32, to bytes: inout [UInt8]) {
    appendBlock(.interfaceStatistics, to: &bytes) { bytes in
      bytes.append(interface, byteOrder)
      appendTime(statistics.end, to: &bytes)
      for (code, time) in [(2, statistics.start), (3, statistics.end)] as [(UInt16, Timestamp)] {
        var value: [UInt8] = []
        appendTime(time, to: &value)
        appendOption(code, value.rawSpan, to: &bytes)  // isb_starttime, isb_endtime
      }
      let counts: [(UInt16, Int)] = [
        (4, statistics.received), (5, statistics.droppedByInterface),  // isb_ifrecv, isb_ifdrop
        (7, statistics.droppedByKernel), (8, statistics.saved),  // isb_osdrop, isb_usrdeliv
      ]
      for (code, count) in counts {
        var value: [UInt8] = []
        value.append(UInt64(clamping: count), byteOrder)
        appendOption(code, value.rawSpan, to: &bytes)
      }
      appendOption(0, RawSpan(), to: &bytes)
    }
  }

  // MARK: Parts

  /// Nanoseconds in two halves, the upper first; times before 1970 become its first moment.
  private func appendTime(_ time: Timestamp, to bytes: inout [UInt8]) {
    let ticks = UInt64(clamping: time.nanoseconds)
    bytes.append(UInt32(truncatingIfNeeded: ticks >> 32), byteOrder)
    bytes.append(UInt32(truncatingIfNeeded: ticks), byteOrder)
  }

  /// A block around a body whose length is a multiple of four.
  private func appendBlock(
    _ type: PcapngBlockType, to bytes: inout [UInt8], _ appendBody: (inout [UInt8]) -> Void
  ) {
    let start = bytes.count
    bytes.append(type.rawValue, byteOrder)
    bytes.append(UInt32(0), byteOrder)
    appendBody(&bytes)
    bytes.append(UInt32(clamping: bytes.count + 4 - start), byteOrder)
    for index in 0..<4 { bytes[start + 4 + index] = bytes[bytes.count - 4 + index] }
  }

  private func appendOption(_ code: UInt16, _ value: RawSpan, to bytes: inout [UInt8]) {
    bytes.append(code, byteOrder)
    bytes.append(UInt16(clamping: value.byteCount), byteOrder)
    bytes.append(value)
    Self.pad(&bytes, behind: value.byteCount)
  }

  private static func pad(_ bytes: inout [UInt8], behind count: Int) {
    for _ in count..<roundedUpToFour(count) { bytes.append(0) }
  }
}
