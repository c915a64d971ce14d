import Bytes
import Findings

@testable import Capture

/// A capture file. Read through a small buffer, it must give what it gives through a large one.
func fuzzCapture(_ input: [UInt8]) {
  let large = readCapture(input, bufferByteCount: CaptureLimits.smallestBufferByteCount)
  let small = readCapture(input, bufferByteCount: 64)
  expect(large.count == small.count, "a buffer's size does not matter: \(large.count) and \(small.count) lines")
  for (line, other) in zip(large, small) {
    expect(line == other, "a buffer's size does not matter:\n\(line)\n\(other)")
  }
}

/// Each packet and each warning as a line.
private func readCapture(_ input: [UInt8], bufferByteCount: Int) -> [String] {
  var ledger = CaptureLedger()
  do throws(CaptureError) {
    var reader = try CaptureReader(
      .bytes(input, name: "input"), bufferByteCount: bufferByteCount, ledger: &ledger)
    var lines = [reader.format]
    while reader.advance(&ledger) {
      let record = reader.packet.record
      let bytes = [UInt8](reader.packetBytes)
      lines.append("\(reader.packetOffset) \(record) \(bytes.count) \(bytes.hashValue)")
    }
    lines += reader.warnings.warnings.map(\.message)
    lines += ledger.interfaces.map { "\($0)" }
    return lines + ["\(ledger.counters)", "\(ledger.secrets.count)"]
  } catch {
    return [error.message]
  }
}
