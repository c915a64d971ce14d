import Bytes
import Findings

// A key with its value in one call; `null` stands for nil.
extension JSONWriter {
  package mutating func member(_ name: StaticString, _ value: Int?) {
    key(name)
    if let value { integer(value) } else { null() }
  }

  package mutating func member(_ name: StaticString, _ value: Bool?) {
    key(name)
    if let value { boolean(value) } else { null() }
  }

  package mutating func member(_ name: StaticString, _ value: String?) {
    key(name)
    if let value { string(value) } else { null() }
  }

  package mutating func member(_ name: StaticString, _ value: RawSpan) {
    key(name)
    string(value)
  }

  package mutating func member(_ name: StaticString, milliseconds nanoseconds: Int64?) {
    key(name)
    if let nanoseconds { milliseconds(nanoseconds) } else { null() }
  }

  package mutating func member(_ name: StaticString, time: Timestamp?) {
    key(name)
    if let time { self.time(time) } else { null() }
  }

  package mutating func member(_ name: StaticString, share part: Int, of whole: Int) {
    key(name)
    share(part, of: whole)
  }

  /// A member that is always `null`.
  package mutating func nullMember(_ name: StaticString) {
    key(name)
    null()
  }

  /// A member with an object for its value.
  package mutating func member(_ name: StaticString, object: (inout JSONWriter) -> Void) {
    key(name)
    beginObject()
    object(&self)
    endObject()
  }

  /// A member `{"client": …, "server": …}`.
  package mutating func member<Value>(
    _ name: StaticString, bySide values: BySide<Value>, value: (inout JSONWriter, Value) -> Void
  ) {
    key(name)
    writeBySide(values, value: value)
  }

  /// `{"client": …, "server": …}`.
  package mutating func writeBySide<Value>(_ values: BySide<Value>, value: (inout JSONWriter, Value) -> Void) {
    beginObject()
    key("client")
    value(&self, values.client)
    key("server")
    value(&self, values.server)
    endObject()
  }
}
