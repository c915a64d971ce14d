import Bytes
import Findings
import Packet
import Testing

@testable import Analysis

@Suite("What stands ahead of a connection's protocol")
struct PreludeTests {
  /// A PROXY header of version 2 for 192.0.2.1:56324 → 192.0.2.2:443 over TCP, with a type-length-value behind the addresses.
  private let binary: [UInt8] =
    Array("\r\n\r\n\0\r\nQUIT\n".utf8) + [0x21, 0x11, 0, 16, 192, 0, 2, 1, 192, 0, 2, 2, 0xDC, 0x04, 0x01, 0xBB]
    + [4, 0, 1, 0]

  @Test("PROXY protocol version 1 names the client")
  func text() throws {
    let line = Array("PROXY TCP6 2001:db8::1 2001:db8::2 56324 443\r\n".utf8)
    let source = Endpoint(address: try #require(IPAddress(text: "2001:db8::1")), port: 56324)
    #expect(ProxyHeader.read((line + Array("GET /".utf8)).rawSpan) == .header(byteCount: line.count, source: source))
    for count in 6..<line.count { #expect(ProxyHeader.read(Array(line[..<count]).rawSpan) == .incomplete) }
  }

  @Test(
    "PROXY protocol version 1 that is malformed",
    arguments: [
      "PROXY TCP4 1.2.3.4 1.2.3.5 1\r\n", "PROXY TCP4 1.2.3 1.2.3.5 1 2\r\n", "PROXY TCP4 1.2.3.4 1.2.3.5 65536 2\r\n",
      "PROXY TCP4 1.2.3.4 1.2.3.5 1 2\n", "PROXY SCTP 1.2.3.4 1.2.3.5 1 2\r\n",
      "PROXY " + String(repeating: "a", count: 200) + "\r\n",
    ])
  func malformedText(line: String) {
    #expect(ProxyHeader.read(Array(line.utf8).rawSpan) == .malformed)
  }

  @Test("PROXY protocol that does not say for whom")
  func unknownSource() {
    #expect(ProxyHeader.read(Array("PROXY UNKNOWN\r\n".utf8).rawSpan) == .header(byteCount: 15, source: nil))
    var local = binary
    local[12] = 0x20
    #expect(ProxyHeader.read(local.rawSpan) == .header(byteCount: 32, source: nil))
  }

  @Test("PROXY protocol version 2 names the client, however it is split")
  func binaryHeader() {
    let source = Endpoint(address: IPAddress(ipv4: 0xC000_0201), port: 56324)
    #expect(ProxyHeader.read(binary.rawSpan) == .header(byteCount: 32, source: source))
    for count in 12..<binary.count { #expect(ProxyHeader.read(Array(binary[..<count]).rawSpan) == .incomplete) }
    var prelude = Prelude(.proxyProtocol)
    for byte in binary.dropLast() { #expect(prelude.receive([byte].rawSpan, from: .client) == .underWay) }
    #expect(prelude.receive([0, 0x47].rawSpan, from: .client) == .done)
    #expect(prelude.trueClient == source)
    #expect(prelude.rest.client.count == 1)
  }

  @Test("SOCKS 5 without and with a password")
  func socks5() {
    var plain = Prelude(.socks5)
    #expect(plain.receive([5, 1, 0].rawSpan, from: .client) == .underWay)
    #expect(plain.receive([5, 0].rawSpan, from: .server) == .underWay)
    #expect(plain.receive(([5, 1, 0, 3, 1, 0x61, 0, 80] as [UInt8]).rawSpan, from: .client) == .underWay)
    #expect(plain.receive(([5, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x48] as [UInt8]).rawSpan, from: .server) == .done)
    #expect(plain.rest.server.count == 1)

    var password = Prelude(.socks5)
    #expect(password.receive([5, 2, 0, 2].rawSpan, from: .client) == .underWay)
    #expect(password.receive([5, 2].rawSpan, from: .server) == .underWay)
    #expect(password.receive([1, 1, 0x75, 1, 0x70].rawSpan, from: .client) == .underWay)
    #expect(password.receive([1, 0].rawSpan, from: .server) == .underWay)
    #expect(password.receive(([5, 1, 0, 1, 1, 2, 3, 4, 0, 80] as [UInt8]).rawSpan, from: .client) == .underWay)
    #expect(password.receive(([5, 0, 0, 1, 0, 0, 0, 0, 0, 0] as [UInt8]).rawSpan, from: .server) == .done)
  }

  @Test("SOCKS 5 that is refused, or something else")
  func refusedSOCKS5() {
    var noMethod = Prelude(.socks5)
    _ = noMethod.receive([5, 1, 0].rawSpan, from: .client)
    #expect(noMethod.receive([5, 0xFF].rawSpan, from: .server) == .failed)
    var refused = Prelude(.socks5)
    _ = refused.receive(([5, 1, 0, 5, 1, 0, 1, 1, 2, 3, 4, 0, 80] as [UInt8]).rawSpan, from: .client)
    #expect(refused.receive(([5, 0, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0] as [UInt8]).rawSpan, from: .server) == .failed)
  }

  @Test("SOCKS 4 and 4A")
  func socks4() {
    var byAddress = Prelude(.socks4)
    #expect(byAddress.receive([4, 1, 0, 80, 192, 0, 2, 1, 0x75, 0].rawSpan, from: .client) == .underWay)
    #expect(byAddress.receive([0, 90, 0, 0, 0, 0, 0, 0, 0x48].rawSpan, from: .server) == .done)
    #expect(byAddress.rest.server.count == 1)
    var byName = Prelude(.socks4)
    #expect(byName.receive([4, 1, 0, 80, 0, 0, 0, 1, 0, 0x61, 0].rawSpan, from: .client) == .underWay)
    #expect(byName.rest.client.isEmpty)
    #expect(byName.receive([0, 91, 0, 0, 0, 0, 0, 0].rawSpan, from: .server) == .failed)
  }

  @Test("What never ends is given up")
  func endless() {
    var prelude = Prelude(.socks5)
    let bytes = [UInt8](repeating: 0, count: AnalysisLimits.undecidedByteCount + 1)
    #expect(prelude.receive(bytes.rawSpan, from: .server) == .failed)
  }

  @Test(
    "Beginnings",
    arguments: [
      ([UInt8]("PROXY TCP4".utf8), Opening.prelude(.proxyProtocol)), ([UInt8]("PRO".utf8), .undecided),
      ([5, 1, 0], .prelude(.socks5)), ([5, 2, 0], .undecided),
      ([5, 1, 0] + [UInt8](repeating: 0xFF, count: 20), .unknown),
      ([4, 1, 0, 80, 1, 2, 3, 4, 0], .prelude(.socks4)), ([4, 1, 0, 80, 1, 2], .undecided),
    ])
  func openings(bytes: [UInt8], opening: Opening) {
    #expect(Opening.of(bytes.rawSpan, isFinal: false) == opening)
  }
}
