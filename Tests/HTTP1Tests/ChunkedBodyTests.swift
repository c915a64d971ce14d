import HTTP
import Testing

@testable import HTTP1

/// RFC 9112 §7.1: the chunked coding.
@Suite struct ChunkedBodyTests {
  /// Reads chunked content of a response with what follows it.
  private func read(_ body: String, sourceLocation: SourceLocation = #_sourceLocation) -> Recorder {
    Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body), .client(get),
      .server(hello),
      .end(.server, .closed), .end(.client, .closed)
    ).readInEveryWay(sourceLocation: sourceLocation)
  }

  @Test(
    "RFC 9112 §7.1: sizes and extensions",
    arguments: [
      ("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 5),
      ("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", 20),
      ("000000000000000000003\r\nabc\r\n000\r\n\r\n", 3),
      ("3;name=value;other=\"a;b\"\r\nabc\r\n0;last\r\n\r\n", 3),
      ("0\r\n\r\n", 0),
    ])
  func valid(body: String, count: Int) {
    let recorder = read(body)
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete])
    #expect(recorder.exchanges.first?.response?.bodyByteCount == count)
    #expect(recorder.codes.isEmpty)
  }

  @Test(
    "RFC 9112 §7.1: what lenient recipients accept",
    arguments: [
      ("3\nabc\n0\n\n", "http1-bare-lf"), ("3  \r\nabc\r\n0\r\n\r\n", "http1-chunk-size-junk"),
      (" 3\r\nabc\r\n0\r\n\r\n", "http1-chunk-size-junk"), ("3x\r\nabc\r\n0\r\n\r\n", "http1-chunk-size-junk"),
    ])
  func lenient(body: String, code: String) {
    let recorder = read(body)
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete])
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 3)
    #expect(recorder.codes == [code])
  }

  @Test("RFC 9112 §7.1.2: the trailer section")
  func trailers() {
    let recorder = read("3\r\nabc\r\n0\r\nChecksum: 1\r\nchecksum:  2 \r\n\r\n")
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete])
    #expect(recorder.exchanges.first?.response?.trailers == ["Checksum: 1", "checksum: 2"])
    #expect(recorder.exchanges.first?.response?.header == ["Transfer-Encoding: chunked"])
  }

  @Test(
    "RFC 9112 §7.1: broken framing loses the message, the next one is found",
    arguments: [
      ("3\r\nabcd\r\n0\r\n\r\n", 3, "http1-chunk-end-missing"),
      ("3\r\nabc\r\nxyz\r\n0\r\n\r\n", 3, "http1-chunk-size-invalid"),
      ("8000000000000000\r\nabc\r\n", 0, "http1-chunk-size-too-large"),
      ("10000000000000003\r\nabc\r\n0\r\n\r\n", 0, "http1-chunk-size-too-large"),
    ])
  func broken(body: String, count: Int, code: String) {
    let recorder = read(body)
    #expect(recorder.exchanges.map(\.state) == [.incomplete, .complete])
    #expect(recorder.exchanges.map { $0.response?.bodyByteCount } == [count, 5])
    #expect(recorder.codes == [code])
  }

  @Test("A chunk-size line has a limit")
  func endlessExtension() {
    let recorder = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;"),
      .server(String(repeating: "x", count: HTTP1Limits.chunkLineByteCount + 1)), .server("\r\nabc\r\n0\r\n\r\n"),
      .end(.server, .closed), .end(.client, .closed)
    ).read()
    #expect(recorder.exchanges.map(\.state) == [.incomplete])
    #expect(recorder.codes == ["http1-chunk-line-too-long"])
  }
}
