import Bytes
import COpenSSL

/// A hash of bytes that come in pieces, one after the other; it can begin anew.
@safe
package final class RunningHash {
  private let context: OpaquePointer
  private let method: OpaquePointer
  private let algorithm: HashAlgorithm

  /// Nil when libcrypto has not this algorithm, or no memory.
  package init?(_ algorithm: HashAlgorithm) {
    guard let method = unsafe EVP_MD_fetch(Libcrypto.context, algorithm.name.cString, nil) else { return nil }
    guard let context = unsafe EVP_MD_CTX_new() else {
      unsafe EVP_MD_free(method)
      return nil
    }
    unsafe self.context = context
    unsafe self.method = method
    self.algorithm = algorithm
    begin()
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
    unsafe EVP_MD_free(method)
  }

  /// Forgets what came.
  package func begin() {
    unsafe EVP_DigestInit_ex2(context, method, nil)
  }

  /// Takes the next bytes.
  package func update(_ bytes: RawSpan) {
    // libcrypto only reads them.
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }
  }

  /// The hash of all bytes since `begin`, which must be called before the next ones; nil when libcrypto failed.
  package func finish() -> [UInt8]? {
    var digest = [UInt8](repeating: 0, count: algorithm.byteCount)
    // libcrypto writes as many bytes as the algorithm has, which the array holds.
    let isDone = unsafe digest.withUnsafeMutableBytes { output in
      unsafe EVP_DigestFinal_ex(context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) == 1
    }
    return isDone ? digest : nil
  }
}
