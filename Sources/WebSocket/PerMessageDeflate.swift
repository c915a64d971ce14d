import Findings

/// How messages are compressed, as both sides agreed (RFC 7692 §7.1).
package struct PerMessageDeflate: Equatable, Sendable, BitwiseCopyable {
  /// Whether a side's messages refer to the ones before.
  package var keepsContext = BySide(both: true)
  /// The logarithm of the size of the window that a side compresses with; 8 to 15.
  package var windowBits = BySide(both: 15)

  package init() {}
}
