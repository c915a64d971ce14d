import Bytes
import Testing

@testable import Report

@Suite("Text decoder")
struct TextDecoderTests {
  private static let samples: [(charset: Charset, bytes: [UInt8], text: String)] = [
    (.utf8, Array("a€é😀\n".utf8), "a€é😀\n"),
    (.utf8, [0xEF, 0xBB, 0xBF, 0x61], "a"),
    // RFC 3629 §3, §4: overlong, surrogate, beyond U+10FFFF, lone continuation, cut.
    (.utf8, [0xC0, 0x80], "<c0><80>"),
    (.utf8, [0xE0, 0x80, 0x80], "<e0><80><80>"),
    (.utf8, [0xED, 0xA0, 0x80], "<ed><a0><80>"),
    (.utf8, [0xF4, 0x90, 0x80, 0x80], "<f4><90><80><80>"),
    (.utf8, [0x80, 0x61, 0xE2, 0x82], "<80>a<e2><82>"),
    (.utf8, [0xE2, 0x61], "<e2>a"),
    (.utf8, [0xFF, 0x00], "<ff>\0"),
    (.utf16BigEndian, [0xFE, 0xFF, 0x00, 0x61, 0xD8, 0x3D, 0xDE, 0x00], "a😀"),
    (.utf16LittleEndian, [0x61, 0x00, 0x3D, 0xD8, 0x00, 0xDE], "a😀"),
    // RFC 2781 §2.2: halves of pairs.
    (.utf16BigEndian, [0xDE, 0x00, 0x00, 0x61], "\u{FFFD}a"),
    (.utf16BigEndian, [0xD8, 0x3D, 0x00, 0x61], "\u{FFFD}a"),
    (.utf16BigEndian, [0x00, 0x61, 0x00], "a<00>"),
    (.windows1252, [0x61, 0x80, 0xE9, 0x81], "a€é\u{81}"),
    (.unknown("shift_jis"), [0x61, 0x83, 0x65, 0x0A], "a<83>e\n"),
  ]

  @Test("Whole, byte by byte, and split at every place", arguments: samples.indices)
  func split(index: Int) {
    let (charset, bytes, text) = Self.samples[index]
    #expect(decoded([bytes], charset) == text)
    #expect(decoded(bytes.map { [$0] }, charset) == text)
    for place in 1..<bytes.count {
      #expect(decoded([Array(bytes[..<place]), Array(bytes[place...])], charset) == text, "\(place)")
    }
  }

  private func decoded(_ pieces: [[UInt8]], _ charset: Charset) -> String {
    var decoder = TextDecoder(charset)
    var text = ""
    func append(_ element: TextDecoder.Element, _ bytes: RawSpan) {
      switch element {
      case .plain(let range): text += String(decodingUTF8: bytes.extracting(range))
      case .scalar(let scalar): text.unicodeScalars.append(scalar)
      case .stray(let byte): text += "<\(Hexadecimal.encode([byte].rawSpan))>"
      }
    }
    for piece in pieces { decoder.receive(piece.rawSpan, append) }
    decoder.finish(append)
    return text
  }
}
