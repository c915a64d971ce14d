import Bytes

/// Entries whose WebSockets are open: JSON that grows with each message, many at the same time. What is too much for memory
/// lies, in pieces, in a temporary file that they share.
struct WaitingEntries {
  /// Whose an entry is.
  struct Key: Hashable {
    var connection: Int
    var exchange: Int
  }

  /// An object whose last member is an array, both open.
  private struct Entry {
    var json = JSONWriter()
    /// What was written before, in the file.
    var pieces: [ByteRange] = []
  }

  private var entries: [Key: Entry] = [:]
  private var heldByteCount = 0
  private var file: UnnamedFile?
  private var failure: OutputError?

  var isEmpty: Bool { entries.isEmpty }
  /// Whether an entry could not be kept, so that nothing more will be.
  var hasFailed: Bool { failure != nil }

  /// Whether an entry waits.
  func contains(_ key: Key) -> Bool { entries[key] != nil }

  /// Adds to an entry; of one that does not wait yet, the object is begun.
  mutating func add(to key: Key, _ body: (inout JSONWriter) -> Void) {
    var entry = entries.removeValue(forKey: key) ?? Entry()
    let before = entry.json.bytes.count
    if before == 0, entry.pieces.isEmpty { entry.json.beginObject() }
    body(&entry.json)
    heldByteCount += entry.json.bytes.count - before
    if entry.json.bytes.count >= ReportLimits.flushByteCount { moveToFile(&entry) }
    entries[key] = entry
    if heldByteCount > ReportLimits.waitingEntriesByteCount { moveAllToFile() }
  }

  /// Writes an entry that waits for nothing more; its object is ended.
  mutating func finish(_ key: Key, into output: inout BufferedOutput) {
    guard var entry = entries.removeValue(forKey: key) else { return }
    heldByteCount -= entry.json.bytes.count
    entry.json.endObject()
    output.json.splice()
    if let failure { output.fail(with: failure) }
    if let file { output.write(entry.pieces, of: file) }
    output.write(entry.json.bytes.rawSpan)
    // Nothing of the file is needed any more.
    if entries.isEmpty {
      file?.close()
      file = nil
    }
  }

  private mutating func moveAllToFile() {
    for key in entries.keys {
      guard var entry = entries[key] else { continue }
      entries[key] = nil
      moveToFile(&entry)
      entries[key] = entry
    }
  }

  private mutating func moveToFile(_ entry: inout Entry) {
    heldByteCount -= entry.json.bytes.count
    if failure == nil {
      do throws(OutputError) {
        var file = if let file { file } else { try UnnamedFile() }
        defer { self.file = file }
        entry.pieces.append(try file.append(entry.json.bytes.rawSpan))
      } catch {
        failure = error
      }
    }
    entry.json.removeAll(keepingCapacityUpTo: 0)
  }
}
