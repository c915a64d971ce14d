import Bytes
import Findings

/// Finds the TCP segments in captured packets, through any number of link and tunnel headers and IP fragments.
///
/// Nothing is kept of a packet but fragments that wait for the rest of their datagram.
package struct PacketDecoder: Sendable {
  /// What was met so far.
  package private(set) var statistics = PacketStatistics()
  private let limits: PacketLimits
  private var reassembler: FragmentReassembler
  private var findings: [Finding] = []
  private var findingCount = 0

  package init(limits: PacketLimits = PacketLimits()) {
    self.limits = limits
    self.reassembler = FragmentReassembler(limits: limits)
  }

  /// Decodes a captured packet, and calls `body` with each TCP segment in it and the bytes of its payload.
  ///
  /// That is mostly none or one; several for an 802.11 aggregate. The segment of a fragmented datagram comes with the
  /// packet that completes it.
  ///
  /// - Parameters:
  ///   - bytes: what was captured.
  ///   - originalByteCount: the length that the packet had on the wire.
  package mutating func decode(
    _ bytes: RawSpan, originalByteCount: Int, linkType: LinkType, at time: Timestamp,
    _ body: (TCPSegment, RawSpan) -> Void
  ) {
    statistics.packets += 1
    guard let layer = linkType.layer else { return count(.unknownLinkType(linkType)) }
    // The upper bound keeps sums of lengths far from overflow; capture files have 32 bits for it.
    let missing = max(0, min(originalByteCount, Int(UInt32.max)) - bytes.byteCount)
    descend(bytes, as: layer, missing: missing, within: nil, at: time, body)
  }

  /// How many fragmented datagrams wait for the rest.
  package var waitingDatagramCount: Int { reassembler.count }

  /// The findings since the last call.
  package mutating func takeFindings() -> [Finding] {
    if findings.isEmpty { return [] }
    defer { findings.removeAll() }
    return findings
  }
}

extension PacketDecoder {
  /// How far a packet is read, and what was learnt on the way.
  private struct Position {
    /// How to read the bytes that come next.
    var layer: Layer
    /// How many bytes follow them that were not captured.
    var missing: Int
    /// How many of these, at the end, an IP header announces beyond the frame's length on the wire.
    var doubtful: Int
    /// Headers read.
    var headerCount: Int
    /// The addresses of the innermost IP header.
    var source: IPAddress
    var destination: IPAddress

    /// - Parameter enclosing: where bytes were found that are not a captured packet.
    @inline(__always)
    init(layer: Layer, missing: Int, within enclosing: Position?) {
      self.layer = layer
      self.missing = missing
      self.doubtful = min(missing, enclosing?.doubtful ?? 0)
      self.headerCount = enclosing?.headerCount ?? 0
      self.source = enclosing?.source ?? IPAddress(ipv4: 0)
      self.destination = enclosing?.destination ?? IPAddress(ipv4: 0)
    }

    /// A header says where the packet ends: what is beyond the end known before is doubtful.
    @inline(__always)
    mutating func setMissing(_ count: Int) {
      doubtful = min(count, max(0, doubtful + count - missing))
      missing = count
    }
  }

  /// Reads one header after the other, and counts where that ends.
  ///
  /// - Parameters:
  ///   - missing: how many bytes follow that were not captured.
  ///   - enclosing: where the bytes were found; nil for a captured packet.
  private mutating func descend(
    _ packet: RawSpan, as layer: Layer, missing: Int, within enclosing: Position?, at time: Timestamp,
    _ body: (TCPSegment, RawSpan) -> Void
  ) {
    var bytes = packet
    var position = Position(layer: layer, missing: missing, within: enclosing)
    while true {
      guard position.headerCount < limits.headers else { return count(.tooDeep) }
      position.headerCount += 1

      let step: Step
      switch position.layer {
      case .wrapper(let wrapper):
        step = wrapper.unwrap(bytes)
      case .ipv4:
        guard let header = IPv4.header(of: bytes, missing: position.missing) else {
          return count(.incomplete, missing: position.missing)
        }
        enter(header, &position, byteCount: bytes.byteCount)
        if let fragment = header.fragment {
          let end = min(header.payloadEnd, bytes.byteCount)
          return receive(
            fragment, next: header.next, identifiedBy: header.next,
            bytes.extracting(header.payloadStart..<end), position, at: time, body)
        }
        step = header.next.step(toPayloadAt: header.payloadStart, end: header.payloadEnd)
      case .ipv6:
        guard let header = IPv6.header(of: bytes, missing: position.missing) else {
          return count(.incomplete, missing: position.missing)
        }
        enter(header, &position, byteCount: bytes.byteCount)
        step = header.next.step(toPayloadAt: header.payloadStart, end: header.payloadEnd)
      case .ipv6Routing:
        position.destination = IPv6RoutingHeader.finalDestination(in: bytes) ?? position.destination
        step = IPv6Extension.payload(of: bytes)
      case .ipv6Fragment:
        guard let (next, fragment) = IPv6FragmentHeader.fragment(in: bytes) else {
          return count(.incomplete, missing: position.missing)
        }
        // RFC 6946 §4: a fragment that is a whole datagram is read by itself.
        guard fragment.offset == 0, fragment.isLast else {
          return receive(
            fragment, next: next, identifiedBy: .ipv6Fragment,
            bytes.extracting(from: IPv6FragmentHeader.byteCount), position, at: time, body)
        }
        step = next.step(toPayloadAt: IPv6FragmentHeader.byteCount)
      case .ieee80211Aggregate:
        return descendAggregate(bytes, position, at: time, body)
      case .tcp:
        return deliver(bytes, position, body)
      }

      switch step {
      case .stop(let outcome):
        return count(outcome, missing: position.missing)
      case .next(let layer, let start, let announcedEnd):
        let end = min(announcedEnd, bytes.byteCount + position.missing)
        let capturedEnd = min(end, bytes.byteCount)
        guard start <= capturedEnd else { return count(.incomplete, missing: position.missing) }
        position.layer = layer
        position.setMissing(end - capturedEnd)
        bytes = bytes.extracting(start..<capturedEnd)
      }
    }
  }

