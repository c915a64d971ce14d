/// How far one block's decoding is, and what was wrong with it.
struct BlockProgress {
  /// The limit that the block's first size update must not exceed; nil once it came, or when none is due.
  private(set) var updateDue: Int?
  private(set) var hasFieldLine = false
  private(set) var sizeUpdateCount = 0
  /// Names, values and 32 bytes a line, as in SETTINGS_MAX_HEADER_LIST_SIZE (RFC 9113 §6.5.2).
  var listByteCount = 0
  private(set) var error: HPACKError?

  init(updateDue: Int?) {
    self.updateDue = updateDue
  }

  /// A field line begins. `inUse` is the table's limit.
  mutating func beginFieldLine(inUse: Int) {
    if hasFieldLine { return }
    hasFieldLine = true
    if let due = updateDue { note(.sizeUpdateMissing(inUse: inUse, allowed: due)) }
  }

  /// A size update to `limit` was read. `inUse` is the table's limit before it, `allowed` the one the decoder allows, nil
  /// when that is not known.
  mutating func addSizeUpdate(to limit: Int, inUse: Int, allowed: Int?) {
    sizeUpdateCount += 1
    if let allowed, limit > allowed { note(.sizeUpdateTooLarge(limit, allowed: allowed)) }
    if hasFieldLine { note(.sizeUpdateAfterField) }
    if let due = updateDue, limit > due { note(.sizeUpdateMissing(inUse: inUse, allowed: due)) }
    updateDue = nil
    // The smallest limit of the time between two blocks, then the last one: no more are called for.
    if sizeUpdateCount > 2 { note(.tooManySizeUpdates(sizeUpdateCount)) }
  }

  /// Keeps the first error that did not end the block.
  mutating func note(_ error: HPACKError) {
    if self.error == nil { self.error = error }
  }

  /// The error that ended the block comes before any other.
  mutating func end(_ error: HPACKError) {
    self.error = error
  }
}
