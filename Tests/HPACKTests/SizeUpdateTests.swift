import Testing

@testable import HPACK

@Suite("Dynamic table size updates (RFC 7541 §4.2, §6.3)")
struct SizeUpdateTests {
  private let insertion = "40 01 61 01 62"  // a: b

  @Test("An encoder may choose a smaller table than is allowed")
  func smaller() {
    var decoder = HPACKDecoder(isFromStart: true)
    #expect(decoder.lines("20 82") == ([":method: GET"], nil))
    #expect(decoder.table.limit == 0)
    #expect(decoder.lines("3f e1 1f" + insertion) == (["a: b"], nil))
    #expect(decoder.table.limit == 4096)
    #expect(decoder.statistics.sizeUpdates == 2)
  }

  @Test("Beyond the allowed limit: told, and followed")
  func tooLarge() {
    var decoder = HPACKDecoder(isFromStart: true)
    #expect(decoder.lines("3f e2 1f 82") == ([":method: GET"], .sizeUpdateTooLarge(4097, allowed: 4096)))
    #expect(decoder.table.limit == 4097)
    decoder.setAllowedTableByteCount(65_536)
    #expect(decoder.table.limit == 4097)
    #expect(decoder.lines("3f e1 ff 03").error == nil)
    #expect(decoder.table.limit == 65_536)
  }

  @Test("After a field line: told, and followed")
  func late() {
    var decoder = HPACKDecoder(isFromStart: true)
    #expect(decoder.lines("82 20 84") == ([":method: GET", ":path: /"], .sizeUpdateAfterField))
    #expect(decoder.table.limit == 0)
  }

  @Test("Two at the start are allowed, three are not")
  func many() {
    var decoder = HPACKDecoder(isFromStart: true)
    #expect(decoder.lines("20 3f e1 1f 82").error == nil)
    #expect(decoder.lines("20 3f e1 1f 20 82") == ([":method: GET"], .tooManySizeUpdates(3)))
  }

  @Test("A lower limit calls for an update in the next block, and only there")
  func missing() {
    var decoder = HPACKDecoder(isFromStart: true)
    _ = decoder.lines(insertion)
    decoder.setAllowedTableByteCount(100)
    #expect(decoder.lines("") == ([], nil))
    #expect(decoder.lines("be") == (["a: b"], .sizeUpdateMissing(inUse: 4096, allowed: 100)))
    #expect(decoder.lines("be") == (["a: b"], nil))
    #expect(decoder.lines("3f 45 be") == (["a: b"], nil))
    #expect(decoder.table.limit == 100)
  }

  @Test("A lower limit and back: the lowest must be signalled first")
  func lowest() {
    var decoder = HPACKDecoder(isFromStart: true)
    decoder.setAllowedTableByteCount(0)
    decoder.setAllowedTableByteCount(4096)
    #expect(decoder.lines("20 3f e1 1f 82").error == nil)
    decoder.setAllowedTableByteCount(0)
    decoder.setAllowedTableByteCount(4096)
    #expect(decoder.lines("3f e1 1f 82").error == .sizeUpdateMissing(inUse: 4096, allowed: 0))
  }

  @Test("A limit that stays above what the encoder chose calls for nothing")
  func unaffected() {
    var decoder = HPACKDecoder(isFromStart: true)
    decoder.setAllowedTableByteCount(65_536)
    #expect(decoder.lines("82").error == nil)
    decoder.setAllowedTableByteCount(4096)
    #expect(decoder.lines("82").error == nil)
    #expect(decoder.lines("3f e1 07 82").error == nil)
    decoder.setAllowedTableByteCount(1024)
    #expect(decoder.lines("82").error == nil)
  }

  @Test("A limit beyond what is held is followed as far as it goes")
  func enormous() {
    var decoder = HPACKDecoder(isFromStart: true)
    decoder.setAllowedTableByteCount(Int(UInt32.max))
    #expect(decoder.lines("3f e0 ff ff ff 0f" + insertion + "be") == (["a: b", "a: b"], nil))
    #expect(decoder.lines("bf").error == .indexOutOfRange(63))
  }
}
