import ArgumentParser
import Report

/// `wireprism extract`: the bodies of messages as files.
struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Writes decoded bodies as files, with an index that ties each to its exchange.",
    discussion: """
      The files are named after connection, exchange, side, host and path, such as \
      0003-0012-response-www.example.com-logo.png; where the path has no extension, after the content type, else after \
      what the first bytes look like. A body of which bytes are missing, or that could not be decoded to its end, is in a \
      file whose name ends in .partial. One whose coding cannot be undone is written as it was sent (--no-decode-bodies does \
      so to all), and its name says in which coding. Empty bodies have no file.

      index.json says of each file which exchange it is of, its size and SHA-256, and whether it is whole. The directory is \
      made if it is not there. Nothing in it is overwritten: one that has an index is refused. Only you can read the files, for \
      bodies may hold secrets. Messages of WebSockets are not bodies: `follow --raw` writes them.
      """)

  @OptionGroup var options: CaptureOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the files.", valueName: "directory"))
  var output: String

  @Option(help: ArgumentHelp("Only bodies of one connection.", valueName: "id"))
  var connection: Int?

  @Option(help: ArgumentHelp("Only bodies of HTTP/2 streams with this number.", valueName: "id"))
  var stream: UInt32?

  @Option(help: ArgumentHelp("Only bodies of exchanges with this index.", valueName: "index"))
  var exchange: Int?

  @Option(help: "Only what one side sent: client (request bodies) or server.")
  var from: SideChoice?

  @Option(
    help: ArgumentHelp("Only content types that begin so, such as image/ or application/json.", valueName: "prefix"))
  var type: [String] = []

  func validate() throws {
    try Selection.refuse(stream: stream, with: exchange)
    try options.shared.refuseRedaction(because: "extract writes contents")
  }

  func run() throws {
    let exchanges = Selection(connection: connection, stream: stream, exchange: exchange, side: from?.side)
    let selection = BodySelection(exchanges, types: type.map { $0.lowercased() })
    try AnalysisRun(options).run { () throws(OutputError) in try ExtractReport(selection, into: output) }
  }
}
