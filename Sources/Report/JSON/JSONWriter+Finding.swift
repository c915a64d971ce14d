import Analysis
import Findings

extension JSONWriter {
  /// `"record": "finding"`: something a person should know. `connection` and `time_ms` are null when it is about the capture.
  mutating func write(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {
    beginObject()
    member("record", "finding")
    member("connection", connection?.id)
    member("stream", finding.stream.map(Int.init))
    member("severity", finding.severity.name)
    member("code", finding.code)
    member("message", finding.message)
    if let connection, let time {
      member("time_ms", milliseconds: time.nanoseconds(since: connection.start))
    } else {
      nullMember("time_ms")
    }
    member("reference", finding.reference)
    member("packet", finding.packet)
    member("advice", FindingAdvice.text(for: finding.code))
    endObject()
  }
}
