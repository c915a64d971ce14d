import Bytes
import Testing

@testable import TLS

@Suite struct FingerprintTests {
  @Test(
    "JA3: the examples of its README",
    arguments: [
      (
        "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0",
        "ada70206e40642a3e4461f35503241d5",
        HelloBuilder(
          suites: [47, 53, 5, 10, 49161, 0x3A3A, 49162, 49171, 49172, 50, 56, 19, 4],
          extensions: [
            (0xAAAA, []), (0, []), (10, HelloBuilder.vector16(HelloBuilder.numbers([0x1A1A, 23, 24, 25]))),
            (11, [1, 0]),
          ]
        ).clientHello
      ),
      (
        "769,4-5-10-9-100-98-3-6-19-18-99,,,", "de350869b8c85de67a350c8d186f11e6",
        HelloBuilder(suites: [4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99]).clientHello
      ),
    ])
  func ja3(text: String, hash: String, body: [UInt8]) throws {
    // The examples are of TLS 1.0.
    let hello = try #require(ClientHello(body: [3, 1] + body[2...]))
    #expect(JA3(hello).text == text)
    #expect(JA3(hello).hash == hash)
  }

  @Test("JA3S: version, suite and extensions of a server")
  func ja3s() throws {
    let hello = try #require(ServerHello(body: RFC8448.serverHello.body))
    #expect(JA3(hello).text == "771,4865,51-43")
  }

  /// The hello that FoxIO's description takes apart, with GREASE values where a browser puts them.
  static let browser: [UInt8] = HelloBuilder(suites: suites, extensions: types.map { ($0, content(of: $0)) })
    .clientHello

  private static let algorithms: [UInt16] = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601]

  private static let types: [UInt16] = [
    0x4A4A, 0x001B, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002D, 0x000D, 0x0005, 0x0023, 0x0012, 0x002B, 0xFF01,
    0x000B, 0x000A, 0x9A9A, 0x0015,
  ]

  private static let suites: [UInt16] = [
    0x8A8A, 0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014, 0x009C, 0x009D,
    0x002F, 0x0035,
  ]

  private static func content(of type: UInt16) -> [UInt8] {
    switch type {
    case 0x0010: HelloBuilder.protocols([Array("h2".utf8), Array("http/1.1".utf8)])
    case 0x000D: HelloBuilder.vector16(HelloBuilder.numbers(algorithms))
    case 0x002B: HelloBuilder.vector8(HelloBuilder.numbers([0x6A6A, 0x0304, 0x0303]))
    default: []
    }
  }

  @Test("JA4: the example of FoxIO's description")
  func ja4() throws {
    let hello = try #require(ClientHello(body: Self.browser))
    let ja4 = JA4(hello, of: Self.browser)
    #expect(ja4.text == "t13d1516h2_8daaf6152771_e5627efa2ab1")
    #expect(
      ja4.rawText == "t13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_"
        + "0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01_"
        + "0403,0804,0401,0503,0805,0501,0806,0601")
  }

  @Test("JA4: nothing to list is zeros")
  func ja4OfNothing() throws {
    let body = HelloBuilder(suites: [0x0A0A]).clientHello
    let hello = try #require(ClientHello(body: body))
    #expect(JA4(hello, of: body).text == "t12i000000_000000000000_000000000000")
  }

  @Test(
    "JA4: the ends of the first protocol name, as FoxIO's description lists them",
    arguments: [
      ([], "00"), ([0x61], "aa"), (Array("http/1.1".utf8), "h1"), ([0xAB], "ab"), ([0xAB, 0xCD], "ad"),
      ([0x30, 0xAB], "3b"), ([0x30, 0x31, 0xAB, 0xCD], "3d"), ([0x30, 0xAB, 0xCD, 0x31], "01"),
    ])
  func ja4ProtocolName(name: [UInt8], ends: String) throws {
    let body = HelloBuilder(extensions: [(16, HelloBuilder.protocols([name]))]).clientHello
    let hello = try #require(ClientHello(body: body))
    #expect(JA4(hello, of: body).text.hasPrefix("t12i0101\(ends)_"))
  }

  @Test("JA4: more than 99 suites count as 99")
  func ja4ManySuites() throws {
    let body = HelloBuilder(suites: Array(0..<120)).clientHello
    let hello = try #require(ClientHello(body: body))
    #expect(JA4(hello, of: body).text.hasPrefix("t12i990000_"))
  }
}
