import Bytes
import HTTP

/// How a content carries gRPC messages, as its Content-Type says.
package enum GRPCFormat: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// `application/grpc`: messages behind their lengths.
  case grpc
  /// `application/grpc-web`: the same, and the trailers are the last of them.
  case web
  /// `application/grpc-web-text`: that in base64.
  case webText

  /// The name that records use.
  package var name: String {
    switch self {
    case .grpc: "grpc"
    case .web: "grpc-web"
    case .webText: "grpc-web-text"
    }
  }

  /// Reads a Content-Type field's value; nil when it is no type of gRPC's. What stands behind `+` or `;` does not matter.
  package init?(contentType value: RawSpan) {
    let essence = MediaType(value).essence
    let type = essence.extracting(0..<(essence.firstIndex(of: 0x2B) ?? essence.byteCount))  // +
    if type.equalsIgnoringCase("application/grpc") {
      self = .grpc
    } else if type.equalsIgnoringCase("application/grpc-web") {
      self = .web
    } else if type.equalsIgnoringCase("application/grpc-web-text")
      || type.equalsIgnoringCase("application/grpc-web-text-base64")
    {
      self = .webText
    } else {
      return nil
    }
  }

  /// The format that a header section announces, or nil.
  package init?(of header: borrowing FieldSection) {
    guard let line = header.first("content-type") else { return nil }
    self.init(contentType: header.value(line))
  }
}
