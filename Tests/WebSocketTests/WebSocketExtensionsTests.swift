import Bytes
import Findings
import Testing

@testable import WebSocket

@Suite struct WebSocketExtensionsTests {
  private func parse(_ values: String...) -> WebSocketExtensions {
    var extensions = WebSocketExtensions()
    for value in values {
      let bytes = Array(value.utf8)
      extensions.add(fieldValue: bytes.rawSpan)
    }
    return extensions
  }

  @Test("RFC 7692 §7.1: what a server may accept")
  func parameters() {
    var expected = PerMessageDeflate()
    #expect(parse("permessage-deflate").deflate == expected)
    #expect(parse(" ,, Permessage-Deflate ;").deflate == expected)
    expected.keepsContext = BySide(client: false, server: false)
    expected.windowBits = BySide(client: 9, server: 15)
    let all = parse(
      "permessage-deflate; server_no_context_takeover;client_no_context_takeover; client_max_window_bits=9",
      "permessage-deflate; server_max_window_bits=8")
    #expect(all.deflate == expected)
    #expect(all.hasUnknown)
    #expect(!all.isMalformed)
    #expect(parse("permessage-deflate; server_max_window_bits=\"10\"").deflate?.windowBits.server == 10)
  }

  @Test(
    "What it may not",
    arguments: [
      "permessage-deflate; client_max_window_bits", "permessage-deflate; server_max_window_bits=16",
      "permessage-deflate; server_max_window_bits=07", "permessage-deflate; unknown", "permessage-deflate; a=b=c",
      "permessage-deflate; server_max_window_bits=",
    ])
  func malformed(value: String) {
    let extensions = parse(value)
    #expect(extensions.isMalformed)
    #expect(extensions.deflate == PerMessageDeflate())
  }

  @Test("Others, and none")
  func others() {
    #expect(parse() == WebSocketExtensions())
    #expect(parse("", " , ;, ") == WebSocketExtensions())
    let other = parse("x-webkit-deflate-frame")
    #expect(other.hasUnknown)
    #expect(other.deflate == nil)
  }
}
