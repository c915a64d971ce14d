import Bytes
import COpenSSL

/// The functions by which TLS makes secrets of secrets.
enum KeyDerivation {
  /// The pseudorandom function of TLS 1.0 to 1.2 (RFC 5246 §5, RFC 4346 §5): `seed` follows the label.
  static func pseudorandom(
    _ hash: HashAlgorithm, secret: Secret, label: StaticString, seed: [UInt8], byteCount: Int
  ) -> Secret? {
    // Every pointer lives until `derive` returns.
    unsafe secret.bytes.withUnsafeBytes { secretBytes in
      unsafe seed.withUnsafeBytes { seedBytes in
        let parameters = unsafe [
          OSSL_PARAM("digest", hash.name),
          OSSL_PARAM("secret", secretBytes),
          OSSL_PARAM("seed", octets: label),
          OSSL_PARAM("seed", seedBytes),
          OSSL_PARAM.end,
        ]
        return unsafe derive("TLS1-PRF", parameters, byteCount: byteCount, origin: secret.origin)
      }
    }
  }

  /// HKDF-Expand-Label of TLS 1.3 with an empty context (RFC 8446 §7.1); `label` is without `tls13 `.
  static func expand(_ hash: HashAlgorithm, secret: Secret, label: StaticString, byteCount: Int) -> Secret? {
    var mode = Int32(EVP_KDF_HKDF_MODE_EXPAND_ONLY)
    // Every pointer lives until `derive` returns.
    return unsafe secret.bytes.withUnsafeBytes { secretBytes in
      unsafe withUnsafeMutablePointer(to: &mode) { mode in
        let parameters = unsafe [
          OSSL_PARAM("mode", mode),
          OSSL_PARAM("digest", hash.name),
          OSSL_PARAM("key", secretBytes),
          OSSL_PARAM("prefix", octets: "tls13 "),
          OSSL_PARAM("label", octets: label),
          OSSL_PARAM.end,
        ]
        return unsafe derive("TLS13-KDF", parameters, byteCount: byteCount, origin: secret.origin)
      }
    }
  }

  private static func derive(
    _ name: StaticString, _ parameters: [OSSL_PARAM], byteCount: Int, origin: KeyOrigin
  ) -> Secret? {
    guard let function = unsafe EVP_KDF_fetch(Libcrypto.context, name.cString, nil) else { return nil }
    defer { unsafe EVP_KDF_free(function) }
    guard let context = unsafe EVP_KDF_CTX_new(function) else { return nil }
    defer { unsafe EVP_KDF_CTX_free(context) }
    return unsafe Secret(byteCount: byteCount, origin: origin) { output in
      unsafe EVP_KDF_derive(context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), output.count, parameters)
        == 1
    }
  }
}
