import Bytes
import ContentCoding
import Findings
import HTTP
import Testing

@testable import Analysis

@Suite("Contents of messages")
struct ContentTests {
  /// A complete response of HTTP/1.1 with header fields, of which a content came.
  private func response(
    _ fields: [(StaticString, StaticString)], content: [UInt8], options: ContentOptions = ContentOptions(),
    _ change: (inout Exchange, inout Contents) -> Void = { _, _ in }
  ) -> (message: Message, outcome: ContentOutcome) {
    var contents = Contents(options: options)
    let sink = MessageCounter().sink
    var exchange = Exchange()
    exchange.hasResponse = true
    exchange.response.status = 200
    exchange.response.message.isComplete = true
    exchange.response.message.headerWireByteCount = 100
    for (name, value) in fields {
      exchange.response.message.header.append(name: bytes(name).rawSpan, value: bytes(value).rawSpan)
    }
    exchange.response.message.bodyByteCount = content.count
    change(&exchange, &contents)
    if !content.isEmpty {
      let handle = contents.open(exchange, of: 0, from: .server, isWanted: false)
      exchange.response.message.content = handle
      if handle.isOpen { contents.receive(content.rawSpan, of: handle, at: Timestamp(nanoseconds: 0), into: sink) }
    }
    var outcome = ContentOutcome()
    contents.close(&exchange.response.message, noting: &outcome, into: sink)
    return (exchange.response.message, outcome)
  }

  private func bytes(_ literal: StaticString) -> [UInt8] { Array(literal.description.utf8) }

  /// `hello` as gzip makes it.
  private let hello: [UInt8] =
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 7, 0, 0x86, 0xA6, 0x10, 0x36, 5, 0, 0, 0]

  @Test("Content without a coding stands for itself")
  func plain() {
    #expect(response([], content: [1, 2, 3]).message.decodedBodyByteCount == 3)
    #expect(response([("Content-Encoding", "identity")], content: [1]).message.decodedBodyByteCount == 1)
    #expect(response([("Content-Encoding", "gzip")], content: []).message.decodedBodyByteCount == 0)
  }

  @Test("Coded content is decoded, and hashed on request")
  func coded() {
    let plain = response([("content-encoding", "gzip")], content: hello).message
    #expect(plain.decodedBodyByteCount == 5)
    #expect(plain.contentSHA256 == nil)
    var options = ContentOptions()
    options.hashes = true
    let hashed = response([("content-encoding", "gzip")], content: hello, options: options).message
    let digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    #expect(hashed.contentSHA256.map { Hexadecimal.encode($0.rawSpan) } == digest)
    let identity = response([], content: Array("hello".utf8), options: options).message
    #expect(identity.contentSHA256 == hashed.contentSHA256)
    let empty = response([], content: [], options: options).message
    let none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    #expect(empty.contentSHA256.map { Hexadecimal.encode($0.rawSpan) } == none)
  }

  @Test("What was not decoded says why")
  func notDecoded() {
    var options = ContentOptions()
    options.decodes = false
    let gzip: [(StaticString, StaticString)] = [("content-encoding", "gzip")]
    #expect(response(gzip, content: hello, options: options).outcome.problem == .turnedOff)
    #expect(response([("content-encoding", "lzma")], content: hello).outcome.problem == .unknownCoding)
    #expect(response(gzip, content: Array(hello.dropLast())).outcome.problem == .truncated)
    #expect(
      response(gzip, content: hello) { exchange, _ in exchange.response.status = 206 }.outcome.problem
        == .partialRepresentation)
    #expect(
      response(gzip, content: hello) { exchange, _ in exchange.response.message.isComplete = false }.outcome.problem
        == .incompleteMessage)
    let lost = response([], content: hello) { exchange, _ in exchange.response.message.headerWireByteCount = 0 }
    #expect(lost.outcome.problem == .unknownHeader)
    #expect(lost.message.decodedBodyByteCount == nil)
    #expect(lost.message.notDecodedBecause != nil)
  }

  @Test("A loss nearby excuses what is corrupt")
  func doubt() {
    var corrupt = hello
    corrupt[12] ^= 0xFF
    let gzip: [(StaticString, StaticString)] = [("content-encoding", "gzip")]
    #expect(response(gzip, content: corrupt).outcome.problem == .corrupt)
    let doubtful = response(gzip, content: corrupt) { exchange, _ in exchange.response.message.mayMissContent = true }
    #expect(doubtful.outcome.problem == .missingBytes)
  }

  @Test("RFC 9112 §7: content is what the transfer codings leave")
  func transferCoding() {
    let message = response([("transfer-encoding", "gzip, chunked")], content: hello).message
    #expect(message.bodyByteCount == 5)
    #expect(message.decodedBodyByteCount == 5)
  }

  @Test("Content that is wanted comes decoded, or as it was sent where its codings are left; gaps are told")
  func wanted() {
    func came(_ coding: String, _ pieces: [[UInt8]?], options: ContentOptions = ContentOptions()) -> MessageCounter {
      let counter = MessageCounter()
      var contents = Contents(options: options)
      var exchange = Exchange()
      exchange.hasResponse = true
      exchange.response.message.headerWireByteCount = 100
      exchange.response.message.header.append(
        name: Array("content-encoding".utf8).rawSpan, value: Array(coding.utf8).rawSpan)
      let handle = contents.open(exchange, of: 0, from: .server, isWanted: true)
      exchange.response.message.content = handle
      let time = Timestamp(nanoseconds: 0)
      for piece in pieces {
        if let piece {
          contents.receive(piece.rawSpan, of: handle, at: time, into: counter.sink)
        } else {
          contents.skip(3, of: handle, at: time, into: counter.sink)
        }
      }
      exchange.response.message.isComplete = true
      var outcome = ContentOutcome()
      contents.close(&exchange.response.message, noting: &outcome, into: counter.sink)
      #expect((exchange.response.message.notDecodedBecause != nil) == (outcome.problem != nil))
      return counter
    }
    #expect(came("gzip", [hello]).content == Array("hello".utf8))
    #expect(came("identity", [[1, 2], nil, [3]]).content == [1, 2] + Array("~~~".utf8) + [3])
    #expect(came("gzip", [hello, nil]).content == Array("hello~~~".utf8))
    #expect(!came("gzip", [hello]).isCoded)
    let unknown = came("compressed-by-magic", [[1, 2]])
    #expect(unknown.content == [1, 2])
    #expect(unknown.isCoded)
    var options = ContentOptions()
    options.decodes = false
    #expect(came("gzip", [hello], options: options).content == hello)
  }
}
