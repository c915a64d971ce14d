import Bytes
import COpenSSL

/// A server's private RSA key. Libcrypto wipes it when it goes.
@safe
final class RSAKey {
  private let key: OpaquePointer

  /// Reads PEM: PKCS#1 or PKCS#8 without a passphrase.
  init(pem: RawSpan) throws(RSAKeyError) {
    // Before libcrypto allocates anything for the key.
    let library = unsafe Libcrypto.context
    let source = unsafe pem.withUnsafeBytes { unsafe BIO_new_mem_buf($0.baseAddress, Int32(clamping: $0.count)) }
    guard let source = unsafe source else { throw .unreadable }
    defer { unsafe BIO_free(source) }
    var isEncrypted = false
    // The callback is asked for a passphrase: it says that there is none, so that libcrypto does not ask the terminal.
    let key = unsafe withUnsafeMutablePointer(to: &isEncrypted) { flag in
      unsafe PEM_read_bio_PrivateKey_ex(
        source, nil,
        { _, _, _, flag in
          unsafe flag?.assumingMemoryBound(to: Bool.self).pointee = true
          return -1
        }, flag, library, nil)
    }
    defer { ERR_clear_error() }
    guard let key = unsafe key else { throw isEncrypted ? .encrypted : .unreadable }
    guard unsafe EVP_PKEY_is_a(key, "RSA") == 1 else {
      unsafe EVP_PKEY_free(key)
      throw .notRSA
    }
    unsafe self.key = key
  }

  deinit {
    unsafe EVP_PKEY_free(key)
  }

  /// Decrypts with PKCS#1 padding; nil when the padding is wrong, or the result has another count of bytes.
  func decrypt(_ ciphertext: RawSpan, byteCount: Int) -> Secret? {
    guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(Libcrypto.context, key, nil) else { return nil }
    defer {
      unsafe EVP_PKEY_CTX_free(context)
      ERR_clear_error()
    }
    guard unsafe EVP_PKEY_decrypt_init(context) == 1,
      unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
    else { return nil }
    // Later versions answer a wrong padding with random bytes unless told otherwise; older ones do not know the word.
    unsafe EVP_PKEY_CTX_ctrl_str(context, "rsa_pkcs1_implicit_rejection", "0")
    let room = unsafe Int(EVP_PKEY_get_size(key))
    let plaintext = SecretBuffer(capacity: max(room, byteCount))
    let count = unsafe ciphertext.withUnsafeBytes { ciphertext in
      unsafe plaintext.fill { output in
        var count = output.count
        let input = unsafe ciphertext.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let isDone =
          unsafe EVP_PKEY_decrypt(
            context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), &count, input, ciphertext.count) == 1
        return isDone ? count : 0
      }
    }
    guard count == byteCount else { return nil }
    return Secret(plaintext.bytes, origin: .rsa)
  }
}

/// Why a private key's file is of no use.
package enum RSAKeyError: Error, Equatable {
  case unreadable
  case encrypted
  case notRSA

  /// The end of a sentence that begins with the file's name.
  package var message: String {
    switch self {
    case .unreadable: "is not a private key in PEM (PKCS#1 or PKCS#8)"
    case .encrypted: "is encrypted; write it without a passphrase: openssl pkey -in KEY -out PLAIN"
    case .notRSA: "is not an RSA key; other keys decrypt nothing: use a key log"
    }
  }
}
