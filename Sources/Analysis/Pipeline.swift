import Bytes
import Capture
import Findings
import Packet
import TCP

/// What the caller wants of an analysis.
package struct AnalysisOptions: Sendable {
  package var tcpLimits = TCPLimits()

  package init() {}
}

/// The whole way of the bytes: packets → TCP segments → streams → HTTP → records. One call stack a packet.
package struct Pipeline<Receiver: RecordReceiver> {
  private var decoder = PacketDecoder()
  private var tcp: TCPReassembly
  private var dissection: Dissection<Receiver>
  private var hasBegun = false

  package init(options: AnalysisOptions = AnalysisOptions(), receiver: Receiver) {
    self.tcp = TCPReassembly(limits: options.tcpLimits)
    self.dissection = Dissection(receiver: receiver)
  }

  /// Where the records went.
  package var receiver: Receiver { dissection.recorder.receiver }

  /// Reads captures to their end, or until told to stop; then finishes what is open and gives the summary.
  ///
  /// - Parameter shouldGoOn: asked before each packet.
  package mutating func run(_ captures: inout CaptureSet, while shouldGoOn: () -> Bool) {
    dissection.recorder.receiver.receive(
      CaptureRecord(
        files: captures.names, format: captures.formatName, linkTypes: captures.linkTypes.map(LinkType.init(rawValue:)))
    )
    captures.forEachPacket { record, bytes in
      receive(record, bytes)
      return shouldGoOn()
    }
    finish(captures)
  }

  /// Takes one packet.
  private mutating func receive(_ record: PacketRecord, _ bytes: RawSpan) {
    count(record, byteCount: bytes.byteCount)
    decoder.decode(
      bytes, originalByteCount: record.originalByteCount, linkType: LinkType(rawValue: record.linkType), at: record.time
    ) { segment, payload in
      tcp.receive(segment, payload, at: record.time, into: &dissection)
    }
  }

  private mutating func count(_ record: PacketRecord, byteCount: Int) {
    dissection.recorder.summary.packets += 1
    dissection.recorder.summary.byteCount += byteCount
    if record.time > dissection.recorder.summary.lastTime ?? Timestamp(nanoseconds: .min) {
      dissection.recorder.summary.lastTime = record.time
    }
    if record.time < dissection.recorder.summary.firstTime ?? Timestamp(nanoseconds: .max) {
      dissection.recorder.summary.firstTime = record.time
    }
  }

  /// Ends every connection and hands over the summary.
  private mutating func finish(_ captures: borrowing CaptureSet) {
    tcp.finish(into: &dissection)
    addLosses(captures)
    reportCaptureFindings()
    dissection.recorder.receiver.receive(dissection.recorder.summary)
  }
}
