import Bytes
import HTTP

/// The HTTP-version of a start line (RFC 9112 §2.3): `HTTP/1.1`, and what comes near it.
struct VersionWord {
  let version: HTTPVersion
  /// Whether it is exactly `HTTP/1.0` or `HTTP/1.1`.
  let isWellFormed: Bool

  /// Nil unless the word begins with `HTTP/` in any case.
  ///
  /// A later version is read as HTTP/1.1, anything unreadable as HTTP/1.0.
  init?(_ word: RawSpan) {
    guard word.byteCount >= 5, word.extracting(0..<5).equalsIgnoringCase("http/") else { return nil }
    if word.byteCount == 8 {
      if word.matches("HTTP/1.1") {
        self.init(.http11, isWellFormed: true)
        return
      }
      if word.matches("HTTP/1.0") {
        self.init(.http10, isWellFormed: true)
        return
      }
    }
    self.init(Self.nearest(to: word.extracting(from: 5)), isWellFormed: false)
  }

  private init(_ version: HTTPVersion, isWellFormed: Bool) {
    self.version = version
    self.isWellFormed = isWellFormed
  }

  /// What a malformed `major.minor` means.
  private static func nearest(to number: RawSpan) -> HTTPVersion {
    guard let point = number.firstIndex(of: 0x2E) else {
      return number.byteCount > 0 && number.byte(at: 0) >= 0x32 && number.byte(at: 0) <= 0x39 ? .http11 : .http10
    }
    let isLaterMajor = point > 0 && number.byte(at: point - 1) >= 0x32 && number.byte(at: point - 1) <= 0x39
    let last = number.byte(at: number.byteCount - 1)
    let isFirstMajor = point > 0 && number.byte(at: point - 1) == 0x31
    return isLaterMajor || isFirstMajor && last >= 0x31 && last <= 0x39 ? .http11 : .http10
  }
}
