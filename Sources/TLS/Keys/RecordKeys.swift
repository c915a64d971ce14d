/// The keys of the records of one side.
package struct RecordKeys {
  /// Nil when the cipher authenticates.
  var mac: Secret?
  var key: Secret
  /// The nonce's fixed part, or the first IV; empty when each record brings its own.
  var iv: Secret
}
