import Bytes
import ContentCoding
import Findings
import HTTP

extension GRPCCall {
  /// What is odd about the call; each is of the exchange's stream.
  package func findings(
    _ exchange: borrowing Exchange, requests: borrowing GRPCMessageReader, responses: borrowing GRPCMessageReader
  ) -> [Finding] {
    var findings: [Finding] = []
    if let problem = requests.problem { findings.append(.grpcContent(problem, from: .client)) }
    if let problem = responses.problem { findings.append(.grpcContent(problem, from: .server)) }
    if let problem = requests.decodingProblem { findings += Self.finding(problem, from: .client) }
    if let problem = responses.decodingProblem { findings += Self.finding(problem, from: .server) }
    if requests.hasCompressed, Self.lacksEncoding(exchange.request.message.header) {
      findings.append(.grpcCompressedWithoutEncoding(from: .client))
    }
    if responses.hasCompressed, Self.lacksEncoding(exchange.response.message.header) {
      findings.append(.grpcCompressedWithoutEncoding(from: .server))
    }
    if timeout == nil, let line = exchange.request.message.header.first("grpc-timeout"), line.certainty == .certain {
      findings.append(.grpcBadTimeout(String(decodingUTF8: exchange.request.message.header.value(line))))
    }
    if let finding = endFinding(exchange, responses) { findings.append(finding) }
    for index in findings.indices { findings[index].stream = exchange.stream }
    return findings
  }

  /// What is odd about the way the call ended: the first thing, since the others follow from it.
  private func endFinding(_ exchange: borrowing Exchange, _ responses: borrowing GRPCMessageReader) -> Finding? {
    let response = exchange.response.message
    guard exchange.hasResponse, let code = exchange.response.status, !Self.hasUnknown(response.header) else {
      return nil
    }
    guard code == 200 else { return .grpcHTTPStatus(code) }
    let answered = GRPCFormat(of: response.header)
    guard let answered, (answered == .grpc) == (format == .grpc) else {
      let type = response.header.first("content-type").map { String(decodingUTF8: response.header.value($0)) }
      return .grpcContentType(type)
    }
    // A response that was cut off, or a content that a gap took a piece of, says nothing about what stood there.
    guard response.isComplete, response.missingBodyByteCount == 0, !responses.hasGap,
      !responses.hasCompressedTrailers, !Self.hasUnknown(response.trailers)
    else { return nil }
    guard hasStatusField else { return responses.problem == nil ? .grpcNoStatus() : nil }
    return status == nil ? .grpcBadStatus() : nil
  }

  private static func finding(_ problem: ContentProblem, from side: Side) -> [Finding] {
    switch problem {
    case .truncated, .corrupt, .mislabelled, .dictionaryMissing, .dictionaryNotUsable, .windowTooLarge, .expandsTooMuch,
      .outOfMemory:
      [.grpcNotDecompressed(problem, from: side)]
    case .unknownCoding, .tooManyCodings, .unknownHeader, .partialRepresentation, .missingBytes, .incompleteMessage,
      .turnedOff:
      []
    }
  }

  /// Whether nothing says how messages are compressed.
  private static func lacksEncoding(_ header: borrowing FieldSection) -> Bool {
    guard !hasUnknown(header) else { return false }
    guard let line = header.first("grpc-encoding") else { return true }
    return header.value(line).equalsIgnoringCase("identity")
  }

  /// Whether a section has lines of which not everything is known, so that a name that is not there proves nothing.
  private static func hasUnknown(_ section: borrowing FieldSection) -> Bool {
    section.lines.contains { $0.certainty != .certain }
  }
}
