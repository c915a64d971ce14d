import Analysis
import Bytes
import GRPC
import HTTP

extension JSONWriter {
  /// The members of an exchange that its contents give.
  mutating func writeMembers(of facts: borrowing ContentFacts, in exchange: borrowing Exchange) {
    if let call = facts.call {
      key("grpc")
      write(call, exchange)
    } else {
      nullMember("grpc")
    }
    member("events", facts.eventCount)
    member("doh", facts.isDNSOverHTTPS)
  }

  private mutating func write(_ call: GRPCCall, _ exchange: borrowing Exchange) {
    let request = exchange.request.message.header
    beginObject()
    member("format", call.format.name)
    write(call.method?.service, as: "service", of: request)
    write(call.method?.method, as: "method", of: request)
    member("kind", call.kind?.name)
    member("request_messages", call.requestMessageCount)
    member("response_messages", call.responseMessageCount)
    writeEncoding(of: request, as: "request_encoding")
    writeEncoding(of: exchange.response.message.header, as: "response_encoding")
    member("timeout_ms", milliseconds: call.timeout?.nanoseconds)
    member("status", call.status.map { Int($0.rawValue) })
    member("status_name", call.status?.name)
    if let message = call.statusMessage { member("message", message.rawSpan) } else { nullMember("message") }
    member("trailers_only", call.isTrailersOnly)
    endObject()
  }

  private mutating func writeEncoding(of header: borrowing FieldSection, as name: StaticString) {
    if let line = header.first("grpc-encoding") { member(name, header.value(line)) } else { nullMember(name) }
  }
}
