import Bytes
import HTTP

extension FieldSection {
  /// The trailers that a gRPC-Web content holds: a line `name: value` each, as in an HTTP/1 header section.
  init(trailerLines text: RawSpan) {
    self.init()
    var start = 0
    while start < text.byteCount {
      let end = text.firstIndex(of: ASCII.lineFeed, from: start) ?? text.byteCount
      let line = text.extracting(start..<end)
      if let colon = line.firstIndex(of: ASCII.colon) {
        append(name: line.extracting(0..<colon), value: line.extracting(from: colon + 1).trimmed)
      }
      start = end + 1
    }
  }
}

extension RawSpan {
  /// The bytes without blanks and the carriage return at their ends.
  fileprivate var trimmed: RawSpan {
    @_lifetime(copy self)
    get {
      var start = 0
      var end = byteCount
      while start < end, isBlank(at: start) { start += 1 }
      while end > start, isBlank(at: end - 1) { end -= 1 }
      return extracting(start..<end)
    }
  }

  private func isBlank(at offset: Int) -> Bool {
    let byte = byte(at: offset)
    return byte == ASCII.space || byte == ASCII.tab || byte == ASCII.carriageReturn
  }
}
