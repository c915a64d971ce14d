/// The elements of a JSON array that stands later in the output.
struct SpooledList: Sendable {
  var json = JSONWriter()
  private var spooled = Spool()
  /// Whether the JSON will stand between the tags of a script element.
  private let isInMarkup: Bool
  private var failure: OutputError?

  /// Whether an element could not be kept, so that nothing more will be.
  var hasFailed: Bool { failure != nil }

  init(inMarkup isInMarkup: Bool = false) {
    self.isInMarkup = isInMarkup
    json.beginArray()
  }

  /// Hands the elements written so far to the spool when they are many.
  mutating func spoolIfLarge() {
    if json.bytes.count >= ReportLimits.flushByteCount { spool() }
  }

  /// Writes the whole array.
  mutating func drain(into output: inout BufferedOutput) {
    json.endArray()
    spool()
    if let failure { output.fail(with: failure) }
    output.json.splice()
    output.flush(followedBy: &spooled)
  }

  private mutating func spool() {
    if isInMarkup { json.escapeMarkup() }
    if failure == nil {
      do { try spooled.append(json.bytes) } catch { failure = error }
    }
    json.removeAll()
  }
}
