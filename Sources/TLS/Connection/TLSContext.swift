/// What all TLS connections of a run share.
package final class TLSContext {
  /// The secrets.
  package let keys: KeyRing
  /// The certificates that were read.
  var certificates = CertificateCache()
  /// Bytes that may still be decrypted in vain.
  var budget = TLSLimits.triedByteCountOfRun

  package init(keys: KeyRing) {
    self.keys = keys
  }
}
