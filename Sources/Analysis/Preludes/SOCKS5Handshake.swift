import Bytes
import Findings

/// The handshake of SOCKS 5 (RFC 1928), with a user name and password (RFC 1929) or without.
struct SOCKS5Handshake: Sendable, BitwiseCopyable {
  private enum Step: Sendable {
    case methods
    case method
    case password
    case passwordReply
    case request
    case reply
  }

  private var step = Step.methods

  /// Reads on in what both sides sent and consumes what is read.
  mutating func advance(_ rest: inout BySide<ByteQueue>) -> Prelude.Progress {
    while true {
      let side: Side =
        switch step {
        case .methods, .password, .request: .client
        case .method, .passwordReply, .reply: .server
        }
      let waiting = rest[side]
      guard let byteCount = byteCount(waiting.bytes), byteCount <= waiting.count else { return .underWay }
      guard let next = next(waiting.bytes) else { return .failed }
      rest[side].consume(byteCount)
      if step == .reply { return .done }
      step = next
    }
  }

  /// How long the message under way is; nil while that cannot be told.
  private func byteCount(_ bytes: RawSpan) -> Int? {
    switch step {
    case .methods: return bytes.byteCount >= 2 ? 2 + Int(bytes.byte(at: 1)) : nil
    case .method, .passwordReply: return 2
    case .password:
      guard bytes.byteCount >= 2 else { return nil }
      let passwordLength = 2 + Int(bytes.byte(at: 1))
      return bytes.byteCount > passwordLength ? passwordLength + 1 + Int(bytes.byte(at: passwordLength)) : nil
    case .request, .reply:
      guard bytes.byteCount >= 5 else { return nil }
      switch bytes.byte(at: 3) {
      case 1: return 4 + 4 + 2  // IPv4
      case 3: return 4 + 1 + Int(bytes.byte(at: 4)) + 2  // A name
      case 4: return 4 + 16 + 2  // IPv6
      default: return 5
      }
    }
  }

  /// What follows the message that the bytes begin with; nil when the handshake fails by it.
  private func next(_ bytes: RawSpan) -> Step? {
    switch step {
    case .methods: return bytes.byte(at: 0) == 5 ? .method : nil
    case .method:
      guard bytes.byte(at: 0) == 5 else { return nil }
      return bytes.byte(at: 1) == 0 ? .request : bytes.byte(at: 1) == 2 ? .password : nil
    case .password: return bytes.byte(at: 0) == 1 ? .passwordReply : nil
    case .passwordReply: return bytes.byte(at: 1) == 0 ? .request : nil
    case .request:
      let isCONNECT = bytes.byte(at: 0) == 5 && bytes.byte(at: 1) == 1
      return isCONNECT && [1, 3, 4].contains(bytes.byte(at: 3)) ? .reply : nil
    case .reply: return bytes.byte(at: 0) == 5 && bytes.byte(at: 1) == 0 ? .reply : nil
    }
  }
}
