import Bytes

extension HeaderCost {
  /// Σ(name + value) of the field lines that HTTP/2 would send for a request of HTTP/1.x: `:method`, `:scheme`, `:path`
  /// and `:authority` (RFC 9113 §8.3.1; CONNECT: §8.5) in place of request line and Host.
  package static func listByteCount(http1 request: borrowing Request, isSecure: Bool) -> Int {
    var sum = fieldByteCount(request.message.header)
    guard let method = request.method else { return sum }
    sum += ":method".utf8.count + method.count
    let target = RequestTarget(http1: request)
    if let authority = target.authority { sum += ":authority".utf8.count + authority.count }
    if let path = target.path {
      sum += ":scheme".utf8.count + (target.scheme?.count ?? (isSecure ? "https" : "http").utf8.count)
      sum += ":path".utf8.count + max(1, path.count)
    }
    return sum
  }

  /// Σ(name + value) of the field lines that HTTP/2 would send for a response of HTTP/1.x: `:status` (RFC 9113 §8.3.2) in
  /// place of the status line.
  package static func listByteCount(http1 response: borrowing Response) -> Int {
    fieldByteCount(response.message.header) + ":status".utf8.count + 3
  }

  /// Σ(name + value) of the field lines that HTTP/2 would send, without pseudo-header fields.
  private static func fieldByteCount(_ header: borrowing FieldSection) -> Int {
    var sum = header.listByteCount
    for line in header.lines where isLeftOutInHTTP2(header.name(line)) {
      sum -= Int(line.nameCount) + Int(line.valueCount)
    }
    return sum
  }
}
