import Bytes
import HTTP
import Testing

@testable import HPACK

/// Sections of field lines with names and values that repeat often enough for a table.
enum RandomLines {
  static func section(using generator: inout SeededGenerator) -> [(name: [UInt8], value: [UInt8])] {
    (0..<Int.random(in: 0...12, using: &generator)).map { _ in line(using: &generator) }
  }

  private static func line(using generator: inout SeededGenerator) -> (name: [UInt8], value: [UInt8]) {
    let names = [
      ":method", ":path", ":status", "accept", "cookie", "x-a", "x-request-id", "server", "", "content-type",
    ]
    let values = ["GET", "/", "200", "", "text/html; charset=utf-8", "a", "gzip, deflate"]
    let name = [UInt8](names[Int.random(in: 0..<names.count, using: &generator)].utf8)
    switch Int.random(in: 0..<10, using: &generator) {
    case 0..<6: return (name, [UInt8](values[Int.random(in: 0..<values.count, using: &generator)].utf8))
    case 6..<9: return (name, [UInt8]("v\(Int.random(in: 0..<40, using: &generator))".utf8))
    default:
      let count = Int.random(in: 0...300, using: &generator)
      return (name, (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
  }
}

@Suite("Encoder")
struct HPACKEncoderTests {
  private func block(_ encoder: inout HPACKEncoder, _ lines: [(String, String)]) -> [UInt8] {
    var octets: [UInt8] = []
    for (name, value) in lines {
      encoder.encode(name: [UInt8](name.utf8).rawSpan, value: [UInt8](value.utf8).rawSpan, into: &octets)
    }
    return octets
  }

  @Test("RFC 7541 C.4: the same octets as the example's encoder")
  func requests() {
    var encoder = HPACKEncoder()
    let first = [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "www.example.com")]
    #expect(block(&encoder, first) == bytes("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff"))
    #expect(block(&encoder, first + [("cache-control", "no-cache")]) == bytes("8286 84be 5886 a8eb 1064 9cbf"))
    let third = [
      (":method", "GET"), (":scheme", "https"), (":path", "/index.html"), (":authority", "www.example.com"),
      ("custom-key", "custom-value"),
    ]
    #expect(block(&encoder, third) == bytes("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"))
    #expect(encoder.table.byteCount == 164)
  }

  @Test("RFC 7541 C.6: with a table of 256 bytes and its size update")
  func responses() {
    var encoder = HPACKEncoder(tableByteCount: 256)
    let first = [
      (":status", "302"), ("cache-control", "private"), ("date", "Mon, 21 Oct 2013 20:13:21 GMT"),
      ("location", "https://www.example.com"),
    ]
    #expect(
      block(&encoder, first)
        == bytes(
          """
          3fe101 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6
          2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3
          """))
    // The example sends 307 in the Huffman code although it is no shorter; this encoder does not.
    #expect(block(&encoder, [(":status", "307")] + first.dropFirst()) == bytes("4803 3330 37c1 c0bf"))
  }

  @Test("Names are sent in lower case, and found in it")
  func lowerCase() {
    var encoder = HPACKEncoder()
    #expect(block(&encoder, [("Accept-Encoding", "gzip, deflate")]) == [0x90])
    _ = block(&encoder, [("X-Name", "Value")])
    #expect(block(&encoder, [("x-nAME", "Value")]) == [0xBE])
    #expect(text(of: encoder.table) == ["(s = 43) x-name: Value"])
  }

  @Test("A line too large for the table is not inserted, and does not empty it")
  func tooLarge() {
    var encoder = HPACKEncoder()
    _ = block(&encoder, [("a", "b")])
    #expect(block(&encoder, [("a", String(repeating: "~", count: 4096))]).first == 0x0F)
    #expect(block(&encoder, [("a", "b")]) == [0xBE])
  }

  @Test("Without a table every line is a literal without indexing")
  func noTable() {
    var encoder = HPACKEncoder(tableByteCount: 0)
    #expect(block(&encoder, [("server", "a"), ("server", "a")]) == bytes("20 0f27 0161 0f27 0161"))
  }

  @Test("A limit lowered and raised again between two blocks is signalled with both")
  func sizeUpdates() {
    var encoder = HPACKEncoder()
    encoder.setTableByteCount(0)
    encoder.setTableByteCount(4096)
    #expect(block(&encoder, [(":method", "GET")]) == bytes("20 3fe11f 82"))
    #expect(block(&encoder, [(":method", "GET")]) == bytes("82"))
  }

  @Test("What is encoded decodes to the same, and takes what was counted", arguments: 0..<24 as Range<UInt64>)
  func roundTrip(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let limits = [0, 31, 32, 64, 100, 256, 1000, 4096, 10_000, 65_536]
    let initial = limits[Int.random(in: 0..<limits.count, using: &generator)]
    var encoder = HPACKEncoder(tableByteCount: initial)
    var counter = HPACKEncoder(tableByteCount: initial)
    var decoder = HPACKDecoder(isFromStart: true)
    decoder.setAllowedTableByteCount(initial)
    var section = FieldSection()
    for _ in 0..<200 {
      while Int.random(in: 0..<8, using: &generator) == 0 {
        let limit = limits[Int.random(in: 0..<limits.count, using: &generator)]
        encoder.setTableByteCount(limit)
        counter.setTableByteCount(limit)
        decoder.setAllowedTableByteCount(limit)
      }
      let lines = RandomLines.section(using: &generator)
      var block: [UInt8] = []
      var count = 0
      counter.beginSection()
      for (name, value) in lines {
        encoder.encode(name: name.rawSpan, value: value.rawSpan, into: &block)
        count += counter.encodedByteCount(name: name.rawSpan, value: value.rawSpan)
      }
      #expect(count == block.count)
      section.removeAll()
      #expect(decoder.decode(block.rawSpan, into: &section) == nil)
      #expect(section.lines.map { [UInt8](section.name($0)) } == lines.map(\.name))
      #expect(section.lines.map { [UInt8](section.value($0)) } == lines.map(\.value))
      if lines.isEmpty { continue }
      #expect(text(of: encoder.table) == text(of: decoder.table))
      #expect(encoder.table.limit == decoder.table.limit)
    }
  }
}
