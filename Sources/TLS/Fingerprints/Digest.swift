import Bytes

/// The digests that fingerprints are made with, as lower-case hexadecimal digits.
enum Digest {
  /// Nil where libcrypto must not have MD5.
  static func md5(_ text: String) -> String? {
    hexadecimal(of: text, by: .md5)
  }

  static func sha256(_ text: String) -> String? {
    hexadecimal(of: text, by: .sha256)
  }

  private static func hexadecimal(of text: String, by algorithm: HashAlgorithm) -> String? {
    algorithm.digest(Array(text.utf8).rawSpan).map { Hexadecimal.encode($0.rawSpan) }
  }
}
