import Bytes
import Testing

@testable import HPACK

@Suite("Huffman code")
struct HuffmanTests {
  private func decoded(_ octets: [UInt8], range: ByteRange? = nil) throws(HPACKError) -> [UInt8] {
    var output: [UInt8] = []
    let range = range ?? ByteRange(start: 0, count: octets.count)
    try HuffmanDecoder.shared.append(range, of: octets.rawSpan, to: &output)
    return output
  }

  private func error(_ octets: [UInt8]) -> HPACKError? {
    do throws(HPACKError) {
      _ = try decoded(octets)
      return nil
    } catch {
      return error
    }
  }

  private func encoded(_ octets: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    HuffmanEncoder.append(octets.rawSpan, to: &output)
    return output
  }

  @Test("RFC 7541 Appendix B: the code is complete, and these are its codes")
  func codes() {
    var space = 0
    for bitCount in HuffmanCode.bitCounts { space += 1 << (HuffmanCode.longestBitCount - Int(bitCount)) }
    #expect(space == 1 << HuffmanCode.longestBitCount)
    let samples: [(symbol: Int, code: UInt32, bitCount: UInt8)] = [
      (0, 0x1FF8, 13), (1, 0x7F_FFD8, 23), (9, 0xFF_FFEA, 24), (10, 0x3FFF_FFFC, 30), (32, 0x14, 6), (48, 0x0, 5),
      (92, 0x7FFF0, 19), (97, 0x3, 5), (122, 0x7B, 7), (128, 0xF_FFE6, 20), (199, 0x1FF_FFEC, 25),
      (249, 0xFFF_FFFE, 28), (255, 0x3FF_FFEE, 26), (256, 0x3FFF_FFFF, 30),
    ]
    for sample in samples {
      #expect(HuffmanCode.codes[sample.symbol] == sample.code)
      #expect(HuffmanCode.bitCounts[sample.symbol] == sample.bitCount)
    }
  }

  @Test("Each octet alone, behind and before others", arguments: UInt8.min...UInt8.max)
  func octet(_ octet: UInt8) throws {
    for text in [[octet], [octet, octet], [0x61, octet], [octet, 0x61], [UInt8](repeating: octet, count: 40)] {
      #expect(try decoded(encoded(text)) == text)
      #expect(HuffmanEncoder.encodedByteCount(of: text.rawSpan) == encoded(text).count)
    }
  }

  @Test("Texts of all lengths, wherever they lie in a block")
  func lengths() throws {
    var generator = SeededGenerator(seed: 1)
    for count in 0...70 {
      let text = (0..<count).map { _ in
        count % 3 == 0 ? UInt8.random(in: 0...255, using: &generator) : UInt8.random(in: 0x20...0x7E, using: &generator)
      }
      let code = encoded(text)
      for (before, after) in [(0, 0), (3, 0), (0, 9), (5, 2)] {
        // Ones around the string look like more of it.
        let block = [UInt8](repeating: 0xFF, count: before) + code + [UInt8](repeating: 0xFF, count: after)
        #expect(try decoded(block, range: ByteRange(start: before, count: code.count)) == text)
      }
    }
  }

  @Test("RFC 7541 C.4.1: octets that lie between others")
  func example() throws {
    #expect(try decoded(bytes("f1e3 c2e5 f23a 6ba0 ab90 f4ff")) == [UInt8]("www.example.com".utf8))
  }

  @Test(
    "RFC 7541 §5.2: padding",
    arguments: [
      ("ff", HPACKError.huffmanPadding),  // eight ones
      ("07ff", .huffmanPadding),  // '0', three ones, eight more
      ("00", .huffmanPadding),  // '0' and zeros
      ("06", .huffmanPadding),  // '0' and 110
      ("03", .huffmanPadding),  // '0' and 011
      ("ffff", .huffmanPadding),
      ("ffffff", .huffmanPadding),
      ("fffffffa", .huffmanPadding),  // the beginning of a longer code
      ("fffffff8", .huffmanPadding),
      ("3fff", .huffmanPadding),
    ])
  func padding(_ hexadecimal: String, _ expected: HPACKError) {
    #expect(error(bytes(hexadecimal)) == expected)
  }

  // '0' takes 5 bits, '/' 6 and 'C' 7.
  @Test(
    "Padding of each length, from 0 bits to 7",
    arguments: zip(0...7, ["00000000", "C", "/", "0", "//", "0/", "00", "0//"]))
  func allowedPadding(_ count: Int, _ text: String) throws {
    let octets = [UInt8](text.utf8)
    let bitCount = octets.reduce(0) { $0 + Int(HuffmanCode.bitCounts[Int($1)]) }
    #expect(8 * encoded(octets).count - bitCount == count)
    #expect(try decoded(encoded(octets)) == octets)
  }

  @Test(
    "RFC 7541 §5.2: EOS, at the front, in the middle and before padding",
    arguments: ["fffffffc", "ffffffff", "ffffffffff", "1fffffffff", "07fffffff800", "ffffffffffffffffffffffff"])
  func endOfString(_ hexadecimal: String) {
    #expect(error(bytes(hexadecimal)) == .huffmanEOS)
  }

  @Test("Any two octets decode or fail, and what decodes encodes to the same")
  func allPairs() {
    for value in UInt16.min...UInt16.max {
      let octets = [UInt8(value >> 8), UInt8(value & 0xFF)]
      do throws(HPACKError) {
        #expect(encoded(try decoded(octets)) == octets)
      } catch {
        #expect(error == .huffmanPadding)
      }
    }
  }
}
