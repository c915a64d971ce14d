import Bytes
import Findings

/// A conversation of `openssl s_client` with `openssl s_server`: for tests, and to begin fuzzing with.
package struct Conversation: Sendable {
  /// What a side sent without the other one sending anything in between.
  package struct Turn: Sendable {
    package var side: Side
    package var bytes: [UInt8]
  }

  package var turns: [Turn]
  /// The secrets, as a key log.
  package var keyLog: String
  /// The application data of each side.
  package var plaintext: BySide<[UInt8]>

  /// Whether lines are under keys of their own (RFC 8446 §4.2.10, §4.6.3), so that the log has secrets for them.
  package var changesKeysBetweenLines: Bool {
    keyLog.contains("CLIENT_EARLY_TRAFFIC_SECRET ") || keyLog.contains("_TRAFFIC_SECRET_N ")
  }

  /// Each that was recorded.
  package static let all = [
    keyUpdates, resumed13, helloRetry, earlyData, earlyDataRejected, gcm, resumedByTicket, renegotiation, withSessionID,
    resumedByID, rsa, chained,
  ]

  /// - Parameters:
  ///   - keyLog: words parted by blanks or line ends, three a line of the key log.
  ///   - wire: `c>` or `s>`, which says whose turn it is, and then hexadecimal digits.
  init(keyLog: String, wire: String, client: String, server: String) {
    let words = keyLog.split(whereSeparator: \.isWhitespace)
    self.keyLog = stride(from: 0, to: words.count, by: 3).map { words[$0..<$0 + 3].joined(separator: " ") + "\n" }
      .joined()
    turns = []
    for line in wire.split(separator: "\n") {
      switch line {
      case "c>": turns.append(Turn(side: .client, bytes: []))
      case "s>": turns.append(Turn(side: .server, bytes: []))
      default: turns[turns.count - 1].bytes += Hexadecimal.decode(String(line)) ?? []
      }
    }
    plaintext = BySide(both: [])
    plaintext.client = Array(client.utf8)
    plaintext.server = Array(server.utf8)
  }
}
