/// What gave a secret.
package enum KeyOrigin: UInt8, Sendable, CaseIterable {
  /// A key log file.
  case keyLog
  /// A Decryption Secrets Block of the capture itself.
  case pcapng
  /// A server's private key.
  case rsa

  /// The word that records use.
  package var name: String {
    switch self {
    case .keyLog: "keylog"
    case .pcapng: "pcapng"
    case .rsa: "rsa"
    }
  }
}
