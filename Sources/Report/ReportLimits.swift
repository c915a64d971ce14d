/// What the reports keep at most, so that their memory does not grow with the capture.
package enum ReportLimits {
  /// Bytes of output that are gathered before they are written: large enough that a system call costs nothing beside
  /// them, small enough for a core's cache.
  package static let flushByteCount = 128 * 1024

  /// A buffer that one huge record made larger than this is given back.
  package static let keptBufferByteCount = 1024 * 1024

  /// Bytes of a spooled member of `--format json` that stay in memory; more go to a temporary file.
  package static let spoolByteCount = 4 * 1024 * 1024
}
