import Bytes
import Testing

@testable import HPACK

@Suite("Strings that come again")
struct HuffmanMemoryTests {
  private func encoded(_ text: [UInt8]) -> [UInt8] {
    var octets: [UInt8] = []
    HuffmanEncoder.append(text.rawSpan, to: &octets)
    return octets
  }

  /// What is appended behind other text for a string that lies inside a block.
  private func append(_ octets: [UInt8], with memory: inout HuffmanMemory) throws(HPACKError) -> [UInt8] {
    let block = [0xFF] + octets + [0xFF]
    var output: [UInt8] = [1, 2, 3]
    try memory.append(ByteRange(start: 1, count: octets.count), of: block.rawSpan, to: &output)
    #expect(output.starts(with: [1, 2, 3]))
    return Array(output.dropFirst(3))
  }

  @Test("Strings of all kinds come out as if each came alone", arguments: UInt64(1)...8)
  func anyOrder(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    // More strings than places, of which some take much of the memory and some are too large for it.
    let texts = (0..<200).map { index in
      let count = index % 20 == 0 ? Int.random(in: 2000...9000, using: &generator) : index
      return (0..<count).map { _ in UInt8.random(in: 0x20...0x7E, using: &generator) }
    }
    let strings = texts.map(encoded)
    var memory = HuffmanMemory()
    for _ in 0..<4000 {
      // Low numbers come often, so that there are strings that stay.
      let index = Int.random(in: 0..<200, using: &generator) % Int.random(in: 1...200, using: &generator)
      #expect(try append(strings[index], with: &memory) == texts[index])
    }
  }

  @Test("Strings that differ in the middle alone are told apart")
  func sameEnds() throws {
    let texts = [0x61, 0x63, 0x65].map {
      [UInt8](repeating: 0x30, count: 20) + [$0] + [UInt8](repeating: 0x30, count: 20)
    }
    var memory = HuffmanMemory()
    for _ in 0..<100 {
      for text in texts { #expect(try append(encoded(text), with: &memory) == text) }
    }
  }

  @Test("A string that is wrong is wrong each time, and does no harm")
  func wrong() throws {
    let text = [UInt8](repeating: 0x61, count: 40)
    let padded = encoded(text) + [0xFF]
    var memory = HuffmanMemory()
    for _ in 0..<100 {
      #expect(throws: HPACKError.huffmanPadding) { try append(padded, with: &memory) }
      #expect(try append(encoded(text), with: &memory) == text)
    }
  }
}
