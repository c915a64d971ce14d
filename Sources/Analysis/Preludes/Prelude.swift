import Bytes
import Findings

/// What stands ahead of a connection's protocol: the PROXY protocol's header, or the handshake of a SOCKS proxy.
struct Prelude: Sendable {
  enum Kind: Sendable, BitwiseCopyable {
    case proxyProtocol
    case socks4
    case socks5
  }

  enum Progress: Sendable, Equatable {
    case underWay
    /// What is left in `rest` belongs to what follows.
    case done
    /// It is not what it seemed, or the proxy refused.
    case failed
  }

  let kind: Kind
  /// Bytes of both sides that were not read yet.
  private(set) var rest = BySide(both: ByteQueue())
  /// The client that a PROXY protocol header names.
  private(set) var trueClient: Endpoint?
  private var socks5 = SOCKS5Handshake()
  private var socks4 = SOCKS4Handshake()

  init(_ kind: Kind) {
    self.kind = kind
  }

  /// Takes bytes that a side sent. The side that speaks first is the client.
  mutating func receive(_ bytes: RawSpan, from side: Side) -> Progress {
    rest[side].append(bytes)
    let progress = advance()
    let isTooLong =
      rest.client.count > AnalysisLimits.undecidedByteCount
      || rest.server.count > AnalysisLimits.undecidedByteCount
    return progress == .underWay && isTooLong ? .failed : progress
  }

  private mutating func advance() -> Progress {
    switch kind {
    case .proxyProtocol:
      let waiting = rest.client
      switch ProxyHeader.read(waiting.bytes) {
      case .incomplete: return .underWay
      case .malformed: return .failed
      case .header(let byteCount, let source):
        rest.client.consume(byteCount)
        trueClient = source
        return .done
      }
    case .socks4: return socks4.advance(&rest)
    case .socks5: return socks5.advance(&rest)
    }
  }
}
