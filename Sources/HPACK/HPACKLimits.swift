/// What a peer may make the decoder spend.
package enum HPACKLimits {
  /// The most that the field lines of one block may come to, each with 32 bytes on top as in SETTINGS_MAX_HEADER_LIST_SIZE
  /// (RFC 9113 §6.5.2). One octet can name an entry of a whole table, so a block of a few kilobytes could otherwise
  /// become gigabytes. Real sections stay below 64 KiB.
  package static let listByteCount = 1024 * 1024

  /// The most that a dynamic table holds, whatever its two sides agree on. Browsers and servers use 4 to 64 KiB.
  package static let tableByteCount = 16 * 1024 * 1024

  /// What a dynamic table holds while nobody knows its limit (the capture began in the middle of the connection): the
  /// largest limit that common encoders choose.
  package static let unknownTableByteCount = 64 * 1024

  /// The largest integer: nothing that HPACK counts can be larger than an HTTP/2 setting (RFC 9113 §6.5.1).
  package static let integer = Int(UInt32.max)

  /// The most octets that follow an integer's prefix: what `integer` needs. Without it, a flood of octets that each add
  /// zero would be one integer (RFC 7541 §7.4).
  package static let integerContinuationOctets = 5

  /// Blocks of a direction whose field lines are remembered, to tell which come again: about those of a page load.
  package static let watchedBlocks = 64

  /// Different literals that are remembered for that.
  package static let watchedLines = 1024

  /// Different lines and names of those blocks for which tables of other sizes are simulated, at about 180 and 220 bytes each, and
  /// the longest such name.
  package static let modelledLines = 128
  package static let modelledNames = 64
  package static let modelledNameByteCount = 256

  /// Lines of a section for which an encoder keeps which entry they were last: more than real sections have.
  package static let usualEntries = 64

  /// Field names that are told apart in what fields cost.
  package static let countedNames = 512

  /// Strings in the Huffman code that a decoder reads before it remembers any: those of two or three exchanges.
  package static let stringsBeforeMemory = 32

  /// How many such strings a decoder remembers; a power of two, and many times a server's usual ones, so that few fall on
  /// the same place.
  package static let rememberedStrings = 256

  /// The most that they take, coded and decoded. A server's usual literals are a few hundred bytes, a client's token one or
  /// two thousand.
  package static let rememberedByteCount = 16 * 1024
}
