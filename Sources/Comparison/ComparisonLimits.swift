/// How much a comparison keeps.
package enum ComparisonLimits {
  /// Exchanges of each capture that are compared one by one; beyond them only the sums go on. With names of ordinary length
  /// about 30 MB.
  package static let exchanges = 100_000
  /// Bytes of a host or a path that are kept; of longer ones the beginning and a fingerprint of the whole.
  package static let nameByteCount = 512
  /// A difference of time up to here, in nanoseconds, is none: less than what two runs of the same program differ by.
  package static let insignificantNanoseconds: Int64 = 1_000_000
}
