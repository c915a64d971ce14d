import Bytes
import Findings
import Packet

@testable import Analysis

/// What both sides say ahead of a protocol, behind a byte that says how to split it: as the PROXY protocol's header and as the
/// handshakes of SOCKS. However it is split, the same follows.
func fuzzPreludes(_ input: [UInt8]) {
  guard let byteCount = input.first else { return }
  let conversation = Conversation(input.dropFirst())
  for kind: Prelude.Kind in [.proxyProtocol, .socks4, .socks5] {
    let whole = readPrelude(kind, conversation.stepsOfOpenSides)
    let split = readPrelude(kind, conversation.split(into: max(1, Int(byteCount))))
    expect(whole.progress == split.progress, "splitting \(kind): \(whole.progress), \(split.progress)")
    guard whole.progress == .done else { continue }
    expect(whole.trueClient == split.trueClient, "splitting a header names the same client")
    for side in Side.allCases {
      expect(whole.rest[side] == split.rest[side], "splitting leaves the same to what follows")
    }
  }
}

/// Reads steps up to the end of a prelude. What comes after that is left to what follows.
private func readPrelude(
  _ kind: Prelude.Kind, _ steps: [Conversation.Step]
) -> (progress: Prelude.Progress, trueClient: Endpoint?, rest: BySide<[UInt8]>) {
  var prelude = Prelude(kind)
  var progress = Prelude.Progress.underWay
  var rest = BySide(both: [UInt8]())
  for step in steps {
    guard case .receive(let side, let bytes) = step else { continue }
    if progress == .underWay {
      progress = prelude.receive(bytes.rawSpan, from: side)
      if progress != .underWay {
        rest = BySide(client: [UInt8](prelude.rest.client.bytes), server: [UInt8](prelude.rest.server.bytes))
      }
    } else {
      rest[side] += bytes
    }
  }
  return (progress, prelude.trueClient, rest)
}
