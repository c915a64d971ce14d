/// How much the metrics keep. Everything else in this target is a few words a connection or stream.
package enum MetricsLimits {
  /// Origins that are told apart; what belongs to further ones is counted together. At about 2 KB each with their
  /// histograms, 2 MB in all.
  package static let origins = 1024
  /// Clients, each with an origin, of whose open connections is known which are busy. Only open connections make one.
  package static let pools = 1 << 16
  /// How soon after a response on the same connection a request counts as one that had waited for it, in nanoseconds.
  package static let backToBackNanoseconds: Int64 = 2_000_000
  /// Streams of a direction of which is remembered how long they have been accounted for while bytes are held up.
  package static let heldStreams = 4096
  /// Pushes of a connection that are remembered, to tell which of them the client asked for itself.
  package static let pushes = 256
  /// Content types that are told apart.
  package static let contentTypes = 64
  /// Stalls of a side of a connection that are remembered for the exchanges that they held up.
  package static let stalls = 64
}
