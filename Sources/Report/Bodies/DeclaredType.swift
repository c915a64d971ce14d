import Bytes
import HTTP

/// The media type that a header section declares, kept as far as it helps to show a content or to name its file.
package struct DeclaredType: Sendable, Equatable {
  /// `type/subtype` in lower case.
  package let essence: String
  /// The parameter `charset`; nil without it.
  package let charset: Charset?

  /// Nil when it is no media type.
  init?(_ type: borrowing MediaType) {
    // A longer one is no media type.
    guard type.essence.byteCount <= ReportLimits.shownTextByteCount, type.isValid else { return nil }
    essence = String(decodingUTF8: type.essence).lowercased()
    if let label = type.parameter("charset") {
      let text = String(decodingUTF8: label.extracting(first: ReportLimits.shownTextByteCount))
      charset = Charset(label: text.lowercased())
    } else {
      charset = nil
    }
  }

  /// The one that a header section announces.
  init?(of header: borrowing FieldSection) {
    self.init(MediaType(of: header))
  }

  /// The charset that all such content has, whatever is said of it: JSON is UTF-8 (RFC 8259 §8.1), and so are events
  /// (HTML §9.2.5).
  var impliedCharset: Charset? {
    if essence.hasSuffix("+json") { return .utf8 }
    return switch essence {
    case "application/json", "application/x-ndjson", "application/jsonlines", "text/event-stream": .utf8
    default: nil
    }
  }

  /// Whether such content is text for a person to read.
  var isText: Bool {
    if essence.hasPrefix("text/") || essence.hasSuffix("+json") || essence.hasSuffix("+xml") { return true }
    return switch essence {
    case "application/json", "application/xml", "application/javascript", "application/ecmascript",
      "application/x-javascript", "application/x-www-form-urlencoded", "application/graphql", "application/x-ndjson",
      "application/jsonlines", "application/x-sh", "application/yaml", "application/x-yaml", "application/toml",
      "application/vnd.apple.mpegurl", "application/dns-json", "application/sql":
      true
    default: false
    }
  }
}
