import Analysis
import Bytes
import Findings
import HTTP
import HTTP2

extension JSONWriter {
  /// The members of an entry: one request with its response.
  ///
  /// - Parameter bodies: what was kept of both contents; nil when contents are not written.
  mutating func writeMembers(
    ofEntry exchange: borrowing Exchange, of connection: ConnectionContext, bodies: BySide<HARBody>?,
    redacting redaction: Redaction
  ) {
    let timings = HARTimings(exchange, of: connection)
    key("startedDateTime")
    time(timings.start, decimals: 6)
    member("time", milliseconds: timings.total)
    key("request")
    write(requestOf: exchange, of: connection, body: bodies?.client, redacting: redaction)
    key("response")
    write(responseOf: exchange, body: bodies?.server, redacting: redaction)
    member("cache") { _ in }
    key("timings")
    write(timings)
    member("serverIPAddress", connection.server.address.description)
    member("connection", String(connection.id))
    if let type = HARResourceType(exchange) { member("_resourceType", type.rawValue) }
    key("_wireprism")
    write(detailsOf: exchange, of: connection, redacting: redaction)
  }

  private mutating func write(_ timings: HARTimings) {
    beginObject()
    write(timings.blocked, as: "blocked")
    write(nil, as: "dns")
    write(timings.connect, as: "connect")
    write(timings.ssl, as: "ssl")
    write(timings.send, as: "send")
    write(timings.wait, as: "wait")
    write(timings.receive, as: "receive")
    endObject()
  }

  /// A part of the time; -1 when it does not apply.
  private mutating func write(_ part: Int64?, as name: StaticString) {
    if let part { member(name, milliseconds: part) } else { member(name, -1) }
  }

  /// What HAR has no member for.
  private mutating func write(
    detailsOf exchange: borrowing Exchange, of connection: ConnectionContext, redacting redaction: Redaction
  ) {
    beginObject()
    member("index", exchange.index)
    member("stream", exchange.stream.map(Int.init))
    member("client", connection.client.description)
    member("server", connection.server.description)
    member("state", exchange.state.name)
    member("pushed", exchange.isPushed)
    member("reset_code", exchange.resetCode.map { ErrorCode(rawValue: $0).name })
    member("reset_by", exchange.resetBy?.name)
    member("upgrade", exchange.upgrade?.name)
    key("informational")
    beginArray()
    for index in exchange.informational.indices {
      beginObject()
      member("status", exchange.informational[index].status)
      key("headers")
      write(fieldsOf: exchange.informational[index].header, redacting: redaction)
      endObject()
    }
    endArray()
    key("request")
    write(detailsOf: exchange.request.message, isSeen: exchange.hasRequest, redacting: redaction)
    key("response")
    write(detailsOf: exchange.response.message, isSeen: exchange.hasResponse, redacting: redaction)
    endObject()
  }

  private mutating func write(
    detailsOf message: borrowing Message, isSeen: Bool, redacting redaction: Redaction
  ) {
    guard isSeen else { return null() }
    beginObject()
    member("http1_bytes", message.http1ByteCount)
    member("hpack_bytes", message.hpackByteCount)
    member("missing_bytes", message.missingBodyByteCount)
    if let reason = message.notDecodedBecause { member("not_decoded_because", reason.description) }
    key("trailers")
    write(fieldsOf: message.trailers, redacting: redaction)
    endObject()
  }
}
