/// What the reports keep at most, so that their memory does not grow with the capture.
package enum ReportLimits {
  /// Field names that records name as the dearest.
  static let dearestFields = 16
  /// Those of each direction that a report for a person shows.
  static let shownDearestFields = 4
  /// Nanoseconds that a change must save before a report says so.
  static let worthwhileNanoseconds: Int64 = 1_000_000

  /// Bytes of header sections that a better encoder must save before a report says so.
  static let worthwhileHeaderByteCount = 256

  /// Bytes of output that are gathered before they are written: large enough that a system call costs nothing beside
  /// them, small enough for a core's cache.
  package static let flushByteCount = 128 * 1024

  /// A buffer that one huge record made larger than this is given back.
  package static let keptBufferByteCount = 1024 * 1024

  /// Bytes of a spooled member of `--format json` that stay in memory; more go to a temporary file.
  package static let spoolByteCount = 4 * 1024 * 1024

  /// HAR: of each body, the most bytes that are written unless the user says otherwise; and of all that are under way, the
  /// most that are kept.
  package static let bodyByteCount = 10 * 1024 * 1024
  package static let keptBodiesByteCount = 64 * 1024 * 1024

  /// HAR: bytes of entries that wait for messages of their WebSockets in memory; more go to a temporary file.
  package static let waitingEntriesByteCount = 16 * 1024 * 1024

  /// HAR: a connection that stood idle for longer before its first request was not opened for it.
  package static let idleBeforeFirstRequestNanoseconds: Int64 = 1_000_000_000

  /// Columns below which a table cannot be read, and beyond which a line is not pleasant to read.
  package static let narrowestWidth = 60
  package static let widestWidth = 200

  /// Columns from which a table has those that can be spared.
  package static let roomyWidth = 80

  /// Bytes of one captured text that a report for a person keeps; beginning and end are what it shows anyway.
  package static let shownTextByteCount = 400

  /// Connections with exchanges that a report for a person shows, and the same with `-v`.
  package static let shownConnections = 20
  package static let shownConnectionsInDetail = 1000

  /// Exchanges of one connection that it shows, and the same with `-v`.
  package static let shownExchanges = 12
  package static let shownExchangesInDetail = 200

  /// Origins that it shows, those with most requests, and the same with `-v`.
  package static let shownOrigins = 10
  package static let shownOriginsInDetail = 200

  /// Exchanges that took longest that it shows, and the same with `-v`.
  package static let shownSlowest = 8
  package static let shownSlowestInDetail = 50

  /// Content types that it shows of what was left uncompressed.
  package static let shownUncompressedTypes = 8

  /// TLS connections without HTTP that it shows of those that share a reason, and the same with `-v`.
  package static let shownSealedConnections = 5
  package static let shownSealedConnectionsInDetail = 200

  /// Server names that it lists in one line.
  package static let namedServers = 3

  /// Kinds of finding that it shows, each with its count.
  package static let shownFindingKinds = 50

  /// Pairs that a comparison shows as those that won or lost most, and in all with `-v`.
  package static let shownExtremes = 5
  package static let shownPairsInDetail = 1000

  /// Requests without a counterpart that it shows of each capture.
  package static let shownUnpaired = 10

  /// Exchanges in a page: some 5 MB, which a browser reads in a moment.
  package static let pageExchanges = 25_000

  /// Connections with exchanges in a page, and without.
  package static let pageConnections = 1000
  package static let pageQuietConnections = 200

  /// DATA frames in a page: some 2 MB, and as many as a picture of them can show.
  package static let pageFrames = 100_000

  /// Findings in a page.
  package static let pageFindings = 1000

  /// Different texts that a page holds once, however often they occur: origins, methods, media types.
  package static let pageStrings = 4096

  /// The first bytes of a content by which its kind is told: a resource header (MIME Sniffing §5.2).
  package static let sniffedByteCount = 1445

  /// Bytes of binary content that a transcript shows; with `-v` it shows all.
  package static let shownBinaryByteCount = 256

  /// Bytes of one content that wait in memory, and of all contents together; more go to a temporary file.
  package static let heldContentByteCount = 64 * 1024
  package static let heldContentsByteCount = 32 * 1024 * 1024

  /// Gaps of one content whose places are kept; the bytes missing in further ones are only counted.
  package static let placedGaps = 1000

  /// Transcripts of exchanges that wait for an exchange that was asked for earlier; beyond that the order gives way.
  package static let waitingTranscripts = 100_000

  /// Gaps in contents written alone that are named on standard error one by one; further ones are counted.
  package static let namedGaps = 20

  /// Identifiers that are listed for somebody who named one that does not exist.
  package static let namedIdentifiers = 20

  /// Bytes of one extracted body that wait in memory, and of all together; more are appended to its file, which is closed
  /// again: no descriptor stays open, however many bodies come at once.
  package static let waitingBodyByteCount = 128 * 1024
  package static let waitingBodiesByteCount = 32 * 1024 * 1024

  /// Bytes of a file's name: what the file systems of Linux, macOS and Windows have room for.
  package static let fileNameByteCount = 255

  /// Letters and digits of an extension that a path already has, else it is none.
  package static let fileExtensionByteCount = 10

  /// Idle hash contexts that are kept, for bodies to come.
  package static let idleHashes = 16
}
