import Bytes
import Findings

/// The handshake of SOCKS 4 and 4A (https://www.openssh.com/txt/socks4.protocol, socks4a.protocol).
struct SOCKS4Handshake: Sendable, BitwiseCopyable {
  private static let grantedReply: UInt8 = 90
  private static let replyByteCount = 8
  private var isRequestRead = false

  /// Reads on in what both sides sent and consumes what is read.
  mutating func advance(_ rest: inout BySide<ByteQueue>) -> Prelude.Progress {
    if !isRequestRead {
      guard let byteCount = Self.requestByteCount(rest.client.bytes) else { return .underWay }
      rest.client.consume(byteCount)
      isRequestRead = true
    }
    guard rest.server.count >= Self.replyByteCount else { return .underWay }
    guard rest.server.bytes.byte(at: 0) == 0, rest.server.bytes.byte(at: 1) == Self.grantedReply else { return .failed }
    rest.server.consume(Self.replyByteCount)
    return .done
  }

  /// How long a CONNECT request is: version, command, port, address, user name, and with 4A (address 0.0.0.x) the name of
  /// the host; nil while its end has not come.
  static func requestByteCount(_ bytes: RawSpan) -> Int? {
    guard bytes.byteCount >= 9, let userEnd = bytes.firstIndex(of: 0, from: 8) else { return nil }
    let address = bytes.uint32(at: 4)
    guard address >> 8 == 0, address != 0 else { return userEnd + 1 }
    return bytes.firstIndex(of: 0, from: userEnd + 1).map { $0 + 1 }
  }
}
