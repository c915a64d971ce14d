import Bytes
import HTTP
import Testing

@testable import HTTP1

/// RFC 9112 §5: field lines.
@Suite struct FieldLinesTests {
  private func read(_ fields: String, sourceLocation: SourceLocation = #_sourceLocation) -> Recorder {
    Conversation(
      .client("GET / HTTP/1.1\r\n" + fields + "\r\n"), .server(noContent)
    ).readInEveryWay(sourceLocation: sourceLocation)
  }

  @Test("RFC 9112 §5: names as sent, values without the blanks around them, in order")
  func lines() {
    let recorder = read(
      "HOST: a\r\nSet-cookie:b \t\r\nset-Cookie: \tc d\r\nEmpty:\r\nColons: a:b: c\r\nText: \u{fc}\r\n")
    #expect(
      recorder.exchanges.first?.request?.header
        == ["HOST: a", "Set-cookie: b", "set-Cookie: c d", "Empty: ", "Colons: a:b: c", "Text: \u{fc}"])
    #expect(recorder.exchanges.first?.authority == "a")
    #expect(recorder.codes.isEmpty)
  }

  @Test(
    "RFC 9112 §5.2: a folded line belongs to the field before it, after one space",
    arguments: [
      ("A: b\r\n c\r\n", ["A: b c"]), ("A:\r\n\tgzip\r\n", ["A: gzip"]),
      ("A: b\r\n  , c \r\n d\r\nE: f\r\n", ["A: b , c d", "E: f"]),
      ("A: b\r\n \r\nC: d\r\n", ["A: b", "C: d"]),
    ])
  func folding(fields: String, lines: [String]) {
    let recorder = read(fields)
    #expect(recorder.exchanges.first?.request?.header == lines)
    #expect(recorder.codes == ["http1-obsolete-folding"])
  }

  @Test("RFC 9112 §5.2: a folded length counts")
  func foldedLength() {
    let recorder = Conversation(
      .client("POST / HTTP/1.1\r\nContent-Length:\r\n 3\r\n\r\nabc" + get), .server(noContent + noContent)
    ).readInEveryWay()
    #expect(recorder.exchanges.map { $0.request?.bodyByteCount } == [3, 0])
  }

  @Test(
    "RFC 9112 §2.2, §5.1, RFC 9110 §5.5: malformed lines",
    arguments: [
      (" a: b\r\nC: d\r\n", ["C: d"], ["http1-leading-blank"]),
      ("A : b\r\n", ["A: b"], ["http1-blank-before-colon"]),
      (": b\r\n", [": b"], ["http1-empty-field-name"]),
      ("A\u{0}: b\r\n", ["A\u{0}: b"], ["http1-invalid-field-name"]),
      ("A b: c\r\n", ["A b: c"], ["http1-invalid-field-name"]),
      ("no colon\r\nC: d\r\n", ["C: d"], ["http1-field-line-without-colon"]),
      ("no colon\r\n : folded\r\nC: d\r\n", ["C: d"], ["http1-obsolete-folding", "http1-field-line-without-colon"]),
      ("A: b\u{0}c\r\n", ["A: b\u{0}c"], ["http1-control-character"]),
      ("A: 12345678\u{7f}\r\n", ["A: 12345678\u{7f}"], ["http1-control-character"]),
      ("A: b\tc\r\n", ["A: b\tc"], []),
      ("A: b\rc\r\n", ["A: b c"], ["http1-bare-cr"]),
      ("A:\r b\r\r\n", ["A: b"], ["http1-bare-cr"]),
      ("A: b\nC: d\r\n", ["A: b", "C: d"], ["http1-bare-lf"]),
    ] as [(String, [String], [String])])
  func malformed(fields: String, lines: [String], codes: [String]) {
    let recorder = read(fields)
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.request?.header == lines)
    #expect(recorder.codes == codes)
  }

  @Test("Every byte value may stand in a value and is kept, but CR and LF")
  func everyByte() {
    for byte in UInt8.min...UInt8.max where byte != 0x0A && byte != 0x0D {
      let bytes = Array("A: 1234567".utf8) + [byte] + Array("x\r\n\r\n".utf8)
      var section = FieldSection()
      var fields = FramingFields()
      var oddities = Oddities()
      FieldLines.read(bytes.rawSpan, from: 0, into: &section, &fields, noting: &oddities)
      #expect(section.lines.count == 1)
      #expect(section.text == [0x41] + Array("1234567".utf8) + [byte] + [0x78])
      #expect(oddities.contains(.fieldValueControl) == (byte < 0x20 && byte != 0x09 || byte == 0x7F))
    }
  }

  @Test("A header section has a limit")
  func tooLarge() {
    let line = "X: " + String(repeating: "y", count: 1000) + "\r\n"
    let recorder = Conversation(
      .client("GET / HTTP/1.1\r\n" + String(repeating: line, count: 300) + "\r\n" + get), .server(noContent),
      .end(.client, .closed), .end(.server, .closed)
    ).read()
    #expect(recorder.codes == ["http1-header-too-large"])
    #expect(recorder.exchanges.map(\.state) == [.incomplete, .noResponse])
    #expect(recorder.exchanges.first?.status == 204)
  }

  @Test("What a head costs: on the wire, and as the list that HTTP/2 would send")
  func costs() {
    let request = "GET http://b/p HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\nAccept: */*\r\n\r\n"
    let recorder = Conversation(
      .client(request), .server("HTTP/1.1 200 OK\r\nKeep-Alive: 5\r\nServer: x\r\nContent-Length: 0\r\n\r\n")
    ).readInEveryWay(isSecure: true)
    let exchange = recorder.exchanges.first
    #expect(exchange?.request?.headerWireByteCount == request.utf8.count)
    // :method GET, :scheme http, :authority b, :path /p, accept */*
    #expect(exchange?.request?.headerListByteCount == 10 + 11 + 11 + 7 + 9)
    // :status 200, server x, content-length 0
    #expect(exchange?.response?.headerListByteCount == 10 + 7 + 15)
    let secure = Conversation(.client(get), .server(hello)).read(isSecure: true)
    // :method GET, :scheme https, :authority a, :path /
    #expect(secure.exchanges.first?.request?.headerListByteCount == 10 + 12 + 11 + 6)
  }
}
