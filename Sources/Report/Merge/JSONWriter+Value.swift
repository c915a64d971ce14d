extension JSONWriter {
  /// A value that was read, as a report would write it.
  package mutating func write(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .boolean(let value): boolean(value)
    case .number(let number): write(number)
    case .string(let text): string(text)
    case .array(let values):
      beginArray()
      for value in values { write(value) }
      endArray()
    case .object(let object):
      beginObject()
      for (name, value) in object.members {
        key(name)
        write(value)
      }
      endObject()
    }
  }

  private mutating func write(_ number: JSONNumber) {
    if number.millionths % 1_000_000 == 0 { integer(number.whole) } else { milliseconds(number.nanoseconds) }
  }
}
