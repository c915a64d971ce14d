import Bytes
import ContentCoding
import Findings
import HTTP
import Testing

@testable import GRPC

@Suite struct GRPCCallTests {
  /// A call as it is on the wire: each piece of content at a time of its own.
  private struct Wire {
    var request = [":method: POST", ":path: /shop.Catalog/Get", "content-type: application/grpc"]
    var response = [":status: 200", "content-type: application/grpc"]
    var trailers = ["grpc-status: 0"]
    var status = 200
    var isComplete = true
    var pieces: [(Side, [UInt8])] = [(.client, message("a")), (.server, message("b"))]
  }

  private func read(_ wire: Wire) -> (call: GRPCCall?, findings: [Finding]) {
    var exchange = Exchange()
    exchange.stream = 7
    exchange.version = .http2
    exchange.hasRequest = true
    exchange.hasResponse = true
    exchange.request.message.header = section(wire.request)
    if let line = exchange.request.message.header.first(":path") {
      exchange.request.path = exchange.request.message.header.valueRange(line)
    }
    exchange.response.message.header = section(wire.response)
    exchange.response.message.trailers = section(wire.trailers)
    exchange.response.status = wire.status
    exchange.response.message.isComplete = wire.isComplete
    let format = GRPCFormat(of: exchange.request.message.header) ?? .grpc
    var readers = BySide(both: GRPCMessageReader(format))
    var messages: [GRPCMessage] = []
    for (time, (side, piece)) in wire.pieces.enumerated() {
      readers[side].receive(
        piece.rawSpan, at: Timestamp(nanoseconds: Int64(time)), using: DecoderPool(), into: &messages)
      if side == .server { exchange.response.message.bodyByteCount += piece.count }
    }
    for side in Side.allCases {
      readers[side].finish(isComplete: wire.isComplete, using: DecoderPool(), into: &messages)
    }
    guard let call = GRPCCall(exchange, requests: readers.client, responses: readers.server) else { return (nil, []) }
    if let method = call.method {
      let header = exchange.request.message.header
      #expect(String(decodingUTF8: header.bytes(method.service)) == "shop.Catalog")
      #expect(String(decodingUTF8: header.bytes(method.method)) == "Get")
    }
    return (call, call.findings(exchange, requests: readers.client, responses: readers.server))
  }

  @Test("A unary call that succeeds")
  func unary() {
    let (call, findings) = read(Wire(request: Wire().request + ["grpc-timeout: 250m"]))
    #expect(call?.kind == .unary)
    #expect(call?.status == .ok)
    #expect(call?.statusMessage == nil)
    #expect(call?.requestMessageCount == 1)
    #expect(call?.responseMessageCount == 1)
    #expect(call?.timeout?.nanoseconds == 250_000_000)
    #expect(call?.isTrailersOnly == false)
    #expect(call?.method != nil)
    #expect(findings.isEmpty)
  }

  @Test(
    "The kind of streaming, as seen",
    arguments: [
      ([Side.client, .server], GRPCKind.unary), ([.client, .client, .server], .clientStreaming),
      ([.client, .server, .server], .serverStreaming), ([.client, .client, .server, .server], .bidirectionalStreaming),
      ([.client, .server, .client], .bidirectionalStreaming), ([.client], .unary), ([], .unary),
    ])
  func kind(order: [Side], kind: GRPCKind) {
    var wire = Wire()
    wire.pieces = order.map { ($0, message("m")) }
    #expect(read(wire).call?.kind == kind)
  }

  @Test("A response of trailers alone")
  func trailersOnly() {
    var wire = Wire()
    wire.response += ["grpc-status: 5", "grpc-message: no%20caf%C3%A9"]
    wire.trailers = []
    wire.pieces.removeLast()
    let (call, findings) = read(wire)
    #expect(call?.isTrailersOnly == true)
    #expect(call?.status?.name == "NOT_FOUND")
    #expect(call?.statusMessage == [UInt8]("no café".utf8))
    #expect(findings.isEmpty)
  }

  @Test("gRPC-Web: the content holds the status")
  func web() {
    var wire = Wire()
    wire.request[2] = "content-type: application/grpc-web+proto"
    wire.response[1] = "content-type: application/grpc-web+proto"
    wire.trailers = []
    wire.pieces[1].1 += message("grpc-status:13\r\ngrpc-message:broken\r\n", flags: 0x80)
    let (call, findings) = read(wire)
    #expect(call?.format == .web)
    #expect(call?.responseMessageCount == 1)
    #expect(call?.status?.name == "INTERNAL")
    #expect(call?.statusMessage == [UInt8]("broken".utf8))
    #expect(call?.isTrailersOnly == false)
    #expect(findings.isEmpty)
  }

  @Test("What is no call")
  func other() {
    var wire = Wire()
    wire.request[2] = "content-type: application/json"
    #expect(read(wire).call == nil)
  }

  @Test("What is odd about a call is a finding of its stream", arguments: 0..<11)
  func findings(number: Int) {
    var wire = Wire()
    let code: String
    switch number {
    case 0:
      wire.trailers = []
      code = "grpc-no-status"
    case 1:
      wire.trailers = ["grpc-status: fine"]
      code = "grpc-bad-status"
    case 2:
      wire.response[1] = "content-type: text/html"
      code = "grpc-content-type"
    case 3:
      wire.response.removeLast()
      code = "grpc-content-type"
    case 4:
      (wire.status, wire.response, wire.trailers, wire.pieces) = (503, [":status: 503"], [], [])
      code = "grpc-http-status"
    case 5:
      wire.pieces[0].1 = message("a", flags: 1)
      code = "grpc-compressed-without-encoding"
    case 6:
      wire.pieces[1].1 = message("a", flags: 1)
      wire.response.append("grpc-encoding: identity")
      code = "grpc-compressed-without-encoding"
    case 7:
      wire.pieces[1].1.removeLast()
      code = "grpc-message-cut"
    case 8:
      wire.pieces[0].1 = [UInt8]("<html>".utf8)
      code = "grpc-bad-message"
    case 9:
      wire.request.append("grpc-timeout: soon")
      code = "grpc-bad-timeout"
    default:
      wire.response[1] = "content-type: application/grpc-web"
      code = "grpc-content-type"
    }
    let findings = read(wire).findings
    #expect(findings.map(\.code) == [code])
    #expect(findings.map(\.stream) == [7])
  }

  @Test("A compressed message that says how is in order")
  func compressed() {
    var wire = Wire()
    wire.request.append("grpc-encoding: gzip")
    wire.pieces[0].1 = message("a", flags: 1)
    #expect(read(wire).findings.isEmpty)
  }

  @Test("What was cut off proves nothing")
  func incomplete() {
    var wire = Wire()
    wire.trailers = []
    wire.isComplete = false
    wire.pieces[1].1.removeLast()
    let (call, findings) = read(wire)
    #expect(call?.status == nil)
    #expect(findings.isEmpty)
  }
}
