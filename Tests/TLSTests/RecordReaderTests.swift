import Bytes
import Testing

@testable import TLS

@Suite struct RecordReaderTests {
  /// Something that a reader is fed.
  enum Input {
    case bytes([UInt8])
    case gap(Int)
  }

  /// A step that holds the fragment itself instead of where it lies.
  enum Event: Equatable {
    case record(RecordHeader, [UInt8])
    case other(RecordStep)
  }

  static func events(_ inputs: [Input], piece: Int = .max, isMidStream: Bool = false) -> [Event] {
    var reader = RecordReader(isMidStream: isMidStream)
    var events: [Event] = []
    func pull(_ bytes: RawSpan) {
      var offset = 0
      while true {
        let step = reader.next(bytes, at: &offset)
        switch step {
        case .record(let record):
          events.append(.record(record.header, [UInt8](reader.fragment(of: record, in: bytes))))
        case .needsMore:
          #expect(offset == bytes.byteCount)
          return
        case .lostRecord, .boundaryLost, .boundaryFound, .leftOver:
          events.append(.other(step))
        }
      }
    }
    for input in inputs {
      switch input {
      case .gap(let count): reader.skip(count)
      case .bytes(let bytes):
        var start = 0
        while start < bytes.count {
          let count = min(piece, bytes.count - start)
          pull(bytes.rawSpan.extracting(ByteRange(start: start, count: count)))
          start += count
        }
      }
    }
    reader.finish()
    let none: [UInt8] = []
    pull(none.rawSpan)
    return events
  }

  /// The events of the inputs, after checking that no way to split them changes anything.
  static func checkedEvents(_ inputs: [Input], isMidStream: Bool = false) -> [Event] {
    let whole = events(inputs, isMidStream: isMidStream)
    let longest = inputs.reduce(0) { longest, input in
      if case .bytes(let bytes) = input { max(longest, bytes.count) } else { longest }
    }
    for piece in 1..<max(2, min(longest, 300)) {
      #expect(events(inputs, piece: piece, isMidStream: isMidStream) == whole, "pieces of \(piece) bytes")
    }
    return whole
  }

  static func record(_ type: ContentType, _ fragment: [UInt8], version: TLSVersion = .tls12) -> [UInt8] {
    let version = version.rawValue
    return [
      type.rawValue, UInt8(version >> 8), UInt8(version & 0xFF), UInt8(fragment.count >> 8),
      UInt8(fragment.count & 0xFF),
    ] + fragment
  }

  static func data(_ count: Int, _ filler: UInt8 = 0xEE) -> [UInt8] {
    [UInt8](repeating: filler, count: count)
  }

  static func applicationData(_ count: Int) -> Event {
    .record(RecordHeader(type: .applicationData, version: .tls12, length: count), data(count))
  }

