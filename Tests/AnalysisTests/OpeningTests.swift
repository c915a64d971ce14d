import Bytes
import Testing

@testable import Analysis

@Suite("What first bytes look like")
struct OpeningTests {
  @Test(
    "Beginnings that are understood",
    arguments: [
      ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Opening.http1Request),
      ("\r\nGET / HTTP/1.1\r\n", .http1Request),
      ("get /x HTTP/1.0\n", .http1Request),
      ("QUERY /users HTTP/1.1\r\n", .http1Request),
      ("FROB /users HTTP/1.1\r\n", .http1Request),
      ("GET /index.html\r\n", .http1Request),
      ("HTTP/1.1 200 OK\r\n", .http1Response),
      ("ICY 200 OK\r\n", .http1Response),
      ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .http2Preface),
      ("\u{16}\u{3}\u{1}\u{1}\u{0}", .tls),
    ])
  func understood(text: String, opening: Opening) {
    #expect(Opening.of(Array(text.utf8).rawSpan, isFinal: false) == opening)
  }

  @Test(
    "Beginnings of something else",
    arguments: [
      "SSH-2.0-OpenSSH_9.2\r\n", "OPTIONS rtsp://a/ RTSP/1.0\r\n", "OPTIONS sip:a@b SIP/2.0\r\n",
      "\u{0}\u{1}\u{2}\u{3}",
    ])
  func other(text: String) {
    #expect(Opening.of(Array(text.utf8).rawSpan, isFinal: true) == .unknown)
  }

  @Test("Every prefix of a beginning waits for more or already says the same")
  func prefixes() {
    for text in ["GET /a HTTP/1.1\r\n", "HTTP/1.1 200 OK\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
      let bytes = Array(text.utf8)
      let whole = Opening.of(bytes.rawSpan, isFinal: false)
      for count in 1..<bytes.count {
        let opening = Opening.of(Array(bytes[0..<count]).rawSpan, isFinal: false)
        #expect(opening == .undecided || opening == whole, "\(count) bytes of \(text)")
      }
    }
  }

  @Test("In the middle of a stream only what is beyond doubt counts")
  func resumption() {
    #expect(Opening.resumption(Array("GET / HTTP/1.1\r\n".utf8).rawSpan) == .http1Request)
    #expect(Opening.resumption(Array("HTTP/1.1 200 OK\r\n".utf8).rawSpan) == .http1Response)
    #expect(Opening.resumption(Array("GET /index.html\r\n".utf8).rawSpan) == .unknown)
    #expect(Opening.resumption(Array("HTTP/1.1 is a protocol\r\n".utf8).rawSpan) == .unknown)
  }
}
