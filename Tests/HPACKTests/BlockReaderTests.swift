import Bytes
import Testing

@testable import HPACK

@Suite("Primitive types")
struct BlockReaderTests {
  /// An integer, the octets it is written in, and the bits of its prefix.
  struct Integer: Sendable {
    let value: Int
    let prefixBitCount: Int
    let hexadecimal: String
  }

  static let integers = [
    Integer(value: 10, prefixBitCount: 5, hexadecimal: "0a"),  // C.1.1
    Integer(value: 1337, prefixBitCount: 5, hexadecimal: "1f9a0a"),  // C.1.2
    Integer(value: 42, prefixBitCount: 8, hexadecimal: "2a"),  // C.1.3
    Integer(value: 0, prefixBitCount: 4, hexadecimal: "00"),
    Integer(value: 14, prefixBitCount: 4, hexadecimal: "0e"),
    Integer(value: 15, prefixBitCount: 4, hexadecimal: "0f00"),
    Integer(value: 126, prefixBitCount: 7, hexadecimal: "7e"),
    Integer(value: 127, prefixBitCount: 7, hexadecimal: "7f00"),
    Integer(value: 127 + 127, prefixBitCount: 7, hexadecimal: "7f7f"),
    Integer(value: 127 + 128, prefixBitCount: 7, hexadecimal: "7f8001"),
    Integer(value: 0xFFFF_FFFF, prefixBitCount: 5, hexadecimal: "1fe0ffffff0f"),
  ]

  @Test("RFC 7541 C.1.1-C.1.3 and the borders", arguments: integers)
  func integer(_ integer: Integer) throws {
    let octets = bytes(integer.hexadecimal)
    var reader = BlockReader(octets.rawSpan)
    let value = try reader.readInteger(prefixBitCount: integer.prefixBitCount)
    #expect(value == integer.value)
    #expect(reader.nextOctet == nil)

    var written: [UInt8] = []
    BlockWriter.append(integer: integer.value, prefixBitCount: integer.prefixBitCount, pattern: 0, to: &written)
    #expect(written == octets)
    let count = BlockWriter.byteCount(ofInteger: integer.value, prefixBitCount: integer.prefixBitCount)
    #expect(count == octets.count)
  }

  @Test("The bits before the prefix do not count")
  func prefix() throws {
    let octets = bytes("ea")
    var reader = BlockReader(octets.rawSpan)
    #expect(try reader.readInteger(prefixBitCount: 5) == 10)
  }

  @Test("Zeros after the last digit that matters are allowed, within the octets that 2^32 - 1 needs")
  func padded() throws {
    let octets = bytes("1f8080808000")
    var reader = BlockReader(octets.rawSpan)
    #expect(try reader.readInteger(prefixBitCount: 5) == 31)
  }

  @Test(
    "Integers that are too large, too long or cut off",
    arguments: [
      ("1fe1ffffff0f", HPACKError.integerTooLarge),  // 2^32
      ("1fffffffffff", .integerTooLarge),
      ("1fffffffffffffffffffff7f", .integerTooLarge),
      ("1f808080808000", .integerTooLarge),  // a flood of zeros
      ("", .truncated),
      ("1f", .truncated),
      ("1f80", .truncated),
      ("1f80808080", .truncated),
    ])
  func wrong(_ hexadecimal: String, _ expected: HPACKError) {
    let octets = bytes(hexadecimal)
    var reader = BlockReader(octets.rawSpan)
    do throws(HPACKError) {
      let value = try reader.readInteger(prefixBitCount: 5)
      Issue.record("read \(value)")
    } catch {
      #expect(error == expected)
    }
  }

  @Test("A string's length is checked before its octets are touched")
  func string() throws {
    let octets = bytes("03616263")
    var reader = BlockReader(octets.rawSpan)
    let string = try reader.readString()
    #expect(!string.isHuffman)
    #expect(string.range == ByteRange(start: 1, count: 3))

    let short = bytes("0461 6263")
    var shortReader = BlockReader(short.rawSpan)
    do throws(HPACKError) {
      _ = try shortReader.readString()
      Issue.record("read a string beyond the block")
    } catch {
      #expect(error == .truncated)
    }
  }
}
