import Analysis
import Findings
import HTTP2

extension JSONWriter {
  /// `"record": "frame"`: one HTTP/2 frame. What a frame of its type does not have is left out.
  mutating func write(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) {
    beginObject()
    member("record", "frame")
    member("connection", connection.id)
    member("from", side.name)
    member("stream", Int(frame.stream))
    member("type", frame.type.name)
    member("flags", Int(frame.flags))
    member("length", frame.length)
    member("time_ms", milliseconds: time.nanoseconds(since: connection.start))
    if let settings = frame.settings {
      key("settings")
      write(settings)
    }
    if let code = frame.errorCode { member("error_code", code.name) }
    if let stream = frame.lastStream { member("last_stream", Int(stream)) }
    if let increment = frame.increment { member("increment", Int(increment)) }
    if let stream = frame.promisedStream { member("promised_stream", Int(stream)) }
    if let count = frame.paddingByteCount { member("padding_bytes", count) }
    endObject()
  }

  /// `[["HEADER_TABLE_SIZE", 4096], [2570, 1], …]`: in wire order, a parameter as often as it was sent.
  private mutating func write(_ settings: [Setting]) {
    beginArray()
    for setting in settings {
      beginArray()
      if let name = setting.identifier.name { string(name) } else { integer(Int(setting.identifier.rawValue)) }
      integer(Int(setting.value))
      endArray()
    }
    endArray()
  }
}
