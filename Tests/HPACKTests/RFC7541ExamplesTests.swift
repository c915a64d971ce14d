import HTTP
import Testing

@testable import HPACK

/// One block of an example: its octets, its field lines, and the table after it.
struct ExampleBlock: Sendable {
  let hexadecimal: String
  let lines: [String]
  let table: [String]
  let tableByteCount: Int
}

/// A sequence of blocks on one connection (RFC 7541 Appendix C).
struct Example: Sendable, CustomTestStringConvertible {
  let section: String
  var tableByteCount = 4096
  let blocks: [ExampleBlock]

  var testDescription: String { section }
}

@Suite("RFC 7541 Appendix C")
struct RFC7541ExamplesTests {
  @Test("RFC 7541 C.2-C.6", arguments: literals + requests + responses)
  func decodes(_ example: Example) {
    var decoder = HPACKDecoder(isFromStart: true)
    if example.tableByteCount != 4096 {
      // The examples say that the setting is 256, and leave out the size update that it calls for.
      decoder.setAllowedTableByteCount(example.tableByteCount)
      #expect(decoder.lines("3fe101").error == nil)
    }
    for block in example.blocks {
      let (lines, error) = decoder.lines(block.hexadecimal)
      #expect(error == nil)
      #expect(lines == block.lines)
      #expect(text(of: decoder.table) == block.table)
      #expect(decoder.table.byteCount == block.tableByteCount)
    }
  }

  static let literals = [
    Example(
      section: "C.2.1",
      blocks: [
        ExampleBlock(
          hexadecimal: "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572",
          lines: ["custom-key: custom-header"], table: ["(s = 55) custom-key: custom-header"], tableByteCount: 55)
      ]),
    Example(
      section: "C.2.2",
      blocks: [
        ExampleBlock(
          hexadecimal: "040c 2f73 616d 706c 652f 7061 7468", lines: [":path: /sample/path"], table: [],
          tableByteCount: 0)
      ]),
    Example(
      section: "C.2.3",
      blocks: [
        ExampleBlock(
          hexadecimal: "1008 7061 7373 776f 7264 0673 6563 7265 74", lines: ["password: secret"], table: [],
          tableByteCount: 0)
      ]),
    Example(
      section: "C.2.4",
      blocks: [ExampleBlock(hexadecimal: "82", lines: [":method: GET"], table: [], tableByteCount: 0)]),
  ]

  static let requests = [
    requests(
      section: "C.3",
      "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
      "8286 84be 5808 6e6f 2d63 6163 6865",
      "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65"),
    requests(
      section: "C.4",
      "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
      "8286 84be 5886 a8eb 1064 9cbf",
      "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"),
  ]

  static let responses = [
    responses(
      section: "C.5",
      """
      4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133
      2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d
      """,
      "4803 3330 37c1 c0bf",
      """
      88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d
      54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049
      5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31
      """),
    responses(
      section: "C.6",
      """
      4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6
      2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3
      """,
      "4883 640e ffc1 c0bf",
      """
      88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab
      77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f
      9587 3160 65c0 03ed 4ee5 b106 3d50 07
      """),
  ]

  /// The three requests of C.3 and C.4, which differ in their octets only.
  private static func requests(section: String, _ first: String, _ second: String, _ third: String) -> Example {
    Example(
      section: section,
      blocks: [
        ExampleBlock(
          hexadecimal: first,
          lines: [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"],
          table: ["(s = 57) :authority: www.example.com"], tableByteCount: 57),
        ExampleBlock(
          hexadecimal: second,
          lines: [
            ":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com", "cache-control: no-cache",
          ],
          table: ["(s = 53) cache-control: no-cache", "(s = 57) :authority: www.example.com"], tableByteCount: 110),
        ExampleBlock(
          hexadecimal: third,
          lines: [
            ":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com",
            "custom-key: custom-value",
          ],
          table: [
            "(s = 54) custom-key: custom-value", "(s = 53) cache-control: no-cache",
            "(s = 57) :authority: www.example.com",
          ], tableByteCount: 164),
      ])
  }

  /// The three responses of C.5 and C.6, which differ in their octets only.
  private static func responses(section: String, _ first: String, _ second: String, _ third: String) -> Example {
    let location = "location: https://www.example.com"
    let date = "date: Mon, 21 Oct 2013 20:13:21 GMT"
    let laterDate = "date: Mon, 21 Oct 2013 20:13:22 GMT"
    let cookie = "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"
    return Example(
      section: section, tableByteCount: 256,
      blocks: [
        ExampleBlock(
          hexadecimal: first, lines: [":status: 302", "cache-control: private", date, location],
          table: [
            "(s = 63) \(location)", "(s = 65) \(date)", "(s = 52) cache-control: private", "(s = 42) :status: 302",
          ],
          tableByteCount: 222),
        ExampleBlock(
          hexadecimal: second, lines: [":status: 307", "cache-control: private", date, location],
          table: [
            "(s = 42) :status: 307", "(s = 63) \(location)", "(s = 65) \(date)", "(s = 52) cache-control: private",
          ],
          tableByteCount: 222),
        ExampleBlock(
          hexadecimal: third,
          lines: [":status: 200", "cache-control: private", laterDate, location, "content-encoding: gzip", cookie],
          table: ["(s = 98) \(cookie)", "(s = 52) content-encoding: gzip", "(s = 65) \(laterDate)"],
          tableByteCount: 215),
      ])
  }
}
