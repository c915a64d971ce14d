import ContentCoding
import Findings

extension Finding {
  /// Where the protocol is described.
  private static let reference = "gRPC over HTTP2"
  private static let webReference = "gRPC Web"

  static func grpcContent(_ problem: GRPCProblem, from side: Side) -> Finding {
    switch problem {
    case .unknownFlags(let flags):
      Finding(
        .error, code: "grpc-bad-message",
        message: "What the \(side.name) sent is no gRPC message: its first byte is \(flags), which means nothing.",
        reference: reference)
    case .prefixCut:
      Finding(
        .error, code: "grpc-message-cut", message: "The content of the \(side.name) ends in the length of a message.",
        reference: reference)
    case .messageCut(let byteCount, let absentByteCount):
      Finding(
        .error, code: "grpc-message-cut",
        message:
          "The content of the \(side.name) ends \(absentByteCount) bytes before its message of \(byteCount) bytes does.",
        reference: reference)
    case .trailersCut(let absentByteCount):
      Finding(
        .error, code: "grpc-message-cut",
        message: "The content of the \(side.name) ends \(absentByteCount) bytes before its trailers do.",
        reference: webReference)
    case .contentAfterTrailers:
      Finding(
        .error, code: "grpc-content-after-trailers",
        message: "The \(side.name) sent content behind the trailers, which must be the last message.",
        reference: webReference)
    case .notBase64:
      Finding(
        .error, code: "grpc-bad-base64",
        message: "The content of the \(side.name) is not in base64 as its type says.", reference: webReference)
    }
  }

  static func grpcCompressedWithoutEncoding(from side: Side) -> Finding {
    Finding(
      .error, code: "grpc-compressed-without-encoding",
      message: "The \(side.name) sent a compressed message, and no grpc-encoding says how it is compressed.",
      reference: reference)
  }

  static func grpcNotDecompressed(_ problem: ContentProblem, from side: Side) -> Finding {
    Finding(
      .error, code: "grpc-not-decompressed",
      message: "A compressed message of the \(side.name) could not be decompressed. \(problem.sentence)",
      reference: reference)
  }

  static func grpcBadTimeout(_ value: String) -> Finding {
    Finding(
      .warning, code: "grpc-bad-timeout",
      message: "The grpc-timeout \"\(value)\" is not one to eight digits and a unit.", reference: reference)
  }

  static func grpcHTTPStatus(_ status: Int) -> Finding {
    Finding(
      .warning, code: "grpc-http-status", message: "A gRPC call was answered with HTTP status \(status), not 200.",
      reference: reference)
  }

  static func grpcContentType(_ type: String?) -> Finding {
    Finding(
      .error, code: "grpc-content-type",
      message: type.map { "A gRPC call was answered with content of type \"\($0)\"." }
        ?? "A gRPC call was answered with content of no type.",
      reference: reference)
  }

  static func grpcNoStatus() -> Finding {
    Finding(
      .error, code: "grpc-no-status", message: "The response to a gRPC call ends without a grpc-status.",
      reference: reference)
  }

  static func grpcBadStatus() -> Finding {
    Finding(
      .error, code: "grpc-bad-status", message: "The grpc-status of a call is not a number.", reference: reference)
  }
}
