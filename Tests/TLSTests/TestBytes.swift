import Bytes

@testable import TLS

// The macros of the tests take no spans: these take and give digits and arrays.

/// The bytes of hexadecimal digits, blanks and line ends passed over; empty when a digit is none.
func octets(_ digits: String) -> [UInt8] {
  Hexadecimal.decode(digits) ?? []
}

extension HelloRandom {
  init?(hexadecimal digits: String) {
    self.init(TLSTests.octets(digits).rawSpan)
  }
}

extension Secret {
  convenience init(hexadecimal digits: String, origin: KeyOrigin = .keyLog) {
    self.init(octets(digits).rawSpan, origin: origin)
  }

  var hexadecimal: String { Hexadecimal.encode(bytes) }
}

extension KeyRing {
  func masterSecret(sessionID digits: String) -> Secret? { masterSecret(sessionID: octets(digits).rawSpan) }
  func masterSecret(ticket digits: String) -> Secret? { masterSecret(ticket: octets(digits).rawSpan) }
  func premaster(encryptedAs digits: String) -> Secret? { premaster(encryptedAs: octets(digits).rawSpan) }
  func decryptPremaster(_ bytes: [UInt8]) -> Secret? { decryptPremaster(bytes.rawSpan) }

  func readRSAKey(_ pem: String) throws(RSAKeyError) {
    let bytes = Array(pem.utf8)
    try readRSAKey(pem: bytes.rawSpan)
  }
}
