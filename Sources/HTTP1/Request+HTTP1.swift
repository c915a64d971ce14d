import Bytes
import HTTP

extension Request {
  /// Takes in the head of an HTTP/1 request: its request line, and the field lines as far as the bytes go.
  ///
  /// - Parameters:
  ///   - head: from the first byte of the request line on.
  ///   - fieldsStart: where the line after the request line begins; `0 <= fieldsStart <= head.byteCount`.
  mutating func read(
    _ line: RequestLine, of head: RawSpan, fieldsStart: Int, isSecure: Bool, noting oddities: inout Oddities
  ) -> FramingFields {
    let method = head.extracting(line.method)
    isHEAD = method.matches("HEAD") && line.method.count == 4
    isCONNECT = method.matches("CONNECT") && line.method.count == 7
    self.method = message.header.appendText(method)
    if !line.target.isEmpty {
      let target = head.extracting(line.target)
      path = message.header.appendText(target)
      scheme = RequestTarget(http1: self).scheme
    }
    if scheme == nil, !isCONNECT {
      // The target URI of the other forms has the connection's scheme (RFC 9112 §3.3).
      scheme = message.header.appendText((isSecure ? "https" : "http") as StaticString)
    }
    var fields = FramingFields()
    FieldLines.read(head, from: fieldsStart, into: &message.header, &fields, noting: &oddities)
    authority = fields.host.map { message.header.valueRange($0) }
    message.headerWireByteCount = head.byteCount
    message.http1ByteCount = head.byteCount
    message.headerListByteCount = HeaderCost.listByteCount(http1: self, isSecure: isSecure)
    return fields
  }
}
