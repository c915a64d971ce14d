/// What all TLS connections of a run share.
package final class TLSContext {
  /// The secrets.
  package let keys: KeyRing
  /// The certificates that were read.
  var certificates = CertificateCache()

  package init(keys: KeyRing) {
    self.keys = keys
  }
}
