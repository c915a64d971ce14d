import Bytes
import Testing

@testable import Report

@Suite("Redaction")
struct RedactionTests {
  @Test(
    "Fields of credentials, in any case",
    arguments: [
      "authorization", "Proxy-Authorization", "Cookie", "set-cookie", "Set-Cookie2", "Authentication-Info", "X-API-Key",
      "X-Auth-Token", "x-amz-security-token", "X-CSRF-Token", "Private-Token", "x_session_id", "Api-Key", "X-Signature",
      "cf-access-jwt-assertion", "DPoP",
    ])
  func secrets(name: String) {
    let isHidden = Redaction.secrets.hides(valueOf: name.rawSpan)
    let isHiddenAlways = Redaction.none.hides(valueOf: name.rawSpan)
    #expect(isHidden && !isHiddenAlways)
  }

  @Test(
    "All others are shown",
    arguments: [
      "", "-", "content-type", ":authority", ":path", "host", "www-authenticate", "sec-websocket-key", "surrogate-key",
      "access-control-allow-credentials", "x-ratelimit-remaining-tokens", "author", "cookies", "authorizations",
    ])
  func others(name: String) {
    let isHidden = Redaction.secrets.hides(valueOf: name.rawSpan)
    #expect(!isHidden)
  }
}