  @Test("Records one after another, an empty one too")
  func sequence() {
    let bytes =
      Self.record(.handshake, Self.data(40), version: .tls10) + Self.record(.changeCipherSpec, [1])
      + Self.record(.applicationData, []) + Self.record(.applicationData, Self.data(100))
    #expect(
      Self.checkedEvents([.bytes(bytes)]) == [
        .record(RecordHeader(type: .handshake, version: .tls10, length: 40), Self.data(40)),
        .record(RecordHeader(type: .changeCipherSpec, version: .tls12, length: 1), [1]),
        Self.applicationData(0), Self.applicationData(100),
      ])
  }

  @Test("The longest record is read, a longer one is none", arguments: [18432, 18433])
  func longest(length: Int) {
    let events = Self.events([.bytes(Self.record(.applicationData, Self.data(length)))], piece: 1000)
    if length == 18432 {
      #expect(events == [Self.applicationData(length)])
    } else {
      let header = RecordHeader(type: .applicationData, version: .tls12, length: length)
      #expect(events == [.other(.boundaryLost(.notARecord(header))), .other(.leftOver(byteCount: length + 5))])
    }
  }

  @Test("A gap within a record, up to its end or not, loses that record alone", arguments: [1, 50, 90])
  func gapWithinRecord(gap: Int) {
    let first = Self.record(.applicationData, Self.data(100))
    let second = Self.record(.applicationData, Self.data(30))
    let inputs: [Input] = [.bytes(Array(first[..<15])), .gap(gap), .bytes(Array(first[(15 + gap)...]) + second)]
    #expect(
      Self.checkedEvents(inputs) == [
        .other(.lostRecord(RecordHeader(type: .applicationData, version: .tls12, length: 100))),
        Self.applicationData(30),
      ])
  }

  @Test("Two gaps in one record lose one record")
  func twoGaps() {
    let first = Self.record(.applicationData, Self.data(100))
    let second = Self.record(.applicationData, Self.data(30))
    let inputs: [Input] = [
      .bytes(Array(first[..<15])), .gap(10), .bytes(Array(first[25..<40])), .gap(60), .gap(5), .bytes(second),
    ]
    #expect(
      Self.checkedEvents(inputs) == [
        .other(.lostRecord(RecordHeader(type: .applicationData, version: .tls12, length: 100))),
        Self.applicationData(30),
      ])
  }

  @Test("Behind a gap over a boundary the next chain of records is searched")
  func gapOverBoundary() {
    let first = Self.record(.applicationData, Self.data(100))
    let rest =
      Self.data(20, 0x17) + Self.record(.applicationData, Self.data(30))
      + Self.record(.applicationData, Self.data(40))
    #expect(
      Self.checkedEvents([.bytes(Array(first[..<15])), .gap(200), .bytes(rest)]) == [
        .other(.lostRecord(RecordHeader(type: .applicationData, version: .tls12, length: 100))),
        .other(.boundaryLost(.gap(byteCount: 110))), .other(.boundaryFound(lostByteCount: 130)),
        Self.applicationData(30), Self.applicationData(40),
      ])
  }

  @Test("A gap at a boundary or within a header loses the boundary", arguments: [0, 3])
  func gapAtBoundary(headerBytes: Int) {
    let record = Self.record(.applicationData, Self.data(30))
    #expect(
      Self.checkedEvents([.bytes(record + record[..<headerBytes]), .gap(50), .bytes(record + record)]) == [
        Self.applicationData(30), .other(.boundaryLost(.gap(byteCount: 50))),
        .other(.boundaryFound(lostByteCount: headerBytes + 50)), Self.applicationData(30), Self.applicationData(30),
      ])
  }

  @Test("A record that ends where the bytes end or a gap begins is proved by that")
  func provedByEnd() {
    let record = Self.record(.applicationData, Self.data(30))
    let inputs: [Input] = [.bytes(Self.data(7) + record), .gap(10), .bytes(Self.data(9) + record)]
    #expect(
      Self.checkedEvents(inputs, isMidStream: true) == [
        .other(.boundaryFound(lostByteCount: 7)), Self.applicationData(30),
        .other(.boundaryLost(.gap(byteCount: 10))), .other(.boundaryFound(lostByteCount: 19)),
        Self.applicationData(30),
      ])
  }

  @Test("A false header before the true one does not hide it")
  func falseHeader() {
    let record = Self.record(.applicationData, Self.data(30))
    let bytes = [0x17, 0x03, 0x03, 0x00, 0x10] + Self.data(3) + record + record
    #expect(
      Self.checkedEvents([.bytes(bytes)], isMidStream: true) == [
        .other(.boundaryFound(lostByteCount: 8)), Self.applicationData(30), Self.applicationData(30),
      ])
  }

  @Test("Bytes that are no record end the framing, and records are found behind them")
  func notARecord() {
    let record = Self.record(.applicationData, Self.data(30))
    let text = Array("HTTP/1.1 400 Bad Request".utf8)
    #expect(
      Self.checkedEvents([.bytes(record + text + record + record)]) == [
        Self.applicationData(30), .other(.boundaryLost(.notARecord(RecordHeader(text.rawSpan, at: 0)))),
        .other(.boundaryFound(lostByteCount: 24)), Self.applicationData(30), Self.applicationData(30),
      ])
  }

  @Test("What belongs to no whole record at the end is counted", arguments: [1, 5, 20])
  func leftOver(count: Int) {
    let record = Self.record(.applicationData, Self.data(30))
    #expect(
      Self.checkedEvents([.bytes(record + record[..<count])]) == [
        Self.applicationData(30), .other(.leftOver(byteCount: count)),
      ])
  }

  @Test("RFC 5246 §E.2: a ClientHello in the form of SSL 2.0, only at the beginning")
  func ssl2Hello() {
    let hello = [0x80, 0x1C, 0x01, 0x03, 0x01, 0x00, 0x03, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x2F] + Self.data(16)
    let record = Self.record(.handshake, Self.data(30))
    let handshake = Event.record(RecordHeader(type: .handshake, version: .tls12, length: 30), Self.data(30))
    #expect(
      Self.checkedEvents([.bytes(hello + record)]) == [
        .record(RecordHeader(type: .handshake, version: .ssl2, length: 28), Array(hello[2...])), handshake,
      ])
    #expect(
      Self.checkedEvents([.bytes(record + hello)]) == [
        handshake, .other(.boundaryLost(.notARecord(RecordHeader(hello.rawSpan, at: 0)))),
        .other(.leftOver(byteCount: hello.count)),
      ])
  }

  @Test("Any bytes are read without a trap, and the same however they are split", arguments: 0..<40)
  func anyBytes(seed: UInt64) {
    var random = TestRandom(seed: seed)
    var inputs: [Input] = []
    for _ in 0..<random.next(below: 6) + 1 {
      switch random.next(below: 4) {
      case 0: inputs.append(.gap(random.next(below: 300)))
      case 1: inputs.append(.bytes((0..<random.next(below: 80)).map { _ in UInt8(random.next(below: 256)) }))
      case 2:
        inputs.append(.bytes((0..<random.next(below: 80)).map { _ in [0x17, 0x03, 0x00][random.next(below: 3)] }))
      default: inputs.append(.bytes(Self.record(.applicationData, Self.data(random.next(below: 200)))))
      }
    }
    _ = Self.checkedEvents(inputs, isMidStream: seed % 2 == 0)
    _ = Self.events([.gap(.max), .gap(.max)] + inputs + [.gap(.max)])
  }
}
