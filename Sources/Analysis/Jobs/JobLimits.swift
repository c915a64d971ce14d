/// How much several pipelines work on at once.
package struct JobLimits: Sendable {
  /// Packets of a round, and their bytes: enough that to hand a round from a thread to another costs little, so few that packets
  /// and records of the rounds under way stay in the processor's caches. With 2,048, small requests take a fifth
  /// longer.
  package var roundPackets = 512
  package var roundByteCount = 512 * 1024
  /// Bytes of records in a page of a journal, and entries. Records can be much larger than the packets that they are of.
  package var pageByteCount = 1024 * 1024
  package var pageEntries = 8192

  /// Rounds that may be under way in the pipelines beside the one that is read.
  static let roundsUnderWay = 6
  /// Pages of a journal that may wait to be read.
  static let writtenPages = 8
  /// Exchanges of a page whose storage is kept for the next ones, and the most bytes of such a one.
  static let keptExchanges = 512
  static let keptExchangeByteCount = 16 * 1024

  package init() {}
}
