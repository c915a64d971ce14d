import Analysis
import Bytes
import Findings
import HTTP

extension JSONWriter {
  /// A body in the index of an extraction, tied to its exchange.
  mutating func write(
    _ file: ExtractedFile, of message: borrowing Message, from side: Side, in exchange: borrowing Exchange,
    of connection: ConnectionContext
  ) {
    beginObject()
    member("file", file.name)
    member("connection", connection.id)
    member("exchange", exchange.index)
    member("stream", exchange.stream.map(Int.init))
    member("from", side.name)
    write(exchange.request.method, as: "method", of: exchange.request.message.header)
    key("url")
    writeURL(of: exchange.request)
    member("status", exchange.hasResponse ? exchange.response.status : nil)
    write(valueOf: "content-type", as: "content_type", in: message.header)
    write(valueOf: "content-encoding", as: "content_encoding", in: message.header)
    member("bytes", file.byteCount)
    member("sha256", file.sha256.map { Hexadecimal.encode($0.rawSpan) })
    member("complete", file.isComplete)
    member("coded", file.isCoded)
    member("missing_bytes", message.missingBodyByteCount)
    member("not_decoded_because", message.notDecodedBecause?.description)
    endObject()
  }

  /// `scheme://authority/path`, or what is known of it; `null` when nothing is.
  private mutating func writeURL(of request: borrowing Request) {
    guard request.path != nil || request.authority != nil else { return null() }
    let header = request.message.header
    beginString()
    // A target in absolute form says all of it.
    if request.path.map({ header.bytes($0).isAbsolute }) != true {
      if let scheme = request.scheme {
        appendToString(header.bytes(scheme))
        appendToString("://")
      }
      if let authority = request.authority { appendToString(header.bytes(authority)) }
    }
    if let path = request.path { appendToString(header.bytes(path)) }
    endString()
  }

  private mutating func write(valueOf field: StaticString, as name: StaticString, in header: borrowing FieldSection) {
    if let line = header.first(field) { member(name, header.value(line)) } else { nullMember(name) }
  }
}

extension RawSpan {
  /// Whether a request target begins with a scheme (RFC 9112 §3.2.2).
  fileprivate var isAbsolute: Bool { RequestTarget(self, isCONNECT: false).scheme != nil }
}
