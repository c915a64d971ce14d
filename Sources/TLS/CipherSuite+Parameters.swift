extension CipherSuite {
  /// What a suite makes of its keys and its records.
  package struct Parameters: Equatable, Sendable {
    /// Whether the client sends the premaster secret encrypted with the server's RSA key (RFC 5246 §7.4.7.1).
    package var isRSAKeyExchange: Bool
    package var cipher: RecordCipher
    /// The hash of the MAC; nil when the cipher authenticates.
    package var macHash: HashAlgorithm?
    /// The hash of the key schedule: of TLS 1.2's pseudorandom function, or of TLS 1.3's HKDF.
    package var scheduleHash: HashAlgorithm
  }

  /// What follows from the suite's name; nil for a suite that is not registered, or that is not supported: export
  /// grade, GOST, and the suites of TLS 1.3 without encryption.
  package var parameters: Parameters? {
    guard let name = registeredName?.dropFirst(4) else { return nil }
    // KEYEXCHANGE_WITH_CIPHER_HASH, or CIPHER_HASH in TLS 1.3.
    let words = name.split(separator: "_")
    let with = words.firstIndex(of: "WITH")
    let keyExchange = words[..<(with ?? 0)]
    var rest = words[(with.map { $0 + 1 } ?? 0)...]
    guard !keyExchange.contains("EXPORT") else { return nil }
    let hash = rest.last.flatMap { HashAlgorithm(suiteWord: $0) }
    if hash != nil { rest.removeLast() }
    guard let cipher = RecordCipher(suiteWords: rest.joined(separator: "_")) else { return nil }
    let isAuthenticating = cipher.mode.isAuthenticating
    guard isAuthenticating || hash != nil else { return nil }
    return Parameters(
      isRSAKeyExchange: keyExchange.elementsEqual(["RSA"]),
      cipher: cipher,
      macHash: isAuthenticating ? nil : hash,
      scheduleHash: Self.scheduleHash(named: hash))
  }

  /// TLS 1.2 uses SHA-256 unless the suite names a stronger hash (RFC 5246 §5); older suites name a hash for the MAC
  /// alone.
  private static func scheduleHash(named hash: HashAlgorithm?) -> HashAlgorithm {
    switch hash {
    case .sha384: .sha384
    case .sm3: .sm3
    case .md5, .sha1, .md5sha1, .sha256, nil: .sha256
    }
  }
}

extension HashAlgorithm {
  /// The hash that the last word of a suite's name means, or nil.
  fileprivate init?(suiteWord: Substring) {
    switch suiteWord {
    case "MD5": self = .md5
    case "SHA": self = .sha1
    case "SHA256": self = .sha256
    case "SHA384": self = .sha384
    case "SM3": self = .sm3
    default: return nil
    }
  }
}
