import Bytes
import HTTP

/// An exchange as a call of gRPC: what its fields and the messages in its contents say together.
package struct GRPCCall: Sendable {
  package let format: GRPCFormat
  /// Where the names lie in the text of the request's header section; nil when the request target has not the form.
  package private(set) var method: GRPCMethod?
  /// Nil when not all messages of both sides could be counted; so are the counts.
  package let kind: GRPCKind?
  package let requestMessageCount: Int?
  package let responseMessageCount: Int?
  /// How long the client will wait; nil when it does not say.
  package private(set) var timeout: GRPCTimeout?
  /// Nil when the server did not say, or nobody saw it.
  package private(set) var status: GRPCStatus?
  /// The decoded grpc-message; nil when there is none, or nothing in it.
  package private(set) var statusMessage: [UInt8]?
  /// Whether the response is a header section alone, which holds the status.
  package private(set) var isTrailersOnly = false
  /// Whether a field says how the call ended, well or badly formed.
  let hasStatusField: Bool

  /// Reads an exchange that is finished; nil when it is no call of gRPC.
  ///
  /// - Parameters:
  ///   - requests: what read the request's content to its end; of a call without any, a new one.
  ///   - responses: what read the response's.
  package init?(
    _ exchange: borrowing Exchange, requests: borrowing GRPCMessageReader, responses: borrowing GRPCMessageReader
  ) {
    let asked = GRPCFormat(of: exchange.request.message.header)
    // Without a request, the response tells.
    guard let format = asked ?? (exchange.hasRequest ? nil : GRPCFormat(of: exchange.response.message.header))
    else { return nil }
    self.format = format
    kind = !requests.hasGap && !responses.hasGap ? GRPCKind(requests, responses) : nil
    requestMessageCount = requests.hasGap ? nil : requests.messageCount
    responseMessageCount = responses.hasGap ? nil : responses.messageCount
    if let path = exchange.request.path {
      let header = exchange.request.message.header.bytes(path)
      method = GRPCMethod(path: header)?.shifted(by: path.start)
    }
    if let line = exchange.request.message.header.first("grpc-timeout") {
      timeout = GRPCTimeout(exchange.request.message.header.value(line))
    }
    if responses.trailers.first(Self.statusName) != nil {
      hasStatusField = true
      readStatus(responses.trailers)
    } else if exchange.response.message.trailers.first(Self.statusName) != nil {
      hasStatusField = true
      readStatus(exchange.response.message.trailers)
    } else if exchange.response.message.header.first(Self.statusName) != nil {
      hasStatusField = true
      isTrailersOnly = exchange.response.message.bodyByteCount == 0
      readStatus(exchange.response.message.header)
    } else {
      hasStatusField = false
    }
  }

  static let statusName: StaticString = "grpc-status"

  private mutating func readStatus(_ section: borrowing FieldSection) {
    if let line = section.first(Self.statusName) { status = GRPCStatus(section.value(line)) }
    if let line = section.first("grpc-message"), line.valueCount > 0 {
      statusMessage = StatusMessage.decode(section.value(line))
    }
  }
}