  /// Takes over what an IP header says of the packet.
  @inline(__always)
  private mutating func enter(_ header: IPHeader, _ position: inout Position, byteCount: Int) {
    position.source = header.source
    position.destination = header.destination
    let missing = max(0, header.payloadEnd - byteCount)
    if missing > position.missing { noteOverlong(header, byteCount: byteCount + position.missing) }
    // IP knows better than the headers before it, and than a capture file that lost the original length.
    position.setMissing(missing)
  }

  /// Hands a segment on.
  @inline(__always)
  private mutating func deliver(_ bytes: RawSpan, _ position: Position, _ body: (TCPSegment, RawSpan) -> Void) {
    let available = bytes.byteCount
    guard available >= TCP.minimumHeaderByteCount else { return count(.incomplete, missing: position.missing) }
    let headerByteCount = TCP.headerByteCount(of: bytes)
    guard headerByteCount >= TCP.minimumHeaderByteCount, headerByteCount <= available + position.missing else {
      return count(.malformed)
    }
    let payloadStart = min(headerByteCount, available)
    let missing = position.missing - (headerByteCount - payloadStart)
    let segment = TCPSegment(
      header: bytes, options: TCP.minimumHeaderByteCount..<payloadStart, source: position.source,
      destination: position.destination, missingPayloadByteCount: missing,
      doubtfulPayloadByteCount: min(position.doubtful, missing))
    statistics.tcpSegments += 1
    body(segment, bytes.extracting(from: payloadStart))
  }

  /// Takes a fragment, and goes on with its datagram when that is complete.
  private mutating func receive(
    _ fragment: Fragment, next: IPProtocol, identifiedBy keyProtocol: IPProtocol, _ payload: RawSpan,
    _ position: Position, at time: Timestamp, _ body: (TCPSegment, RawSpan) -> Void
  ) {
    let key = FragmentKey(
      source: position.source, destination: position.destination, identification: fragment.identification,
      next: keyProtocol)
    let (datagram, oddity) = reassembler.receive(
      payload, missing: position.missing, fragment: fragment, key: key, next: next, at: time,
      statistics: &statistics.fragments)
    if let oddity { report(oddity, of: key) }
    guard let datagram else { return }
    switch datagram.next.step(toPayloadAt: 0) {
    case .stop(let outcome):
      count(outcome)
    case .next(let layer, _, _):
      descend(
        datagram.bytes.rawSpan, as: layer, missing: datagram.missing, within: position, at: time, body)
    }
    reassembler.reuse(datagram.bytes)
  }

  /// Reads each frame of an aggregate.
  private mutating func descendAggregate(
    _ bytes: RawSpan, _ position: Position, at time: Timestamp, _ body: (TCPSegment, RawSpan) -> Void
  ) {
    var offset = 0
    while let frame = IEEE80211Aggregate.nextFrame(in: bytes, offset: &offset) {
      descend(
        bytes.extracting(frame), as: .wrapper(.logicalLinkControl), missing: 0, within: position, at: time, body)
    }
  }
}

extension PacketDecoder {
  /// Counts an IP packet that says to be longer than its frame, and reports the first one.
  private mutating func noteOverlong(_ header: IPHeader, byteCount: Int) {
    statistics.overlongPackets += 1
    if statistics.overlongPackets == 1 { findings.append(.overlongPacket(header, byteCount: byteCount)) }
  }

  private mutating func report(_ oddity: FragmentReassembler.Oddity, of key: FragmentKey) {
    guard findingCount < limits.findings else { return }
    findingCount += 1
    switch oddity {
    case .overlap: findings.append(.fragmentOverlap(key))
    case .rejected: findings.append(.fragmentRejected(key))
    case .tiny: findings.append(.fragmentTiny(key))
    }
  }

  /// Counts the end of the way through a packet.
  ///
  /// - Parameter missing: how many bytes were not captured where it ended.
  private mutating func count(_ outcome: Outcome, missing: Int = 0) {
    switch outcome {
    case .udp: statistics.udpDatagrams += 1
    case .quicInitial:
      statistics.udpDatagrams += 1
      statistics.quicInitialPackets += 1
    case .sctp: statistics.sctpPackets += 1
    case .esp: statistics.espPackets += 1
    case .otherTransport: statistics.otherTransportPackets += 1
    case .nonIP: statistics.nonIPFrames += 1
    case .protectedWireless: statistics.protectedWirelessFrames += 1
    case .macsec: statistics.macsecFrames += 1
    case .incomplete where missing > 0: statistics.truncatedPackets += 1
    case .incomplete, .malformed: statistics.malformedPackets += 1
    case .tooDeep: statistics.tooDeepPackets += 1
    case .unknownLinkType(let linkType):
      statistics.unknownLinkTypePackets += 1
      if statistics.unknownLinkTypes[linkType] != nil
        || statistics.unknownLinkTypes.count < limits.unknownLinkTypes
      {
        statistics.unknownLinkTypes[linkType, default: 0] += 1
      }
    }
  }
}
