import Bytes
import COpenSSL

/// A hash that a suite or a version names.
package enum HashAlgorithm: Sendable {
  case md5
  case sha1
  /// MD5 and SHA-1 one after the other: the hash of TLS 1.0 and 1.1 (RFC 4346 §5).
  case md5sha1
  case sha256
  case sha384
  case sm3

  /// libcrypto's name.
  var name: StaticString {
    switch self {
    case .md5: "MD5"
    case .sha1: "SHA1"
    case .md5sha1: "MD5-SHA1"
    case .sha256: "SHA2-256"
    case .sha384: "SHA2-384"
    case .sm3: "SM3"
    }
  }

  package var byteCount: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha256, .sm3: 32
    case .md5sha1: 36
    case .sha384: 48
    }
  }

  /// The hash of bytes; nil when libcrypto has not this algorithm.
  package func digest(_ bytes: RawSpan) -> [UInt8]? {
    var digest = [UInt8](repeating: 0, count: byteCount)
    // libcrypto reads the bytes and writes as many as the algorithm has, which the array holds.
    let isDone = unsafe bytes.withUnsafeBytes { input in
      unsafe digest.withUnsafeMutableBytes { output in
        unsafe EVP_Q_digest(
          Libcrypto.context, name.cString, nil, input.baseAddress, input.count, output.baseAddress, nil) == 1
      }
    }
    return isDone ? digest : nil
  }
}
