import Bytes

/// Which field values a report shows. Who has one of the others can act as somebody else.
package enum Redaction: Sendable {
  /// All are shown.
  case none
  /// In the place of credentials stands how long they are.
  case secrets

  /// Whether the value of a field, by its name, is not to be shown.
  package func hides(valueOf name: RawSpan) -> Bool {
    switch self {
    case .none: false
    case .secrets: Self.isSecret(name)
    }
  }

  /// What stands in the place of a value.
  package static func substitute(forByteCount count: Int) -> String {
    "[redacted \(count) bytes]"
  }

  /// Whether a field carries credentials: Authorization and Cookie with their kin (RFC 9110 §11, RFC 6265), or one of the many
  /// that services made for theirs, such as X-Auth-Token, which its words give away.
  private static func isSecret(_ name: RawSpan) -> Bool {
    if names.contains(where: { name.equalsIgnoringCase($0) }) { return true }
    var start = 0
    while start < name.byteCount {
      var end = start
      while end < name.byteCount, name.byte(at: end) != hyphen, name.byte(at: end) != underscore { end += 1 }
      let word = name.extracting(start..<end)
      if words.contains(where: { word.equalsIgnoringCase($0) }) { return true }
      start = end + 1
    }
    return false
  }

  private static let hyphen: UInt8 = 0x2D
  private static let underscore: UInt8 = 0x5F

  private static let names: [StaticString] = [
    "authentication-info", "proxy-authentication-info", "cookie2", "set-cookie2", "dpop", "api-key", "x-api-key",
    "x-goog-api-key",
    "x-functions-key", "ocp-apim-subscription-key", "x-csrftoken", "x-amzn-oidc-data", "x-amzn-oidc-accesstoken",
  ]

  private static let words: [StaticString] = [
    "authorization", "auth", "cookie", "token", "secret", "password", "session", "jwt", "apikey", "signature",
  ]
}
