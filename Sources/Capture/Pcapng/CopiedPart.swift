import Bytes

/// What came next in the copy of a capture.
package enum CopiedPart {
  /// Something was appended to what is to be written.
  case appended
  /// Blocks of secrets, which are to be written behind what was appended.
  case secrets(SecretBuffer)
  case end
}
