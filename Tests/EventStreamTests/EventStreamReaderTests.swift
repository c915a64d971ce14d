import Bytes
import Findings
import Testing

@testable import EventStream

@Suite struct EventStreamReaderTests {
  /// What can be said of an event without its times.
  private struct Event: Equatable {
    var type: String?
    var id: String?
    var retry: Int?
    var count: Int

    init(_ count: Int, type: String? = nil, id: String? = nil, retry: Int? = nil) {
      (self.count, self.type, self.id, self.retry) = (count, type, id, retry)
    }
  }

  private func read(_ content: [UInt8], cuts: [Int]) -> (events: [Event], reader: EventStreamReader) {
    var reader = EventStreamReader()
    var events: [ServerSentEvent] = []
    let bounds = [0] + cuts + [content.count]
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      reader.receive(content.rawSpan.extracting(start..<end), at: Timestamp(nanoseconds: 1), into: &events)
    }
    #expect(events.map(\.index) == Array(0..<events.count))
    #expect(reader.eventCount == events.count)
    return (events.map { Event($0.dataByteCount, type: $0.type, id: $0.id, retry: $0.retry) }, reader)
  }

  /// Reads whole, byte by byte and split at each point; all must give the same.
  private func readInEveryWay(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) -> (events: [Event], reader: EventStreamReader) {
    let content = [UInt8](text.utf8)
    let whole = read(content, cuts: [])
    for cuts in [Array(0..<content.count)] + (0...content.count).map({ [$0] }) {
      let other = read(content, cuts: cuts)
      #expect(other.events == whole.events, "cut at \(cuts)", sourceLocation: sourceLocation)
      #expect(other.reader.commentCount == whole.reader.commentCount, sourceLocation: sourceLocation)
      #expect(other.reader.isInEvent == whole.reader.isInEvent, sourceLocation: sourceLocation)
    }
    return whole
  }

  // MARK: The examples of HTML §9.2.6

  @Test("HTML §9.2.6: data of several lines")
  func stocks() {
    let (events, _) = readInEveryWay("data: YHOO\ndata: +2\ndata: 10\n\n")
    #expect(events == [Event(10)])
  }

  @Test("HTML §9.2.6: a comment, an identifier, one that is reset, and an event that is not dispatched")
  func testStream() {
    let (events, reader) = readInEveryWay(
      ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n")
    #expect(events == [Event(11, id: "1"), Event(12)])
    #expect(reader.commentCount == 1)
    #expect(reader.isInEvent)
  }

  @Test("HTML §9.2.6: empty data, and an event without an end")
  func emptyData() {
    let (events, reader) = readInEveryWay("data\n\ndata\ndata\n\ndata:")
    #expect(events == [Event(0), Event(1)])
    #expect(reader.isInEvent)
  }

  @Test("HTML §9.2.6: one space behind the colon does not count")
  func spaces() {
    #expect(readInEveryWay("data:test\n\ndata: test\n\n").events == [Event(4), Event(4)])
    #expect(readInEveryWay("data:  test\n\ndata:\ttest\n\n").events == [Event(5), Event(5)])
  }

  // MARK: Lines and fields

  @Test("Lines end with a line feed, a carriage return or both", arguments: ["\n", "\r", "\r\n"])
  func lineEnds(end: String) {
    let text = ["event: add", "data: 73857293", "", "event: remove", "data: 2153", "data:", "", ": bye", ""]
    let (events, reader) = readInEveryWay(text.joined(separator: end) + end)
    #expect(events == [Event(8, type: "add"), Event(5, type: "remove")])
    #expect(reader.commentCount == 1)
    #expect(!reader.isInEvent)
  }

  @Test("Line ends of all kinds in one stream")
  func mixedLineEnds() {
    #expect(
      readInEveryWay("data: a\r\n\rdata: b\n\r\ndata: c\r\r\n\ndata: d\n\n").events == [1, 1, 1, 1].map { Event($0) })
  }

  @Test(
    "One byte order mark does not count",
    arguments: [("\u{FEFF}data: x\n\n", 1), ("\u{FEFF}\n\ndata: x\n\n", 1), ("\u{FEFF}\u{FEFF}data: x\n\n", 0)])
  func byteOrderMark(text: String, count: Int) {
    #expect(readInEveryWay(text).events.count == count)
  }

  @Test("What begins as a byte order mark and is none is a name")
  func brokenByteOrderMark() {
    let text: [UInt8] = [0xEF, 0xBB] + "data: x\n\ndata: y\n\n".utf8
    for cut in 0...text.count { #expect(read(text, cuts: [cut]).events == [Event(1)]) }
  }

  @Test("Fields by their exact names")
  func unknownFields() {
    let text = "Data: a\nDATA: a\n data: a\ndatas: a\ndat: a\nxxxxdata: a\nxxxxxxxxxdata: a\ndata : a\n"
    #expect(readInEveryWay(text + "\n").events.isEmpty)
    #expect(readInEveryWay(text + "data: a\n\n").events == [Event(1)])
  }

  @Test("The last type counts, an empty one does not")
  func types() {
    let (events, _) = readInEveryWay(
      "event: a\nevent: b\ndata: 1\n\nevent: c\nevent\ndata: 2\n\nevent: d\n\ndata: 3\n\n")
    #expect(events == [Event(1, type: "b"), Event(1), Event(1)])
  }

  @Test("An identifier with a null byte does not count")
  func nullInIdentifier() {
    #expect(readInEveryWay("id: 7\nid: a\0b\ndata: x\n\n").events == [Event(1, id: "7")])
  }

  @Test(
    "retry is digits alone",
    arguments: [
      ("3000", 3000), ("0", 0), ("", nil), ("3s", nil), ("-1", nil), (" 5", nil),
      ("123456789012345678", 123_456_789_012_345_678),
      ("1234567890123456789", nil), ("99999999999999999999999", nil),
    ] as [(String, Int?)])
  func retry(value: String, number: Int?) {
    #expect(readInEveryWay("retry:" + value + "\ndata\n\n").events == [Event(0, retry: value == " 5" ? 5 : number)])
  }

  @Test("Long texts are cut, and data of any length is counted")
  func longTexts() {
    let long = String(repeating: "x", count: 10_000)
    let (events, _) = read([UInt8]("event: \(long)\nid: \(long)\ndata: \(long)\n\n".utf8), cuts: [])
    #expect(events.map(\.count) == [10_000])
    #expect(events.first?.type?.utf8.count == EventStreamLimits.textByteCount)
    #expect(events.first?.id?.utf8.count == EventStreamLimits.textByteCount)
  }

  @Test("An event is as old as its first field, and dispatched with its empty line")
  func times() {
    var reader = EventStreamReader()
    var events: [ServerSentEvent] = []
    for (time, text) in [": hi\n\n", "da", "ta: x\n", "\n", "data: y\n\n"].enumerated() {
      reader.receive([UInt8](text.utf8).rawSpan, at: Timestamp(nanoseconds: Int64(time)), into: &events)
    }
    #expect(events.map(\.start.nanoseconds) == [1, 4])
    #expect(events.map(\.end.nanoseconds) == [3, 4])
  }

  // MARK: Gaps

  @Test("After a gap reading goes on with the next line")
  func gap() {
    var reader = EventStreamReader()
    var events: [ServerSentEvent] = []
    let time = Timestamp(nanoseconds: 1)
    reader.receive([UInt8]("data: first\n\ndata: sec".utf8).rawSpan, at: time, into: &events)
    reader.skip(20)
    reader.receive([UInt8]("rest: x\ndata: yy\n\ndata: z\n\n".utf8).rawSpan, at: time, into: &events)
    #expect(events.map(\.dataByteCount) == [5, 6, 1])
    #expect(events.map(\.isComplete) == [true, false, true])
    #expect(reader.hasGap)
  }

  @Test("A gap at the very beginning")
  func gapFirst() {
    var reader = EventStreamReader()
    var events: [ServerSentEvent] = []
    reader.skip(.max)
    reader.receive([UInt8]("\ndata: z\n\n".utf8).rawSpan, at: Timestamp(nanoseconds: 1), into: &events)
    #expect(events.map(\.dataByteCount) == [1])
  }
}
