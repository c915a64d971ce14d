import Analysis
import Bytes
import EventStream
import Findings
import HTTP
import HTTP2
import Metrics
import WebSocket

/// Stands before a receiver of records and hides what nobody is to see, so that no form of output can show it: user information
/// in URLs, the values of queries on request, contents, and whatever text messages carry. What fields of credentials
/// hold is left to the receiver, which knows by `Redaction`.
package final class RedactedRecords: RecordReceiver {
  private let receiver: any RecordReceiver
  private let urls: URLRedaction

  /// - Parameter hidesQueries: whether the values of queries, and of fragments, are hidden too.
  package init(_ receiver: any RecordReceiver, hidesQueries: Bool) {
    self.receiver = receiver
    urls = URLRedaction(hidesQueries: hidesQueries)
  }

  package var wantsFrames: Bool { receiver.wantsFrames }
  package var isFinished: Bool { receiver.isFinished }
  // Contents are not handed on.
  package var wantsContents: Bool { false }

  package func receive(_ capture: CaptureRecord) {
    receiver.receive(capture)
  }

  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    var exchange = copy exchange
    hide(in: &exchange.request)
    hide(in: &exchange.response.message)
    for index in exchange.informational.indices { hide(in: &exchange.informational[index].header) }
    receiver.receive(exchange, facts, of: connection)
  }

  package func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    var message = copy message
    // The code of a Close frame is no text.
    let text = message.controlPayload.dropFirst(message.opcode == .close ? 2 : 0).indices
    for index in text { message.controlPayload[index] = URLRedaction.asterisk }
    receiver.receive(message, of: connection)
  }

  package func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext) {
    var message = copy message
    if case .event(let event) = message.body {
      message.body = .event(event.replacingText { String(repeating: "*", count: $0.utf8.count) })
    }
    receiver.receive(message, of: connection)
  }

  package func receive(_ connection: borrowing ConnectionRecord) {
    receiver.receive(connection)
  }

  package func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {
    receiver.receive(finding, of: connection, at: time)
  }

  package func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) {
    receiver.receive(frame, from: side, of: connection, at: time)
  }

  package func receive(_ summary: borrowing SummaryRecord) {
    receiver.receive(Self.redacted(summary))
  }

  /// A summary whose origins have no user information.
  package static func redacted(_ summary: borrowing SummaryRecord) -> SummaryRecord {
    var summary = copy summary
    summary.origins = summary.origins.renamed { name in
      var authority = Array(name.authority.utf8)
      URLRedaction.hideUserInformation(in: &authority, ByteRange(start: 0, count: authority.count))
      return OriginName(scheme: name.scheme, authority: String(decoding: authority, as: UTF8.self))
    }
    return summary
  }

  // MARK: Fields

  private func hide(in request: inout Request) {
    hide(in: &request.message)
    if let authority = request.authority {
      URLRedaction.hideUserInformation(in: &request.message.header.text, authority)
    }
    if let path = request.path {
      urls.apply(to: &request.message.header.text, in: path, isURL: true)
      if request.isCONNECT { URLRedaction.hideUserInformation(in: &request.message.header.text, path) }
    }
  }

  private func hide(in message: inout Message) {
    hide(in: &message.header)
    hide(in: &message.trailers)
  }

  private func hide(in section: inout FieldSection) {
    for line in section.lines {
      let value = section.valueRange(line)
      urls.apply(to: &section.text, in: value, isURL: Self.contains(Self.urlFields, section.name(line)))
      if Self.contains(Self.authorityFields, section.name(line)) {
        URLRedaction.hideUserInformation(in: &section.text, value)
      }
    }
  }

  private static func contains(_ fields: [StaticString], _ name: RawSpan) -> Bool {
    fields.contains { name.equalsIgnoringCase($0) }
  }

  private static let authorityFields: [StaticString] = ["host", ":authority"]

  /// Fields whose value is a URL, perhaps a relative one; in those of others only absolute ones are looked for.
  private static let urlFields: [StaticString] = [
    ":path", "location", "content-location", "referer", "refresh", "link", "destination", "sourcemap", "x-original-url",
    "x-original-uri", "x-rewrite-url", "x-forwarded-uri", "x-envoy-original-path",
  ]
}
