import Bytes
import Testing

@Suite("Bytes appended to an array")
struct ArrayBytesTests {
  private struct Refused: Error {}

  @Test("What the closure wrote and counted is appended, no more than the limit")
  func filled() {
    var array: [UInt8] = [1]
    array.append(upTo: 4) { fresh in
      fresh.storeBytes(of: UInt16(0x0303), toByteOffset: 0, as: UInt16.self)
      return 2
    }
    #expect(array == [1, 3, 3])
    array.append(upTo: 1) { fresh in
      #expect(fresh.byteCount == 1)
      fresh.storeBytes(of: 4, toByteOffset: 0, as: UInt8.self)
      return 100
    }
    #expect(array == [1, 3, 3, 4])
    array.append(upTo: 0) { _ in -1 }
    #expect(array == [1, 3, 3, 4])
  }

  @Test("What throws appends nothing")
  func refused() {
    var array: [UInt8] = [1]
    #expect(throws: Refused.self) {
      try array.append(upTo: 8) { fresh throws(Refused) in
        fresh.storeBytes(of: 2, toByteOffset: 0, as: UInt8.self)
        throw Refused()
      }
    }
    #expect(array == [1])
  }

  @Test("Lower case, each byte at each place of texts short and long")
  func lowercased() {
    for byte in UInt8.min...UInt8.max {
      for count in [1, 7, 8, 9, 15, 16, 17] {
        for place in 0..<count {
          var text = [UInt8](repeating: 0x5A, count: count)
          text[place] = byte
          var array: [UInt8] = [0x41]
          array.append(lowercased: text.rawSpan)
          #expect(array == [0x41] + text.map(ASCII.lowercased))
        }
      }
    }
  }
}
