import Bytes
import Findings

/// What the handshake under way has settled, for its keys. A renegotiation begins with a new one.
struct Negotiation {
  var clientRandom: HelloRandom?
  var serverRandom: HelloRandom?
  /// Those of TLS 1.3 that the client offers.
  var offeredSuites: [CipherSuite] = []
  var version: TLSVersion?
  var cipherSuite: CipherSuite?
  /// Empty when the server lets no session be resumed by its identifier.
  var serverSessionID: [UInt8] = []
  /// The ticket that the client showed.
  var ticket: [UInt8] = []
  var usesExtendedMasterSecret = false
  var usesEncryptThenMAC = false
  var usesTruncatedHMAC = false
  /// Whether records are compressed by DEFLATE (RFC 3749).
  var isCompressed = false
  /// The premaster secret as the client sent it, encrypted with the server's RSA key.
  var encryptedPremaster: [UInt8] = []
  var transcript = Transcript()
  /// The master secret, once it is known.
  var master: Secret?
  /// Whether a ServerHelloDone came: the handshake is a full one.
  var isFull = false
  /// Whether a side's keys of this handshake are in force.
  var isInForce = BySide(both: false)
  /// Whether the client spoke last.
  var isServersTurn = false

  /// Whether one of the hellos is missing, so that keys can only be found by trying those of TLS 1.3.
  var lacksHello: Bool {
    (clientRandom == nil || serverRandom == nil) && version?.isTLS13 != false
  }
}
