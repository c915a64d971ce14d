import Bytes
import Findings
import HTTP

// Heads as they were sent: a start line and fields of HTTP/1, the pseudo-header fields and fields of HTTP/2.
extension TranscriptLines {
  /// - Parameter side: who sent it; the request of a push is the server's.
  mutating func writeHead(of request: borrowing Request, in version: HTTPVersion, from side: Side) {
    let header = request.message.header
    if let method = request.method, header.lines.first?.isPseudo != true {
      // A request that asked for h2c was sent in HTTP/1.1.
      let name = version == .http2 ? HTTPVersion.http11.name : version.name
      let target = request.path.map { PrintableText.whole(header.bytes($0)) } ?? ""
      line(
        PrintableText.whole(header.bytes(method)) + " " + target + (version == .http09 ? "" : " " + name), from: side
      )
    }
    writeFields(header, from: side)
    line("", from: side)
  }

  mutating func writeHead(of response: borrowing Response, in version: HTTPVersion) {
    let header = response.message.header
    guard version != .http09 else { return }
    if let version = response.version {
      let reason = response.reason.map { PrintableText.whole(header.bytes($0)) } ?? ""
      let status = response.status.map(String.init) ?? "???"
      line("\(version.name) \(status)" + (reason.isEmpty ? "" : " " + reason), from: .server)
    }
    writeFields(header, from: .server)
    line("", from: .server)
  }

  mutating func writeHead(of response: borrowing InformationalResponse) {
    note("\(PlainNumbers.timeOfDay(response.time)) · interim response")
    if response.header.lines.first?.isPseudo != true { line("HTTP/1.1 \(response.status)", from: .server) }
    writeFields(response.header, from: .server)
    line("", from: .server)
  }

  /// Field lines in the order in which they were sent.
  mutating func writeFields(_ section: borrowing FieldSection, from side: Side) {
    for field in section.lines {
      let name = PrintableText.whole(section.name(field))
      let value =
        redaction.hides(valueOf: section.name(field))
        ? Redaction.substitute(forByteCount: Int(field.valueCount)) : PrintableText.whole(section.value(field))
      switch field.certainty {
      case .certain: line("\(name): \(value)", from: side)
      case .unknownValue: line("\(name): (not captured)", from: side)
      case .unknownName: line("(not captured): \(value)", from: side)
      case .unknown: line("(not captured)", from: side)
      }
    }
  }
}

extension PrintableText {
  /// Captured bytes as text, all of them.
  fileprivate static func whole(_ bytes: RawSpan) -> String {
    escape(bytes, limit: .max)
  }
}
