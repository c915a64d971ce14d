import Bytes
import HTTP

/// What a Content-Type field says (RFC 9110 §8.3.1), as far as it helps to show a content or to name its file.
package struct MediaType: Sendable, Equatable {
  /// `type/subtype` in lower case.
  package let essence: String
  /// The parameter `charset` in lower case.
  package let charset: String?

  /// Nil when the field's value does not begin with a media type.
  package init?(_ value: RawSpan) {
    // A longer one is no media type.
    guard value.byteCount <= ReportLimits.shownTextByteCount else { return nil }
    var parts = String(decodingUTF8: value).lowercased().split(separator: ";", omittingEmptySubsequences: false)
      .map { $0.trimmingBlanks }
    let essence = parts.removeFirst()
    let names = essence.split(separator: "/", omittingEmptySubsequences: false)
    guard names.count == 2, names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(ASCII.isTokenCharacter) }) else {
      return nil
    }
    self.essence = essence
    charset = parts.first { $0.hasPrefix("charset=") }.map { $0.dropFirst("charset=".count).unquoted }
  }

  /// The one that a header section announces.
  package init?(of header: borrowing FieldSection) {
    guard let line = header.first("content-type") else { return nil }
    self.init(header.value(line))
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

extension StringProtocol {
  /// Without blanks at either end.
  fileprivate var trimmingBlanks: String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(String(drop(while: isBlank).reversed()).drop(while: isBlank).reversed())
  }

  /// Without quotation marks around it.
  fileprivate var unquoted: String {
    count >= 2 && first == "\"" && last == "\"" ? String(dropFirst().dropLast()) : String(self)
  }
}
