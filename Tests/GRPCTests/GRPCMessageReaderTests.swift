import Bytes
import ContentCoding
import Findings
import HTTP
import Testing

@testable import GRPC

@Suite struct GRPCMessageReaderTests {
  /// What a content says, read in pieces that begin at these offsets; each has its offset for a time.
  private struct Reading: Equatable {
    var sizes: [Int] = []
    var compressed: [Bool] = []
    var problem: GRPCProblem?
    var trailers: [String] = []
  }

  private func read(_ content: [UInt8], _ format: GRPCFormat, cuts: [Int], isComplete: Bool = true) -> Reading {
    var reader = GRPCMessageReader(format)
    var messages: [GRPCMessage] = []
    let bounds = [0] + cuts + [content.count]
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      reader.receive(
        content.rawSpan.extracting(start..<end), at: Timestamp(nanoseconds: Int64(start)), using: DecoderPool(),
        into: &messages)
    }
    reader.finish(isComplete: isComplete, using: DecoderPool(), into: &messages)
    #expect(messages.map(\.index) == Array(0..<messages.count))
    #expect(messages.count == reader.messageCount)
    return Reading(
      sizes: messages.map(\.byteCount), compressed: messages.map(\.isCompressed), problem: reader.problem,
      trailers: lines(reader.trailers))
  }

  /// Reads whole, byte by byte and split at each point; all must give the same.
  private func readInEveryWay(
    _ content: [UInt8], _ format: GRPCFormat = .grpc, isComplete: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Reading {
    let whole = read(content, format, cuts: [], isComplete: isComplete)
    let single = read(content, format, cuts: Array(0..<content.count), isComplete: isComplete)
    #expect(single == whole, "byte by byte", sourceLocation: sourceLocation)
    for cut in 0...content.count {
      let split = read(content, format, cuts: [cut], isComplete: isComplete)
      #expect(split == whole, "split at \(cut)", sourceLocation: sourceLocation)
    }
    return whole
  }

  @Test("Messages of any length, compressed or not")
  func messages() {
    let content =
      message("hello") + message("") + message("zip", flags: 1) + message(String(repeating: "x", count: 300))
    let reading = readInEveryWay(content)
    #expect(reading.sizes == [5, 0, 3, 300])
    #expect(reading.compressed == [false, false, true, false])
    #expect(reading.problem == nil)
  }

  @Test("A content without a message")
  func empty() {
    #expect(readInEveryWay([]) == Reading())
  }

  @Test("A message is as old as its first byte, and done with its last one")
  func times() {
    var reader = GRPCMessageReader(.grpc)
    var messages: [GRPCMessage] = []
    let content = message("hello") + message("again")
    for (time, range) in [(1, 0..<3), (2, 3..<9), (3, 9..<12), (4, 12..<20)] {
      reader.receive(
        content.rawSpan.extracting(range), at: Timestamp(nanoseconds: Int64(time)), using: DecoderPool(),
        into: &messages)
    }
    #expect(messages.map(\.start.nanoseconds) == [1, 3])
    #expect(messages.map(\.end.nanoseconds) == [3, 4])
    #expect(reader.firstStart == Timestamp(nanoseconds: 1))
    #expect(reader.lastStart == Timestamp(nanoseconds: 3))
  }

  @Test(
    "A content that ends too early",
    arguments: [
      ([0, 0, 0, 0, 9, 1, 2], GRPCProblem.messageCut(byteCount: 9, absentByteCount: 7), [9]),
      (
        [0, 0xFF, 0xFF, 0xFF, 0xFF, 1], .messageCut(byteCount: 0xFFFF_FFFF, absentByteCount: 0xFFFF_FFFE), [0xFFFF_FFFF]
      ),
      ([0, 0, 0], .prefixCut, []),
    ] as [([UInt8], GRPCProblem, [Int])])
  func cut(content: [UInt8], problem: GRPCProblem, sizes: [Int]) {
    let ended = readInEveryWay(content)
    #expect(ended.problem == problem)
    #expect(ended.sizes == sizes)
    // When the end of the content was not seen, nothing is wrong with it.
    let open = readInEveryWay(content, isComplete: false)
    #expect(open.problem == nil)
    #expect(open.sizes == sizes)
  }

  @Test("Flags that nobody knows end the reading", arguments: [2, 3, 0x80, 0x81, 0xFF] as [UInt8])
  func unknownFlags(flags: UInt8) {
    let reading = readInEveryWay(message("hello") + message("x", flags: flags) + message("y"))
    #expect(reading.sizes == [5])
    #expect(reading.problem == .unknownFlags(flags))
  }

  @Test("gRPC-Web: the trailers are the last message")
  func web() {
    let trailers = "grpc-status: 5\r\ngrpc-message:no%20item \r\n"
    let reading = readInEveryWay(message("hello") + message(trailers, flags: 0x80), .web)
    #expect(reading.sizes == [5])
    #expect(reading.trailers == ["grpc-status: 5", "grpc-message: no%20item"])
    #expect(reading.problem == nil)
    let more = readInEveryWay(message(trailers, flags: 0x80) + message("y"), .web)
    #expect(more.problem == .contentAfterTrailers)
    #expect(more.trailers.count == 2)
    let cut = readInEveryWay(message(trailers, flags: 0x80).dropLast(2), .web)
    #expect(cut.problem == .trailersCut(absentByteCount: 2))
  }

  @Test("gRPC-Web: trailers of any length keep 16 KiB")
  func endlessTrailers() {
    let text = "grpc-status: 0\r\nx: " + String(repeating: "y", count: 100_000)
    let reading = read(message(text, flags: 0x80), .web, cuts: [])
    #expect(reading.trailers.first == "grpc-status: 0")
    #expect(reading.trailers.map(\.utf8.count).reduce(0, +) <= GRPCLimits.trailerByteCount)
  }

  @Test("gRPC-Web as text: base64 with padding anywhere")
  func webText() {
    // "AAAAAAVo" "ZWxs" "bw==" is a message of "hello", padded where it ends.
    let message = "AAAAAAVoZWxsbw=="
    let trailers = "gAAAABBncnBjLXN0YXR1czogMA0K"
    let reading = readInEveryWay([UInt8]((message + message + trailers).utf8), .webText)
    #expect(reading.sizes == [5, 5])
    #expect(reading.trailers == ["grpc-status: 0"])
    #expect(reading.problem == nil)
    #expect(readInEveryWay([UInt8](("AAAA" + "A*AA").utf8), .webText).problem == .notBase64)
  }

  /// 29 bytes, compressed with gzip.
  private static let packed: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 87, 200, 192, 78, 2, 0, 246, 210, 83, 56, 29, 0, 0, 0,
  ]

  /// Reads a content whose messages are compressed with gzip, in pieces of so many bytes.
  private func readCompressed(_ content: [UInt8], pieces: Int) -> (messages: [GRPCMessage], reader: GRPCMessageReader) {
    var reader = GRPCMessageReader(.grpc, header: section(["grpc-encoding: gzip"]))
    var messages: [GRPCMessage] = []
    let pool = DecoderPool()
    for start in stride(from: 0, to: content.count, by: pieces) {
      reader.receive(
        content.rawSpan.extracting(start..<min(start + pieces, content.count)), at: Timestamp(nanoseconds: 1),
        using: pool, into: &messages)
    }
    reader.finish(isComplete: true, using: pool, into: &messages)
    return (messages, reader)
  }

  @Test("Compressed messages are decompressed one by one", arguments: [1, 2, 7, 1000])
  func compressed(pieces: Int) {
    let content = message(Self.packed, flags: 1) + message("plain") + message(Self.packed, flags: 1)
    let (messages, reader) = readCompressed(content, pieces: pieces)
    #expect(messages.map(\.contentByteCount) == [29, 5, 29])
    #expect(messages.map(\.byteCount) == [Self.packed.count, 5, Self.packed.count])
    #expect(reader.decodingProblem == nil)
  }

  @Test("A message that cannot be decompressed leaves the next one alone", arguments: [1, 1000])
  func corrupt(pieces: Int) {
    var damaged = Self.packed
    damaged[12] ^= 0xFF
    let content = message(damaged, flags: 1) + message("no gzip", flags: 1) + message(Self.packed, flags: 1)
    let (messages, reader) = readCompressed(content, pieces: pieces)
    #expect(messages.map(\.contentByteCount) == [nil, nil, 29])
    #expect(reader.decodingProblem != nil)
    #expect(reader.problem == nil)
  }

  @Test("Without grpc-encoding nobody knows how long a compressed message is")
  func unknownEncoding() {
    var reader = GRPCMessageReader(.grpc)
    var messages: [GRPCMessage] = []
    reader.receive(
      message(Self.packed, flags: 1).rawSpan, at: Timestamp(nanoseconds: 1), using: DecoderPool(), into: &messages)
    #expect(messages.map(\.contentByteCount) == [nil])
    #expect(reader.hasCompressed)
  }

  @Test("A gap inside a message leaves the next one where it is")
  func gapInMessage() {
    var reader = GRPCMessageReader(.grpc)
    var messages: [GRPCMessage] = []
    let content = message("hello world") + message("next")
    reader.receive(
      content.rawSpan.extracting(0..<7), at: Timestamp(nanoseconds: 1), using: DecoderPool(), into: &messages)
    reader.skip(9, at: Timestamp(nanoseconds: 2), using: DecoderPool(), into: &messages)
    reader.receive(
      content.rawSpan.extracting(from: 16), at: Timestamp(nanoseconds: 3), using: DecoderPool(), into: &messages)
    reader.finish(isComplete: true, using: DecoderPool(), into: &messages)
    #expect(messages.map(\.byteCount) == [11, 4])
    #expect(messages.map(\.missingByteCount) == [9, 0])
    #expect(messages.map(\.isComplete) == [false, true])
    #expect(!reader.hasGap)
    #expect(reader.problem == nil)
  }

  @Test("A gap over the beginning of a message ends the reading", arguments: [2, 8, 12])
  func gapOverPrefix(start: Int) {
    var reader = GRPCMessageReader(.grpc)
    var messages: [GRPCMessage] = []
    let content = message("hello") + message("world") + message("again")
    reader.receive(
      content.rawSpan.extracting(0..<start), at: Timestamp(nanoseconds: 1), using: DecoderPool(), into: &messages)
    reader.skip(6, at: Timestamp(nanoseconds: 2), using: DecoderPool(), into: &messages)
    reader.receive(
      content.rawSpan.extracting(from: start + 6), at: Timestamp(nanoseconds: 3), using: DecoderPool(), into: &messages)
    reader.finish(isComplete: true, using: DecoderPool(), into: &messages)
    #expect(reader.hasGap)
    #expect(reader.problem == nil)
    #expect(messages.count == reader.messageCount)
  }

  @Test("A gap of any length changes nothing that is not there", arguments: [1, Int.max])
  func hugeGap(count: Int) {
    var reader = GRPCMessageReader(.grpc)
    var messages: [GRPCMessage] = []
    reader.receive(
      ([0, 0xFF, 0xFF, 0xFF, 0xFF] as [UInt8]).rawSpan, at: Timestamp(nanoseconds: 1), using: DecoderPool(),
      into: &messages)
    for _ in 0..<3 { reader.skip(count, at: Timestamp(nanoseconds: 2), using: DecoderPool(), into: &messages) }
    reader.finish(isComplete: false, using: DecoderPool(), into: &messages)
    #expect(messages.count == 1)
    #expect(messages.first.map { $0.missingByteCount + $0.absentByteCount } == 0xFFFF_FFFF)
  }
}
