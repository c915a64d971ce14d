import Bytes
import Testing

@Suite("Words and comparisons of bytes")
struct RawSpanTests {
  private func lastOctets(_ bytes: [UInt8]) -> UInt64 { bytes.rawSpan.lastOctets }

  private func equals(_ bytes: [UInt8], lowercased other: [UInt8]) -> Bool {
    bytes.rawSpan.equals(lowercased: other.rawSpan)
  }

  @Test("The last eight bytes tell texts of one length apart", arguments: 0...20)
  func lastOctets(count: Int) {
    let text = (0..<count).map { UInt8(0x41 + $0) }
    for index in 0..<count {
      var other = text
      other[index] = 0
      let isAmongLast = index >= count - 8
      #expect((lastOctets(other) != lastOctets(text)) == isAmongLast)
    }
  }

  @Test("A text in any case is a text in lower case, and no other", arguments: 0...40)
  func lowercased(count: Int) {
    let lower = (0..<count).map { UInt8(0x61 + $0 % 26) }
    let upper = lower.map { $0 - 0x20 }
    #expect(equals(lower, lowercased: lower))
    #expect(equals(upper, lowercased: lower))
    #expect(!equals(upper, lowercased: lower + [0x61]))
    for index in 0..<count {
      var other = upper
      other[index] = 0x2D
      #expect(!equals(other, lowercased: lower))
    }
  }

  @Test("Each byte at each of eight places: letter, digit, hyphen or none of them")
  func plainNames() {
    for byte in UInt8.min...UInt8.max {
      let isPlain: Bool =
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        default: false
        }
      for place in 0..<8 {
        var octets = Array("aZ-09zA5".utf8)
        octets[place] = byte
        let word = octets.rawSpan.uint64(at: 0)
        let expected: UInt64 = isPlain ? 0 : 0x80 << UInt64(8 * (7 - place))
        #expect(ASCII.neitherAlphanumericNorHyphen(word) == expected)
      }
    }
  }

  @Test("Two texts are appended one behind the other", arguments: [0, 1, 100], [0, 1, 100])
  func appended(first: Int, second: Int) {
    var array: [UInt8] = [1]
    let texts = ([UInt8](repeating: 2, count: first), [UInt8](repeating: 3, count: second))
    array.append(texts.0.rawSpan, texts.1.rawSpan)
    #expect(array == [1] + texts.0 + texts.1)
  }
}
