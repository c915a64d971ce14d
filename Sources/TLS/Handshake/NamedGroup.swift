/// A group of the key exchange (RFC 8446 §4.2.7, RFC 8422 §5.1.1 and the IANA registry).
package struct NamedGroup: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package var rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let secp256r1 = NamedGroup(rawValue: 23)
  package static let secp384r1 = NamedGroup(rawValue: 24)
  package static let secp521r1 = NamedGroup(rawValue: 25)
  package static let x25519 = NamedGroup(rawValue: 29)
  package static let x448 = NamedGroup(rawValue: 30)
  package static let x25519MLKEM768 = NamedGroup(rawValue: 4588)

  /// The registry's name, or `0x1234`.
  package var name: String {
    if rawValue >= 1, rawValue <= Self.firstNames.count { return Self.firstNames[Int(rawValue) - 1] }
    return switch rawValue {
    case 256: "ffdhe2048"
    case 257: "ffdhe3072"
    case 258: "ffdhe4096"
    case 259: "ffdhe6144"
    case 260: "ffdhe8192"
    case 512: "MLKEM512"
    case 513: "MLKEM768"
    case 514: "MLKEM1024"
    case 4587: "SecP256r1MLKEM768"
    case 4588: "X25519MLKEM768"
    case 4589: "SecP384r1MLKEM1024"
    case 4590: "curveSM2MLKEM768"
    case 0x6399: "X25519Kyber768Draft00"
    case 0x639A: "SecP256r1Kyber768Draft00"
    default: rawValue.codePointName
    }
  }

  /// The names of the groups from 1 on.
  private static let firstNames = [
    "sect163k1", "sect163r1", "sect163r2", "sect193r1", "sect193r2", "sect233k1", "sect233r1", "sect239k1",
    "sect283k1", "sect283r1", "sect409k1", "sect409r1", "sect571k1", "sect571r1", "secp160k1", "secp160r1",
    "secp160r2", "secp192k1", "secp192r1", "secp224k1", "secp224r1", "secp256k1", "secp256r1", "secp384r1",
    "secp521r1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1", "x25519", "x448", "brainpoolP256r1tls13",
    "brainpoolP384r1tls13", "brainpoolP512r1tls13", "GC256A", "GC256B", "GC256C", "GC256D", "GC512A", "GC512B",
    "GC512C", "curveSM2",
  ]
}
