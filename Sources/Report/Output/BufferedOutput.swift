import Bytes

/// JSON on its way to an output: gathered in one buffer and written in large pieces.
///
/// Records cannot throw while they are received, so the first failure is kept until `finish()`; what comes after it is
/// dropped.
struct BufferedOutput: Sendable {
  var json = JSONWriter()
  private let file: OutputFile
  /// Whether the JSON stands between the tags of a script element.
  private let isInMarkup: Bool
  private var failure: OutputError?

  /// Whether something could not be written, so that nothing more will be.
  var hasFailed: Bool { failure != nil }

  init(_ file: OutputFile, inMarkup isInMarkup: Bool = false) {
    self.file = file
    self.isInMarkup = isInMarkup
  }

  /// Writes text that is no JSON behind what was gathered.
  mutating func write(_ text: StaticString) {
    flush()
    var bytes: [UInt8] = []
    bytes.append(text)
    write(bytes)
  }

  /// Writes the buffer if it is large enough to be worth it.
  mutating func flushIfLarge() {
    if json.bytes.count >= ReportLimits.flushByteCount { flush() }
  }

  /// Writes all that was gathered, and what was spooled behind it.
  mutating func flush(followedBy spool: inout Spool) {
    flush()
    guard failure == nil else { return }
    do { try spool.drain(into: file) } catch { failure = error }
  }

  /// Writes, behind what was gathered, pieces of a file.
  mutating func write(_ pieces: [ByteRange], of spooled: UnnamedFile) {
    if !pieces.isEmpty { flush() }
    for piece in pieces where failure == nil {
      do { try spooled.copy(piece, into: file) } catch { failure = error }
    }
  }

  /// Writes finished JSON behind what was gathered.
  mutating func write(_ spliced: RawSpan) {
    flush()
    guard failure == nil else { return }
    do { try file.write(spliced) } catch { failure = error }
  }

  /// Gives the output up, unless it was given up before.
  mutating func fail(with error: OutputError) {
    failure = failure ?? error
  }

  /// Goes on in a new file of the same name, where the old one was moved away.
  mutating func reopen() {
    flush()
    do { try file.reopen() } catch { fail(with: error) }
  }

  /// Writes what is left, closes the file, and reports the first failure.
  mutating func finish() throws(OutputError) {
    flush()
    do { try file.close() } catch { fail(with: error) }
    if let failure { throw failure }
  }

  /// Writes what was gathered.
  mutating func flush() {
    guard !json.bytes.isEmpty else { return }
    if isInMarkup { json.escapeMarkup() }
    write(json.bytes)
    json.removeAll()
  }

  private mutating func write(_ bytes: [UInt8]) {
    guard failure == nil else { return }
    do { try file.write(bytes.rawSpan) } catch { failure = error }
  }
}
