import Bytes
import Packet

/// The header that a proxy puts ahead of a connection to say for whom it was made: the PROXY protocol of HAProxy
/// (https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt), versions 1 and 2.
enum ProxyHeader {
  enum Reading: Equatable {
    case incomplete
    case malformed
    /// A header of so many bytes. `source` is nil when the proxy speaks for itself or does not say.
    case header(byteCount: Int, source: Endpoint?)
  }

  /// The first bytes of version 2 (§2.2).
  static let signature: StaticString = "\r\n\r\n\0\r\nQUIT\n"
  /// The first bytes of version 1 (§2.1).
  static let textStart: StaticString = "PROXY "
  /// The longest header of version 1, line end included (§2.1).
  private static let longestText = 107

  /// Reads the header that some bytes begin with.
  static func read(_ bytes: RawSpan) -> Reading {
    bytes.matches(textStart) ? readText(bytes) : readBinary(bytes)
  }

  // MARK: Version 1

  private static func readText(_ bytes: RawSpan) -> Reading {
    guard let end = bytes.firstIndex(of: ASCII.lineFeed), end < longestText else {
      return bytes.byteCount < longestText ? .incomplete : .malformed
    }
    guard bytes.byte(at: end - 1) == ASCII.carriageReturn else { return .malformed }
    let words = words(bytes.extracting(ByteRange(start: 0, count: end - 1)))
    guard words.count >= 2 else { return .malformed }
    if words[1] == "UNKNOWN" { return .header(byteCount: end + 1, source: nil) }
    guard words.count == 6, words[1] == "TCP4" || words[1] == "TCP6", let address = IPAddress(text: words[2]),
      let port = UInt16(words[4])
    else { return .malformed }
    return .header(byteCount: end + 1, source: Endpoint(address: address, port: port))
  }

  private static func words(_ line: RawSpan) -> [String] {
    var words = [""]
    for index in 0..<line.byteCount {
      let byte = line.byte(at: index)
      if byte == ASCII.space {
        words.append("")
      } else {
        words[words.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return words
  }

  // MARK: Version 2

  private static func readBinary(_ bytes: RawSpan) -> Reading {
    var reader = ByteReader(bytes)
    guard reader.skip(signature.utf8CodeUnitCount), let versionAndCommand = reader.readUInt8(),
      let family = reader.readUInt8(), let length = reader.readUInt16()
    else { return .incomplete }
    guard versionAndCommand >> 4 == 2 else { return .malformed }
    guard let addresses = reader.readRange(Int(length)) else { return .incomplete }
    let isProxied = versionAndCommand & 0xF == 1
    let source = isProxied ? source(bytes.extracting(addresses), family: family >> 4) : nil
    return .header(byteCount: reader.offset, source: source)
  }

  /// The source in an address block: `src_addr`, `dst_addr`, `src_port`, `dst_port`. The family is AF_INET (1) or AF_INET6 (2).
  private static func source(_ block: RawSpan, family: UInt8) -> Endpoint? {
    if family == 1, block.byteCount >= 12 {
      return Endpoint(address: IPAddress(ipv4: block.uint32(at: 0)), port: block.uint16(at: 8))
    }
    if family == 2, block.byteCount >= 36 {
      let address = IPAddress(ipv6High: block.uint64(at: 0), low: block.uint64(at: 8))
      return Endpoint(address: address, port: block.uint16(at: 32))
    }
    return nil
  }
}
