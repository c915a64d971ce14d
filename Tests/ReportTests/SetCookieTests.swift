import Bytes
import Testing

@testable import Report

@Suite("Cookies that a response sets")
struct SetCookieTests {
  @Test("RFC 6265 §5.2: the attributes")
  func attributes() throws {
    let line = "id = a=b ; Path=/x; domain=example.com;SECURE;HttpOnly; SameSite=Lax; Max-Age=60; Expires=x; other"
    let cookie = SetCookie(line.rawSpan)
    #expect(text(cookie.name, of: line) == "id" && text(cookie.value, of: line) == "a=b")
    #expect(text(try #require(cookie.path), of: line) == "/x")
    #expect(text(try #require(cookie.domain), of: line) == "example.com")
    #expect(text(try #require(cookie.sameSite), of: line) == "Lax")
    #expect(cookie.isSecure && cookie.isHTTPOnly && cookie.maxAge == 60 && cookie.expires == nil)
  }

  @Test("What hardly is a cookie", arguments: ["", ";", "=", "; =", " ", ";;;=;", "a;=x"])
  func hostile(line: String) {
    let cookie = SetCookie(line.rawSpan)
    #expect(text(cookie.name, of: line).isEmpty)
    #expect(cookie.path == nil && !cookie.isSecure)
  }

  @Test(
    "RFC 6265 §5.1.1: dates",
    arguments: [
      ("Wed, 09 Jun 2021 10:18:14 GMT", "2021-06-09T10:18:14Z"),
      ("Wednesday, 09-Jun-21 10:18:14 GMT", "2021-06-09T10:18:14Z"),
      ("Wed Jun  9 1:02:03 1999", "1999-06-09T01:02:03Z"),
      ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"),
      ("Fri, 31-Dec-9999 23:59:59 GMT", "9999-12-31T23:59:59Z"),
    ])
  func dates(line: String, text: String) {
    let date = CookieDate(line.rawSpan)
    #expect(date?.text == text)
  }

  @Test(
    "What is no date",
    arguments: [
      "", "0", "Wed, 09 Jun 2021", "32 Jan 2021 00:00:00", "01 Jan 2021 24:00:00", "01 Jan 1600 00:00:00",
      "١ Jan 2021 00:00:00",
    ])
  func noDates(line: String) {
    let date = CookieDate(line.rawSpan)
    #expect(date == nil)
  }

  private func text(_ range: Range<Int>, of line: String) -> String {
    String(decodingUTF8: line.rawSpan.extracting(range))
  }
}
