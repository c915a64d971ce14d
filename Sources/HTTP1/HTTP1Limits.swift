/// What a hostile or damaged connection can cost at most.
enum HTTP1Limits {
  /// The largest start line with header section, and the largest trailer section. Servers allow 8 to 80 KiB, browsers
  /// 256 KiB.
  static let headByteCount = 256 * 1024
  /// The longest chunk-size line with its extensions (CVE-2023-39326 is about endless ones).
  static let chunkLineByteCount = 16 * 1024
  /// The longest line that the search for a start line waits for: a request line is hardly ever longer.
  static let searchedLineByteCount = 16 * 1024
  /// The longest method that the search for a start line believes: the longest registered one has 17 letters.
  static let searchedMethodByteCount = 32
  /// Bytes kept while it is open whether the connection goes on in HTTP/1: an eager client sends at most its first flight.
  static let heldByteCount = 64 * 1024
  /// Exchanges that wait for their other half at once: only a capture of one direction goes as far.
  static let pendingExchanges = 10_000
  /// Header bytes of the exchanges that wait at once.
  static let pendingByteCount = 8 * 1024 * 1024
  /// Interim responses kept of one exchange; a server sends a handful.
  static let informationalResponses = 64
  /// By how much a capture may date a response before its request, in nanoseconds: adapters gather packets for up to 0.1
  /// to 0.2 ms before they interrupt a processor, which dates them. On the loopback interface the next request can follow
  /// an unsolicited response within 1 ms.
  static let captureReordering: Int64 = 200_000
  /// Places for exchanges that a connection keeps when none waits. Without pipelining one is used.
  static let spareExchanges = 15
  /// The most header bytes for which an exchange's place keeps storage.
  static let spareByteCount = 16 * 1024
}
