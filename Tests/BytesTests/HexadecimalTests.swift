import Bytes
import Testing

@Suite struct HexadecimalTests {
  @Test("Eight digits at once are the digits one by one")
  func eightDigits() {
    #expect(Hexadecimal.decode(0x3031_3233_3435_3637 as UInt64) == 0x0123_4567)
    #expect(Hexadecimal.decode(0x3839_6162_6344_4546 as UInt64) == 0x89AB_CDEF)
  }

  @Test("Every byte at every place is a digit, or there is no value", arguments: 0..<8)
  func everyByte(place: UInt64) {
    for byte in UInt8.min...UInt8.max {
      let shift = 8 * place
      let digits = 0x3030_3030_3030_3030 & ~(0xFF << shift) | UInt64(byte) << shift
      let expected = ASCII.hexadecimalValue(byte).map { UInt32($0) << UInt32(4 * place) }
      #expect(Hexadecimal.decode(digits) == expected)
    }
  }
}
