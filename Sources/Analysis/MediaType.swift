import Bytes
import HTTP

/// The media type of a content (RFC 9110 §8.3.1), borrowed from its header section: type and subtype without parameters.
struct MediaType: ~Escapable {
  let name: RawSpan

  /// Of a header section; empty without Content-Type.
  @_lifetime(borrow header)
  init(of header: borrowing FieldSection) {
    guard let line = header.first("content-type") else {
      name = header.bytes(.empty)
      return
    }
    let value = header.value(line)
    let end = value.firstIndex(of: 0x3B) ?? value.byteCount
    name = value.extracting(value.trimmingBlanks(0..<end))
  }

  /// Whether the content is a stream of events (HTML §9.2.5).
  var isEventStream: Bool { name.equalsIgnoringCase("text/event-stream") }

  /// Whether content of this type is text, or binary that compresses as well: what servers compress when they do. A stream of
  /// events is none: it has no end to wait for.
  var isCompressible: Bool {
    if begins(with: "text/") { return !isEventStream }
    if begins(with: "application/") {
      return ends(with: "json") || ends(with: "xml") || ends(with: "javascript") || ends(with: "ecmascript")
        || ends(with: "wasm") || ends(with: "x-www-form-urlencoded") || ends(with: "font-ttf")
        || ends(with: "fontobject")
    }
    return name.equalsIgnoringCase("image/svg+xml") || name.equalsIgnoringCase("font/ttf")
      || name.equalsIgnoringCase("font/otf")
  }

  private func begins(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    return name.byteCount >= count && name.extracting(0..<count).equalsIgnoringCase(text)
  }

  private func ends(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    return name.byteCount >= count && name.extracting(from: name.byteCount - count).equalsIgnoringCase(text)
  }
}
