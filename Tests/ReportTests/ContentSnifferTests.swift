import Bytes
import HTTP
import Testing

@testable import Report

@Suite("Content sniffer")
struct ContentSnifferTests {
  @Test(
    "MIME Sniffing §6: magic numbers",
    arguments: [
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], ContentKind.png),
      ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
      (Array("GIF89a".utf8), .gif),
      (Array("RIFF".utf8) + [0x24, 0, 0, 0] + Array("WEBPVP8 ".utf8), .webp),
      (Array("RIFF".utf8) + [0x24, 0, 0, 0] + Array("WAVEfmt ".utf8), .wave),
      (Array("%PDF-1.7".utf8), .pdf),
      ([0x50, 0x4B, 0x03, 0x04, 0x14], .zip),
      ([0x1F, 0x8B, 0x08, 0x00], .gzip),
      ([0x28, 0xB5, 0x2F, 0xFD, 0x04], .zstd),
      (Array("wOFF".utf8) + [0, 1, 0, 0], .woff),
      (Array("wOF2".utf8) + [0, 1, 0, 0], .woff2),
      ([0, 0, 0, 0x20] + Array("ftypisom".utf8), .mp4),
      ([0, 0, 0, 0x20] + Array("ftypavif".utf8), .avif),
      ([0x00, 0x61, 0x73, 0x6D, 0x01], .wasm),
      ([0x1A, 0x45, 0xDF, 0xA3], .webm),
    ] as [([UInt8], ContentKind)])
  func magic(head: [UInt8], kind: ContentKind) {
    #expect(ContentKind(of: head.rawSpan) == kind)
    #expect(ContentSniffer.verdict(of: head.rawSpan, type: nil) == .binary(kind))
    // Whatever the header says.
    #expect(ContentSniffer.verdict(of: head.rawSpan, type: DeclaredType("text/plain")) == .binary(kind))
    // What is cut is not taken for it.
    for count in 0..<min(2, head.count) { #expect(ContentKind(of: Array(head.prefix(count)).rawSpan) == nil) }
  }

  @Test("Markup is text, after white space and in any case")
  func markup() {
    #expect(ContentKind(of: "\r\n <!DOCTYPE HTML><p>".rawSpan) == .html)
    #expect(ContentKind(of: "\u{FEFF}<?xml version='1.0'?>".rawSpan) == .xml)
    #expect(ContentSniffer.verdict(of: "<html>".rawSpan, type: nil) == .text(.utf8))
  }

  @Test("A byte order mark outweighs the header, the header what the bytes look like")
  func charset() {
    let latin = Array("caf".utf8) + [0xE9]
    #expect(ContentSniffer.verdict(of: [0xFF, 0xFE, 0x61, 0x00].rawSpan, type: nil) == .text(.utf16LittleEndian))
    #expect(
      ContentSniffer.verdict(of: [0xFE, 0xFF, 0x00, 0x61].rawSpan, type: DeclaredType("text/plain; charset=utf-8"))
        == .text(.utf16BigEndian))
    #expect(
      ContentSniffer.verdict(of: latin.rawSpan, type: DeclaredType("text/plain; charset=\"ISO-8859-1\""))
        == .text(.windows1252))
    #expect(ContentSniffer.verdict(of: latin.rawSpan, type: DeclaredType("text/plain")) == .text(.windows1252))
    #expect(ContentSniffer.verdict(of: "café".rawSpan, type: DeclaredType("text/plain")) == .text(.utf8))
    #expect(
      ContentSniffer.verdict(of: "x".rawSpan, type: DeclaredType("text/plain; charset=Shift_JIS"))
        == .text(.unknown("shift_jis")))
    // Nothing says that it is text.
    #expect(ContentSniffer.verdict(of: latin.rawSpan, type: nil) == .binary(nil))
  }

  @Test("Bytes that no text has make it binary, but for those that terminals know")
  func binary() {
    #expect(ContentSniffer.verdict(of: [0x61, 0x00].rawSpan, type: DeclaredType("text/plain")) == .binary(nil))
    #expect(ContentSniffer.verdict(of: "\u{1B}[31mred\t\u{0C}\r\n".rawSpan, type: nil) == .text(.utf8))
    #expect(ContentSniffer.verdict(of: "".rawSpan, type: nil) == .text(.utf8))
  }

  @Test("A character that the end of the head cuts is no mistake")
  func cutCharacter() {
    let head = [UInt8](repeating: 0x61, count: ReportLimits.sniffedByteCount - 1) + Array("€".utf8)
    #expect(ContentSniffer.verdict(of: head.rawSpan, type: nil) == .text(.utf8))
  }
}

extension DeclaredType {
  fileprivate init?(_ value: String) {
    let bytes = Array(value.utf8)
    self.init(MediaType(bytes.rawSpan))
  }
}
