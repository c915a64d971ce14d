import Bytes
import Testing

@testable import Capture

@Suite struct CompressionTests {
  /// The same capture of two packets as the command-line tools compress it.
  private static let fixtures: [(format: String, bytes: String)] = [
    (
      "pcap.gz",
      """
      1f8b0800000000000203bb7278d3422606160618f8ff9f81811148bf6066605058c8ce200264db00b180a090b088a898b884a494b48cac9c\
      3c88ff124d8d82a292b28aaa9aba86a696b68eae9e3e880f009bf8046260000000
      """
    ),
    (
      "pcap.zst",
      """
      28b52ffd04688d02005404d4c3b2a102000400ffff000001000000e803000020a10700140000003c00000010111213141516171819\
      1a1b1c1d1e1fe9202122232425262728292a2b2c2d2e2f20212223030047b5c04c5b081007f74dddf7
      """
    ),
    (
      "pcap.lz4",
      """
      04224d186440a75100000084d4c3b2a1020004000100f019ffff000001000000e803000020a10700140000003c00000010111213\
      1415161718191a1b1c1d1e1f10001be92400f005202122232425262728292a2b2c2d2e2f20212223000000002ad8a458
      """
    ),
    (
      "pcap.xz",
      """
      fd377a585a0000016922de360200210116000000742fe5a3e0005f00455d006a30d1c87d8bf8099bad944b8af3488736dcc8e1be\
      efb77f2bdd207577a196c4ef294a135ec447e6e9bd833df131a8705a7d6b15bd8fd8b0b4deff5727f94ef5e1e5f2870000000000\
      9bf8046200015d606af721629042990d010000000001595a
      """
    ),
  ]

  private static let formats = fixtures.map(\.format)

  private static func compressed(_ format: String) throws -> [UInt8] {
    try #require(fixtures.first { $0.format == format }.flatMap { Hexadecimal.decode($0.bytes) })
  }

  private static func expected() -> [[UInt8]] {
    [
      (0..<20).map { 0x10 + UInt8($0 % 16) },
      (0..<20).map { 0x20 + UInt8($0 % 16) },
    ]
  }

  @Test("Recognised by magic number", arguments: formats)
  func content(format: String) throws {
    var set = try CaptureSet(Self.compressed(format))
    #expect(set.packets().map(\.bytes) == Self.expected())
    #expect(set.formats == [format])
    #expect(set.warnings.isEmpty)
  }

  @Test("Members that follow one another", arguments: formats)
  func concatenation(format: String) throws {
    var set = try CaptureSet(Self.compressed(format) + Self.compressed(format))
    #expect(set.packets().map(\.bytes) == Self.expected() + Self.expected())
    #expect(set.warnings.isEmpty)
  }

  @Test("Any buffer size gives the same packets", arguments: formats)
  func bufferSizes(format: String) throws {
    for byteCount in [1, 2, 3, 7, 37] {
      let (packets, warnings) = try packets(of: Self.compressed(format), bufferByteCount: byteCount)
      #expect(packets.map(\.bytes) == Self.expected())
      #expect(warnings.isEmpty)
    }
  }

  @Test("Cut at every byte", arguments: formats)
  func cuts(format: String) throws {
    let whole = try Self.compressed(format)
    for count in 1..<whole.count {
      let cut = Array(whole[..<count])
      guard let (packets, warnings) = try? packets(of: cut, bufferByteCount: 64) else { continue }
      #expect(Self.expected().starts(with: packets.map(\.bytes)))
      #expect(warnings.map(\.cause) == [.truncatedCompression(format.compressionName)])
    }
  }

  @Test("Every byte changed", arguments: formats)
  func damage(format: String) throws {
    let whole = try Self.compressed(format)
    for index in whole.indices {
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        var bytes = whole
        bytes[index] ^= change
        guard let (packets, _) = try? packets(of: bytes, bufferByteCount: 64) else { continue }
        #expect(packets.allSatisfy { $0.bytes.count <= 96 })
      }
    }
  }

  @Test func paddingBehindGzip() throws {
    var set = try CaptureSet(Self.compressed("pcap.gz") + [UInt8](repeating: 0, count: 600))
    #expect(set.packets().count == 2)
    #expect(set.warnings.isEmpty)
  }

  @Test func rubbishBehindGzip() throws {
    var set = try CaptureSet(Self.compressed("pcap.gz") + [UInt8]("rubbish".utf8))
    #expect(set.packets().count == 2)
    #expect(set.causes == [.damagedCompression("gzip", reason: "incorrect header check")])
    #expect(set.warnings[0].byteOffset == 96)
  }

  @Test("A zstd window beyond the limit is refused")
  func zstdWindow() {
    // RFC 8878 §3.1.1.1.2: the exponent of this window descriptor is 21, which is 2 GiB.
    let frame = Hexadecimal.decode("28b52ffd 00 a8 0100 00") ?? []
    #expect(throws: CaptureError.self) { _ = try CaptureSet(frame) }
  }
}

extension String {
  /// The compression that a format's name ends with.
  fileprivate var compressionName: String {
    switch self.split(separator: ".").last {
    case "gz": "gzip"
    case "zst": "zstd"
    case let suffix?: String(suffix)
    case nil: ""
    }
  }
}
