import Bytes
import Testing

@Suite struct Base64DecoderTests {
  /// Decodes a text in pieces of so many characters; nil when it is broken.
  private func decode(_ text: String, _ alphabet: Base64Decoder.Alphabet, pieces: Int) -> [UInt8]? {
    var decoder = Base64Decoder(alphabet)
    var bytes: [UInt8] = []
    let text = [UInt8](text.utf8)
    for start in stride(from: 0, to: text.count, by: pieces) {
      decoder.decode(text.rawSpan.extracting(start..<min(start + pieces, text.count)), into: &bytes)
    }
    return decoder.isBroken ? nil : bytes
  }

  @Test(
    "RFC 4648 §10, whole and in pieces",
    arguments: [
      ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
      ("Zm9vYmFy", "foobar"), ("Zm9vYmE", "fooba"),
    ])
  func vectors(text: String, decoded: String) {
    for pieces in 1...8 {
      #expect(decode(text, .standard, pieces: pieces) == [UInt8](decoded.utf8))
      #expect(decode(text, .url, pieces: pieces) == [UInt8](decoded.utf8))
    }
  }

  @Test("RFC 4648 §4, §5: the alphabets differ in two characters")
  func alphabets() {
    #expect(decode("-_8", .url, pieces: 4) == [0xFB, 0xFF])
    #expect(decode("+/8=", .standard, pieces: 4) == [0xFB, 0xFF])
    #expect(decode("-_8", .standard, pieces: 4) == nil)
    #expect(decode("AA+A", .url, pieces: 1) == nil)
  }

  @Test("Texts with padding follow each other", arguments: 1...9)
  func joined(pieces: Int) {
    #expect(decode("Zg==Zm8=Zm9v", .standard, pieces: pieces) == [UInt8]("ffofoo".utf8))
  }
}
