import Bytes
import COpenSSL

/// HMAC of libcrypto (RFC 2104), keyed once for many records.
@safe
final class MessageAuthentication {
  private let context: OpaquePointer
  private let tagByteCount: Int

  /// `tagByteCount` is how many bytes of the MAC a record carries. Nil when libcrypto has not the hash.
  init?(_ hash: HashAlgorithm, key: Secret, tagByteCount: Int) {
    guard let method = unsafe EVP_MAC_fetch(Libcrypto.context, "HMAC", nil) else { return nil }
    defer { unsafe EVP_MAC_free(method) }
    guard let context = unsafe EVP_MAC_CTX_new(method) else { return nil }
    unsafe self.context = context
    self.tagByteCount = tagByteCount
    let parameters = unsafe [OSSL_PARAM("digest", hash.name), OSSL_PARAM.end]
    let isKeyed = unsafe key.bytes.withUnsafeBytes { key in
      unsafe EVP_MAC_init(context, key.baseAddress?.assumingMemoryBound(to: UInt8.self), key.count, parameters) == 1
    }
    guard isKeyed else { return nil }
  }

  deinit {
    unsafe EVP_MAC_CTX_free(context)
  }

  /// Whether a tag is the MAC of two pieces, one after the other.
  func verify(_ tag: RawSpan, of header: RawSpan, _ content: RawSpan) -> Bool {
    guard tag.byteCount == tagByteCount, unsafe EVP_MAC_init(context, nil, 0, nil) == 1, update(header),
      update(content)
    else { return false }
    var full = InlineArray<64, UInt8>(repeating: 0)
    var count = 0
    var span = full.mutableSpan
    let isDone = unsafe span.withUnsafeMutableBufferPointer { buffer in
      unsafe EVP_MAC_final(context, buffer.baseAddress, &count, buffer.count) == 1
    }
    guard isDone, tagByteCount <= count else { return false }
    // In libcrypto's comparison a fuzzer cannot watch which tag would have been right.
    // The bytes of an array have no padding.
    return unsafe full.span.bytes.withUnsafeBytes { full in
      unsafe tag.withUnsafeBytes { tag in unsafe CRYPTO_memcmp(full.baseAddress, tag.baseAddress, tag.count) == 0 }
    }
  }

  private func update(_ bytes: RawSpan) -> Bool {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe EVP_MAC_update(context, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count) == 1
    }
  }
}
