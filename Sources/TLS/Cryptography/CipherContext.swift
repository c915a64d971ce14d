import Bytes
import COpenSSL

/// A cipher of libcrypto that is keyed once and then decrypts many records. Libcrypto wipes the key when it goes.
@safe
final class CipherContext {
  private let context: OpaquePointer
  private let isCCM: Bool

  /// Nil when no provider has the cipher, or when the key does not fit it.
  init?(_ cipher: RecordCipher, key: Secret) {
    guard key.byteCount == cipher.keyByteCount, let method = unsafe Libcrypto.cipher(named: cipher.name) else {
      return nil
    }
    defer { unsafe EVP_CIPHER_free(method) }
    guard let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
    unsafe self.context = context
    if case .ccm = cipher.mode { isCCM = true } else { isCCM = false }
    guard unsafe EVP_DecryptInit_ex2(context, method, nil, nil, nil) == 1, configure(cipher.mode) else {
      return nil
    }
    let isKeyed = unsafe key.bytes.withUnsafeBytes { key in
      unsafe EVP_CIPHER_CTX_get_key_length(context) == key.count
        && EVP_DecryptInit_ex2(context, nil, key.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, nil) == 1
    }
    guard isKeyed else { return nil }
  }

  /// Takes over a context that is ready.
  private init(_ context: OpaquePointer, isCCM: Bool) {
    unsafe self.context = context
    self.isCCM = isCCM
  }

  deinit {
    unsafe EVP_CIPHER_CTX_free(context)
  }

  /// What must be known before the key: the counts of bytes of nonce and tag, and that the padding is the protocol's.
  private func configure(_ mode: RecordCipher.Mode) -> Bool {
    switch mode {
    case .gcm, .chacha20Poly1305:
      return unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, 12, nil) == 1
    case .ccm(let tagByteCount):
      return unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, 12, nil) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagByteCount), nil) == 1
    case .cbc:
      return unsafe EVP_CIPHER_CTX_set_padding(context, 0) == 1
    case .stream, .null:
      return true
    }
  }

  /// Decrypts and verifies; false when the tag is wrong, and then `output` holds nothing of worth.
  ///
  /// `nonce` has 12 bytes; `output` has room for the ciphertext; all counts are those of a record.
  func open(
    nonce: RawSpan, additional: RawSpan, ciphertext: RawSpan, tag: RawSpan, into output: inout MutableRawSpan
  ) -> Bool {
    guard nonce.byteCount == 12, output.byteCount >= ciphertext.byteCount else { return false }
    // Every pointer lives until the calls return, and libcrypto keeps to the counts.
    return unsafe nonce.withUnsafeBytes { nonce in
      unsafe additional.withUnsafeBytes { additional in
        unsafe ciphertext.withUnsafeBytes { ciphertext in
          unsafe tag.withUnsafeBytes { tag in
            unsafe output.withUnsafeMutableBytes { output in
              unsafe open(nonce: nonce, additional: additional, ciphertext: ciphertext, tag: tag, into: output)
            }
          }
        }
      }
    }
  }

  private func open(
    nonce: UnsafeRawBufferPointer, additional: UnsafeRawBufferPointer, ciphertext: UnsafeRawBufferPointer,
    tag: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    let count = Int32(clamping: ciphertext.count)
    var written: Int32 = 0
    guard unsafe EVP_DecryptInit_ex2(context, nil, nil, nonce.octets, nil) == 1,
      unsafe EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_SET_TAG, Int32(clamping: tag.count), UnsafeMutableRawPointer(mutating: tag.baseAddress))
        == 1
    else { return false }
    // CCM wants the count of bytes before the additional data, and verifies at once.
    if isCCM { guard unsafe EVP_DecryptUpdate(context, nil, &written, nil, count) == 1 else { return false } }
    guard
      unsafe EVP_DecryptUpdate(context, nil, &written, additional.octets, Int32(clamping: additional.count)) == 1
    else { return false }
    if isCCM {
      // Without a buffer on either side libcrypto would not verify, not even an empty record.
      guard unsafe ciphertext.octets != nil, unsafe output.octets != nil else { return false }
      return unsafe EVP_DecryptUpdate(context, output.octets, &written, ciphertext.octets, count) == 1
    }
    if count > 0 {
      guard unsafe EVP_DecryptUpdate(context, output.octets, &written, ciphertext.octets, count) == 1 else {
        return false
      }
    }
    return unsafe EVP_DecryptFinal_ex(context, output.octets, &written) == 1
  }

  /// Decrypts whole blocks after an IV of one block; false when the counts are wrong.
  func decrypt(blocks ciphertext: RawSpan, iv: RawSpan, into output: inout MutableRawSpan) -> Bool {
    guard unsafe Int(EVP_CIPHER_CTX_get_iv_length(context)) == iv.byteCount else { return false }
    let isReady = unsafe iv.withUnsafeBytes { iv in
      unsafe EVP_DecryptInit_ex2(context, nil, nil, iv.octets, nil) == 1
    }
    return isReady && decrypt(ciphertext, into: &output)
  }

  /// Decrypts with the key stream, which moves on by as many bytes.
  func decrypt(_ ciphertext: RawSpan, into output: inout MutableRawSpan) -> Bool {
    guard output.byteCount >= ciphertext.byteCount else { return false }
    guard !ciphertext.isEmpty else { return true }
    return unsafe ciphertext.withUnsafeBytes { ciphertext in
      unsafe output.withUnsafeMutableBytes { output in
        let count = Int32(clamping: ciphertext.count)
        var written: Int32 = 0
        return unsafe EVP_DecryptUpdate(context, output.octets, &written, ciphertext.octets, count) == 1
          && written == count
      }
    }
  }

  /// A second one in the same state; nil when there is no memory.
  func copy() -> CipherContext? {
    guard let copy = unsafe EVP_CIPHER_CTX_new() else { return nil }
    guard unsafe EVP_CIPHER_CTX_copy(copy, context) == 1 else {
      unsafe EVP_CIPHER_CTX_free(copy)
      return nil
    }
    return unsafe CipherContext(copy, isCCM: isCCM)
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var octets: UnsafePointer<UInt8>? { unsafe baseAddress?.assumingMemoryBound(to: UInt8.self) }
}

extension UnsafeMutableRawBufferPointer {
  fileprivate var octets: UnsafeMutablePointer<UInt8>? { unsafe baseAddress?.assumingMemoryBound(to: UInt8.self) }
}
