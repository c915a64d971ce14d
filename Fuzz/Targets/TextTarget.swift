import Bytes
import HTTP

@testable import Report

/// The beginning of a content, behind a byte that says how to split it: as text in every charset, as a dump, and as JSON.
func fuzzText(_ input: [UInt8]) {
  guard let byteCount = input.first else { return }
  let content = Array(input.dropFirst())
  let size = max(1, Int(byteCount))
  for charset: Charset in [.utf8, .utf16LittleEndian, .utf16BigEndian, .windows1252, .unknown("x")] {
    let whole = decode(content, charset, splitInto: .max)
    expect(whole == decode(content, charset, splitInto: size), "splitting text gives the same")
    if charset == .utf8, content.rawSpan.isUTF8 {
      let text = whole.hasPrefix("\u{FEFF}") ? String(whole.dropFirst()) : whole
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      let bytes = content.starts(with: mark) ? Array(content.dropFirst(3)) : content
      expect(Array(text.utf8) == bytes, "UTF-8 stays what it is")
    }
  }
  expect(dump(content, splitInto: .max) == dump(content, splitInto: size), "splitting a dump gives the same")
  expectVerdict(on: content)
  expectSameInJSON(content)
}

/// Text as it is decoded; a byte that means nothing stands in angle brackets, which no charset decodes to such text.
private func decode(_ content: [UInt8], _ charset: Charset, splitInto byteCount: Int) -> String {
  var decoder = TextDecoder(charset)
  var text = ""
  func add(_ element: TextDecoder.Element, _ bytes: RawSpan) {
    switch element {
    case .plain(let range): text += String(decodingUTF8: bytes.extracting(range))
    case .scalar(let scalar): text.unicodeScalars.append(scalar)
    case .stray(let byte): text += "<stray \(byte)>"
    }
  }
  for start in stride(from: 0, to: content.count, by: byteCount) {
    let count = min(byteCount, content.count - start)
    decoder.receive(content.rawSpan.extracting(ByteRange(start: start, count: count)), add)
  }
  decoder.finish(add)
  return text
}

private func dump(_ content: [UInt8], splitInto byteCount: Int) -> [[UInt8]] {
  var dump = HexDump()
  var lines: [[UInt8]] = []
  for start in stride(from: 0, to: content.count, by: byteCount) {
    let count = min(byteCount, content.count - start)
    dump.receive(content.rawSpan.extracting(ByteRange(start: start, count: count))) { lines.append($0) }
  }
  dump.finish { lines.append($0) }
  expect(lines.count == (content.count + 15) / 16, "a row has sixteen bytes")
  expect(lines.allSatisfy { $0.allSatisfy { (0x20..<0x7F).contains($0) } }, "a dump is printable")
  return lines
}

/// What a content is does not depend on what stands behind its beginning.
private func expectVerdict(on content: [UInt8]) {
  let verdict = ContentSniffer.verdict(of: content.rawSpan, type: nil)
  let head = Array(content.prefix(ReportLimits.sniffedByteCount))
  expect(verdict == ContentSniffer.verdict(of: head.rawSpan, type: nil), "the beginning decides")
  // A byte order mark decides, whatever follows (MIME Sniffing §7.1).
  let isMarked = content.starts(with: [0xEF, 0xBB, 0xBF])
  if case .text(.utf8) = verdict, !isMarked, content.count < ReportLimits.sniffedByteCount {
    expect(content.rawSpan.isUTF8, "what passes for UTF-8 is")
  }
}

/// A body's bytes come back from the string that stands for them.
private func expectSameInJSON(_ content: [UInt8]) {
  for type in ["text/plain", "text/plain; charset=iso-8859-1", "text/plain; charset=utf-16"] {
    var header = FieldSection()
    header.append(name: Array("content-type".utf8).rawSpan, value: Array(type.utf8).rawSpan)
    var json = JSONWriter()
    let form = BodyText(of: content.rawSpan, header: header)
    switch form {
    case .utf8: json.string(content.rawSpan)
    case .latin1: json.string(latin1: content.rawSpan)
    case .base64: json.string(base64: content.rawSpan)
    }
    guard case .string(let text)? = try? JSONParser.parse(json.bytes.rawSpan) else {
      return expect(false, "a string is JSON")
    }
    switch form {
    case .utf8: expect(Array(text.utf8) == content, "UTF-8 comes back")
    case .latin1: expect(text.unicodeScalars.map(\.value) == content.map(UInt32.init), "Latin-1 comes back")
    case .base64:
      var decoder = Base64Decoder(.standard)
      var bytes: [UInt8] = []
      decoder.decode(Array(text.utf8).rawSpan, into: &bytes)
      expect(bytes == content, "base64 comes back")
    }
  }
}
