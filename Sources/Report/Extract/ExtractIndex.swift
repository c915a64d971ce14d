import Analysis
import Bytes
import Findings
import HTTP

/// The file that ties extracted bodies to their exchanges: one JSON object with an array, an element a line.
struct ExtractIndex: Sendable {
  static let name = "index.json"

  private let file: OutputFile
  private var json = JSONWriter()
  private var text: [UInt8] = []
  private var isEmpty = true

  /// - Throws: also when there is an index already: somebody else's bodies stand beside it.
  init(in directory: OutputDirectory) throws(OutputError) {
    file = try directory.create(Self.name)
    text.append("{\"files\":[")
  }

  mutating func add(
    _ entry: ExtractedFile, of message: borrowing Message, from side: Side, in exchange: borrowing Exchange,
    of connection: ConnectionContext
  ) throws(OutputError) {
    text.append(isEmpty ? "\n" : ",\n")
    isEmpty = false
    json.write(entry, of: message, from: side, in: exchange, of: connection)
    text.append(contentsOf: json.bytes)
    json.endLine()
    json.removeAll()
    if text.count >= ReportLimits.flushByteCount { try flush() }
  }

  /// Ends the text and closes the file.
  mutating func finish() throws(OutputError) {
    text.append("\n]}\n")
    try flush()
    try file.close()
  }

  private mutating func flush() throws(OutputError) {
    try file.write(text.rawSpan)
    text.removeAll(keepingCapacity: true)
  }
}
