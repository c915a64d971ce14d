import Bytes
import Testing

@testable import Report

/// Which parts of URLs are hidden; each byte of them becomes an asterisk.
@Suite("Redaction of URLs")
struct URLRedactionTests {
  private func redact(_ text: String, isURL: Bool, hidesQueries: Bool) -> String {
    // Something stands around the range, and stays.
    var bytes = Array("?a=b@\(text)?a=b@".utf8)
    URLRedaction(hidesQueries: hidesQueries)
      .apply(to: &bytes, in: ByteRange(start: 5, count: text.utf8.count), isURL: isURL)
    let all = String(decoding: bytes, as: UTF8.self)
    #expect(all.hasPrefix("?a=b@") && all.hasSuffix("?a=b@") && bytes.count == text.utf8.count + 10)
    return String(all.dropFirst(5).dropLast(5))
  }

  @Test(
    "RFC 3986 §3.2.1: user information, wherever an authority stands",
    arguments: [
      ("http://u:p@a/", "http://***@a/"),
      ("//u@a", "//*@a"),
      ("https://a@b@c/d@e", "https://***@c/d@e"),
      ("see http://u@a, http://v@b.", "see http://*@a, http://*@b."),
      ("<http://u@a>; rel=x", "<http://*@a>; rel=x"),
      ("http://a/b@c", "http://a/b@c"),
      ("http://a?b@c", "http://a?b@c"),
      ("mail a@b", "mail a@b"),
      ("http://@a", "http://@a"),
      ("//", "//"), ("/", "/"), ("", ""),
    ])
  func userInformation(text: String, expected: String) {
    for isURL in [false, true] { #expect(redact(text, isURL: isURL, hidesQueries: false) == expected) }
  }

  @Test(
    "RFC 3986 §3.4, §3.5: values of queries and fragments in what is a URL",
    arguments: [
      ("/?a=b", "/?a=*"),
      ("/?a=b&c=d;e=f#g=h", "/?a=*&c=*;e=*#g=*"),
      ("/?abc", "/?***"),
      ("/?a==b=c", "/?a=****"),
      ("/?&&", "/?&&"),
      ("/#abc", "/#***"),
      ("/?a=b?c=d", "/?a=*?c=*"),
      ("/a=b", "/a=b"),
      ("http://u@a/?b=c", "http://*@a/?b=*"),
      ("/?u=http://v@a/", "/?u=***********"),
      ("?", "?"), ("", ""),
    ])
  func queries(text: String, expected: String) {
    #expect(redact(text, isURL: true, hidesQueries: true) == expected)
  }

  @Test(
    "In other texts, those of absolute URLs",
    arguments: [
      ("is it a=b? no", "is it a=b? no"),
      ("see http://a/?b=cc and ?d=e", "see http://a/?b=** and ?d=e"),
      (#"<a href="http://a?b=c">"#, #"<a href="http://a?b=*">"#),
      ("http://a/#b http://c/?d", "http://a/#* http://c/?*"),
    ])
  func queriesInText(text: String, expected: String) {
    #expect(redact(text, isURL: false, hidesQueries: true) == expected)
    #expect(redact(text, isURL: false, hidesQueries: false) == text)
  }

  @Test("Bytes of any value, in any order, keep their count")
  func hostile() {
    let alphabet = Array("/?#@=&; \"a\u{0}\u{FF}".utf8)
    for seed in 0..<2000 {
      var value = seed
      var text: [UInt8] = []
      while text.count < 9 {
        text.append(alphabet[value % alphabet.count])
        value = value / 2 + seed
      }
      for isURL in [false, true] {
        var redacted = text
        URLRedaction(hidesQueries: true).apply(to: &redacted, in: ByteRange(start: 0, count: text.count), isURL: isURL)
        #expect(zip(text, redacted).allSatisfy { $0 == $1 || $1 == URLRedaction.asterisk })
      }
    }
  }
}
