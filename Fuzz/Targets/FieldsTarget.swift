import Analysis
import Bytes
import Findings
import HTTP
import Packet

@testable import Report

/// Marked pieces as what stands in fields and request targets: method, target, authority and scheme, media type, cookie.
func fuzzFields(_ input: [UInt8]) {
  let pieces = MarkedPieces(input[...]).pieces
  for piece in pieces {
    readMediaType(piece.bytes.rawSpan)
    readSetCookie(piece.bytes.rawSpan)
    readForm(piece.bytes.rawSpan)
    readTarget(piece.bytes.rawSpan)
  }
  func text(_ index: Int) -> [UInt8] { index < pieces.count ? pieces[index].bytes : [] }
  readRequest(
    target: text(0), authority: text(1), scheme: text(2), method: text(3), type: text(4), mark: pieces[0].mark)
}

private func readMediaType(_ value: RawSpan) {
  let type = MediaType(value)
  expect(type.essence.byteCount <= value.byteCount, "a part is no longer than the whole")
  if let charset = type.parameter("charset") {
    expect(charset.byteCount + type.essence.byteCount + 9 <= value.byteCount, "a parameter stands behind its name")
  }
  guard let declared = DeclaredType(type) else { return }
  expect(declared.essence.utf8.allSatisfy { $0 == 0x2F || ASCII.isTokenCharacter($0) }, "a media type is of tokens")
  if let ending = declared.fileExtension {
    expect(
      (1...20).contains(ending.utf8.count) && ending.utf8.allSatisfy { $0 > 0x20 && $0 != 0x2F },
      "an extension is short")
  }
}

private func readSetCookie(_ line: RawSpan) {
  let cookie = SetCookie(line)
  for range in [cookie.name, cookie.value] + [cookie.path, cookie.domain, cookie.sameSite].compactMap(\.self) {
    expect(range.lowerBound >= 0 && range.upperBound <= line.byteCount, "a part lies in the line")
    if !range.isEmpty {
      expect(!line.isBlank(at: range.lowerBound) && !line.isBlank(at: range.upperBound - 1), "no blanks are around it")
    }
  }
  if let text = cookie.expires?.text {
    expect(text.utf8.count == 20, "a moment has twenty characters: \(text)")
  }
}

/// Pairs that are written anew with everything encoded are the same.
private func readForm(_ text: RawSpan) {
  let found = pairs(of: text)
  var encoded: [UInt8] = []
  for pair in found {
    for (part, sign) in [(pair.name, UInt8(ascii: "=")), (pair.value, UInt8(ascii: "&"))] {
      for byte in part { encoded += [0x25, Hexadecimal.digit(byte >> 4), Hexadecimal.digit(byte & 0xF)] }
      encoded.append(sign)
    }
  }
  let again = pairs(of: encoded.rawSpan)
  expect(again.count == found.count, "as many pairs")
  for (pair, other) in zip(found, again) {
    expect(pair.name == other.name && pair.value == other.value, "encoded pairs are the same")
  }
}

private func pairs(of text: RawSpan) -> [(name: [UInt8], value: [UInt8])] {
  var fields = FormFields(text)
  var pairs: [(name: [UInt8], value: [UInt8])] = []
  while fields.next() { pairs.append((fields.name, fields.value)) }
  return pairs
}

private func readTarget(_ text: RawSpan) {
  let target = RequestTarget(text, isCONNECT: false)
  guard let path = target.path else { return expect(false, "there is a path") }
  expect(path.end == text.byteCount, "the path ends the target")
  guard let scheme = target.scheme else { return expect(target.authority == nil && path.start == 0, "all is the path") }
  guard let authority = target.authority else { return expect(false, "an authority follows a scheme") }
  expect(scheme.start == 0 && scheme.end + 3 == authority.start, "`://` stands between scheme and authority")
  expect(authority.end == path.start, "the path follows the authority")
}

private func readRequest(
  target: [UInt8], authority: [UInt8], scheme: [UInt8], method: [UInt8], type: [UInt8], mark: UInt8
) {
  var exchange = Exchange()
  exchange.hasRequest = true
  exchange.version = mark & 1 == 0 ? .http11 : .http2
  if mark & 2 != 0 { exchange.upgrade = .webSocket }
  exchange.request.path = exchange.request.message.header.appendText(target.rawSpan)
  if !authority.isEmpty {
    exchange.request.authority = exchange.request.message.header.appendText(authority.rawSpan)
  }
  if !scheme.isEmpty { exchange.request.scheme = exchange.request.message.header.appendText(scheme.rawSpan) }
  exchange.request.method = exchange.request.message.header.appendText(method.rawSpan)
  expectURL(of: exchange)
  expectFileName(of: exchange.request, type)
}

private func expectURL(of exchange: borrowing Exchange) {
  let end = Endpoint(address: IPAddress(ipv4: 0xC000_0201), port: 80)
  let connection = ConnectionContext(id: 0, client: end, server: end, start: Timestamp(nanoseconds: 0))
  let url = HARURL(exchange, of: connection)
  expect(url.text.allSatisfy { (0x21..<0x7F).contains($0) }, "a URL is printable ASCII")
  let forbidden = Array(#"#"<>\^`{|}"#.utf8)
  // The scheme is one of HTTP's, or what the request says.
  let start = url.text.firstIndex(of: 0x3A) ?? 0
  expect(url.text[start...].starts(with: "://".utf8), "a URL has a scheme")
  expect(url.text[start...].allSatisfy { !forbidden.contains($0) }, "what a URL may not hold is encoded")
  if let query = url.query {
    expect(query.start >= 0 && query.end <= exchange.request.message.header.text.count, "the query is in the header")
  }
}

/// No file name means anything to a file system, a shell or a terminal.
private func expectFileName(of request: borrowing Request, _ type: [UInt8]) {
  let name = BodyFileName(of: request, connection: 3, exchange: 12, side: .server)
  for coding in [nil, "br", String(decoding: type, as: UTF8.self)] {
    let text = name.text(type: DeclaredType(MediaType(type.rawSpan)), head: type.rawSpan, coding: coding)
    expect(text.hasPrefix("0003-0012-response"), "a name begins with its place")
    expect(text.utf8.count + BodyFileName.partialMark.utf8.count <= 255, "a name has room: \(text.utf8.count)")
    expect(!text.contains("..") && !text.hasSuffix("."), "no dots stand together: \(text)")
    for scalar in text.unicodeScalars {
      expect(scalar.value > 0x20 && !(0x7F...0x9F).contains(scalar.value), "no name steers a terminal: \(text)")
      expect(!#"/\:*?"<>|'$&;()[]{}!~`#%"#.unicodeScalars.contains(scalar), "a name is plain: \(text)")
    }
  }
}
