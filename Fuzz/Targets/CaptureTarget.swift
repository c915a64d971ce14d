import Bytes
import Findings

@testable import Capture

/// A capture file. Read through a small buffer, it must give what it gives through a large one.
func fuzzCapture(_ input: [UInt8]) {
  let large = CaptureContent(input, bufferByteCount: CaptureLimits.smallestBufferByteCount)
  let small = CaptureContent(input, bufferByteCount: 64)
  let count = zip(large.packets, small.packets).prefix { $0 == $1 }.count
  expect(
    large.packets.count == count && small.packets.count == count,
    "a buffer's size does not matter: \(count) of \(large.packets.count) and \(small.packets.count) packets agree")
  expect(large.notes == small.notes, "a buffer's size does not matter:\n\(large.notes)\n\(small.notes)")
}

/// All that is read of a capture.
private struct CaptureContent {
  struct Packet: Equatable {
    var record: PacketRecord
    var bytes: [UInt8]
  }

  var packets: [Packet] = []
  /// The format, the counters, the warnings.
  var notes: [String] = []

  init(_ input: [UInt8], bufferByteCount: Int) {
    var ledger = CaptureLedger()
    do throws(CaptureError) {
      var reader = try CaptureReader(.bytes(input, name: "input"), bufferByteCount: bufferByteCount, ledger: &ledger)
      while reader.advance(&ledger) != nil {
        packets.append(reader.withPacket { Packet(record: $0, bytes: [UInt8]($1)) })
      }
      notes = [reader.format, "\(ledger.counters)", "\(ledger.secrets.count) \(ledger.interfaces.count)"]
      // How soon damaged compression is noticed depends on how much is decompressed at once.
      if !reader.format.contains(".") { notes += reader.warnings.warnings.map(\.message) }
    } catch {
      notes = ["no capture"]
    }
  }
}
