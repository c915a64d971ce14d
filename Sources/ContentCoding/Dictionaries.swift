import Bytes

/// What responses offered as dictionaries for those that follow on their connection (RFC 9842 §2.1).
///
/// Those of other connections are not looked at: what a connection's content decodes to then depends on nothing but itself.
package struct Dictionaries {
  private struct Entry {
    let connection: Int
    let digest: DictionaryDigest
    let content: [UInt8]
  }

  /// In the order in which they came.
  private var entries: [Entry] = []
  private var byteCount = 0

  /// Keeps a content, of at most `ContentCodingLimits.dictionaryByteCount` bytes; the oldest ones make room for it.
  package mutating func add(_ content: [UInt8], _ digest: DictionaryDigest, of connection: Int) {
    guard content.count <= ContentCodingLimits.dictionaryByteCount, find(digest, of: connection) == nil else { return }
    while byteCount + content.count > ContentCodingLimits.dictionariesByteCount
      || entries.count == ContentCodingLimits.dictionaries
    {
      byteCount -= entries.removeFirst().content.count
    }
    entries.append(Entry(connection: connection, digest: digest, content: content))
    byteCount += content.count
  }

  /// A connection is over: nothing follows on it.
  package mutating func remove(of connection: Int) {
    guard entries.contains(where: { $0.connection == connection }) else { return }
    entries.removeAll { $0.connection == connection }
    byteCount = entries.reduce(0) { $0 + $1.content.count }
  }

  /// The content with a SHA-256 that a connection offered.
  func find(_ digest: DictionaryDigest, of connection: Int) -> [UInt8]? {
    entries.last { $0.digest == digest && $0.connection == connection }?.content
  }
}
