import Findings
import HTTP
import Metrics

// Flow control and multiplexing, measured in the order of the frames (docs/metrics.md).

extension HTTP2Connection {
  /// Says how the next bytes of a side came, if the layers below had to wait for some.
  package mutating func expect(_ delivery: Delivery, from side: Side) {
    innocences[side].expect(delivery, isInHeader: decoders[side].isInHeader)
  }

  /// A DATA frame ended.
  ///
  /// - Parameter slot: that of its stream; nil when the stream is not open.
  mutating func measure(_ header: FrameHeader, slot: Int?, from side: Side, at time: Timestamp) {
    guard measures else { return }
    let isLast = slot.map { header.isEndStream || isContentComplete($0, of: side) } ?? true
    flowControls[side].send(
      header.length, in: slot, id: header.stream, isLast: isLast, patience: patienceNanoseconds, at: time)
    guard let slot else { return }
    let padding = header.isPadded ? decoders[side].paddingByteCount : 0
    multiplexes[side].send(max(0, header.length - padding), in: slot, id: header.stream, isLast: isLast)
  }

  /// Whether as much content came as the message declared: then nothing is due but the end of the stream.
  ///
  /// Inlined, since to lend it a connection that is being changed copies the connection.
  @inline(__always)
  private func isContentComplete(_ slot: Int, of side: Side) -> Bool {
    guard let declared = streams.slots[slot].declaredContentLength[side] else { return false }
    let content = streams.exchanges[slot].contentByteCounts(of: side)
    return content.byteCount + content.missing >= declared
  }

  /// A side lets the other one send more.
  mutating func enlargeWindow(_ header: FrameHeader, by increment: Int, from side: Side, at time: Timestamp) {
    guard measures else { return }
    if header.stream == 0 {
      flowControls[side.opposite].enlargeConnection(by: increment, at: time)
    } else if let slot = streams.slot(of: header.stream) {
      flowControls[side.opposite].enlarge(by: increment, in: slot, id: header.stream, at: time)
    }
  }

  /// A stream is over.
  mutating func closeMeters(_ slot: Int) {
    flowControls.client.close(slot)
    flowControls.server.close(slot)
    multiplexes.client.close(slot)
    multiplexes.server.close(slot)
  }
}
