/// How much the analysis keeps besides what TCP and the dissectors bound themselves.
enum AnalysisLimits {
  /// Bytes of one side that are kept while it is not yet known what the connection speaks.
  static let undecidedByteCount = 64 * 1024
  /// Findings of one code that a connection reports; more are only counted.
  static let findingsOfACode = 8
  /// Findings that a connection reports in all.
  static let findingsOfAConnection = 64
  /// Messages of a content that are reported in any case; beyond them as many as it has coded bytes: what expands when it is
  /// decoded could be messages of no bytes alone.
  static let freeMessagesOfAContent = 65_536
  /// Packets of a capture after which memory is counted again. They hold a megabyte or two.
  static let packetsBetweenMemoryCounts = 1024
  /// Bodies below it are not worth compressing: they fit a segment as they are.
  static let smallestCompressibleByteCount = 1024
  /// Bytes of one body, and of all bodies of a capture, that are compressed to tell what that would save. 1 MiB takes about a tenth of a
  /// second in three codings.
  static let sampledByteCountOfABody = 128 * 1024
  static let sampledByteCount = 1024 * 1024
  /// Bytes that may be kept of bodies that are under way, of which it is not yet known whether they fit the budget.
  static let keptSamplesByteCount = 16 * 1024 * 1024
  /// HTTP/2 connections that ended and are compared with the next that end. Those of a page load are a few tens.
  static let comparedConnections = 256
  /// A request whose content takes longer than this, in nanoseconds, at fewer bytes a second, is sent slowly on purpose or over
  /// a line that is as good as dead; a response that flow control holds back for so long is read so.
  static let slowNanoseconds: Int64 = 30_000_000_000
  static let slowBytesASecond = 100
  /// Clients with an origin whose HTTP/1.x header sections are encoded as on one connection, and the exchanges of each.
  static let oneConnections = 64
  static let oneConnectionExchanges = 64
  /// Hashes that are kept for the next content.
  static let idleHashes = 16
  /// Origins that are told apart on a connection: a proxy's may serve any number.
  static let originsOfAConnection = 64
  /// How long, in nanoseconds, records wait for a secret that may still come: programs write theirs within a handshake.
  static let secretPatienceNanoseconds: Int64 = 10_000_000_000
  /// Layers of tunnels and TLS, one in the other, that are looked into. Two proxies in a row, each over TLS, make six.
  static let layersOfAConnection = 8
}
