import Findings

/// What was counted and measured of a TLS connection.
package struct TLSStatistics {
  /// When the ClientHello began.
  package internal(set) var handshakeStart: Timestamp?
  /// When both sides had finished the handshake, as far as that shows without a key.
  package internal(set) var handshakeEnd: Timestamp?
  /// Bytes of the records, of both sides, up to the one that shows the handshake is over.
  package internal(set) var handshakeByteCount = 0
  /// How often the client had to wait for the server before the handshake was over.
  package internal(set) var roundTrips = 0
  /// Records of each side.
  package internal(set) var records = BySide(both: 0)
  /// Bytes of application data of each side, decrypted.
  package internal(set) var plaintextByteCounts = BySide(both: 0)
  /// Records that were protected and opened.
  package internal(set) var openedRecords = 0
  /// Records that were protected and did not open.
  package internal(set) var sealedRecords = 0
  /// Where the secrets came from; nil when nothing was opened.
  package internal(set) var keyOrigin: KeyOrigin?
  /// Why the first record that did not open did not.
  var obstacle: TLSObstacle?

  /// How long the handshake took; nil while it was not over.
  package var handshakeNanoseconds: Int64? {
    guard let handshakeStart, let handshakeEnd else { return nil }
    return handshakeEnd.nanoseconds(since: handshakeStart)
  }

  /// Whether the secret of one side alone is there.
  var isOneSided: Bool {
    if case .onlySecret? = obstacle { true } else { false }
  }

  /// Whether application data, or a whole handshake, was decrypted.
  package var isDecrypted: Bool { openedRecords > 0 && obstacle?.isTotal != true }
}
