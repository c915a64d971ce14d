import Bytes
import Findings
import Packet

/// Packets as marked pieces, behind two bytes of link type.
func fuzzPacket(_ input: [UInt8]) {
  guard input.count >= 2 else { return }
  let linkType = LinkType(rawValue: UInt32(input.rawSpan.uint16(at: 0)))
  var decoder = PacketDecoder()
  for (index, piece) in MarkedPieces(input.dropFirst(2)).pieces.enumerated() {
    var payloadByteCount = 0
    decoder.decode(
      piece.bytes.rawSpan, originalByteCount: piece.bytes.count + Int(piece.mark) << 2, linkType: linkType,
      at: Timestamp(nanoseconds: Int64(index))
    ) { segment, payload in
      expect(segment.missingPayloadByteCount >= 0, "no negative number of bytes is missing")
      payloadByteCount += payload.byteCount
    }
    if decoder.waitingDatagramCount == 0, index == 0 {
      expect(payloadByteCount <= piece.bytes.count, "a packet holds its payloads")
      expectPrefix(of: piece.bytes, linkType)
    }
  }
  _ = decoder.takeFindings()
}

/// Expects that a packet which was captured in part gives the same segment as the whole one, with the rest missing.
private func expectPrefix(of packet: [UInt8], _ linkType: LinkType) {
  let whole = segments(of: packet, capturedByteCount: packet.count, linkType)
  guard whole.count == 1, let (segment, payload) = whole.first, !payload.isEmpty else { return }
  let cut = segments(of: packet, capturedByteCount: packet.count - (payload.count + 1) / 2, linkType)
  guard cut.count == 1, let (part, partPayload) = cut.first else { return }
  expect(part.sequence == segment.sequence, "a cut packet has the same sequence number")
  expect(part.sourcePort == segment.sourcePort, "a cut packet has the same port")
  expect(payload.starts(with: partPayload), "the payload of a cut packet is the front of the whole one's")
  expect(
    partPayload.count + part.missingPayloadByteCount == payload.count + segment.missingPayloadByteCount,
    "what a cut packet has and misses is what the whole one has")
}

private func segments(
  of packet: [UInt8], capturedByteCount: Int, _ linkType: LinkType
) -> [(TCPSegment, [UInt8])] {
  var segments: [(TCPSegment, [UInt8])] = []
  var decoder = PacketDecoder()
  decoder.decode(
    packet.rawSpan.extracting(0..<capturedByteCount), originalByteCount: packet.count, linkType: linkType,
    at: Timestamp(nanoseconds: 0)
  ) { segments.append(($0, [UInt8]($1))) }
  return segments
}
