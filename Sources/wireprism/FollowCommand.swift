import ArgumentParser
import Findings
import Report

/// `wireprism follow`: one connection or exchange as a transcript.
struct FollowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Shows one connection, or one exchange on it, as a transcript with decoded bodies.",
    discussion: """
      What the client sent stands behind `>`, what the server sent behind `<`; lines in brackets are wireprism's. Text is \
      shown in its charset, other content as a hexadecimal dump: 256 bytes of each, all with -v. Exchanges stand in the \
      order of their requests. HTTP/2 is shown with its pseudo-header fields, as it was sent.

      With --raw the decoded content of the chosen messages is written and nothing else, the request's before the \
      response's; of WebSockets the text and binary messages in the order of their ends. Standard error says where bytes are missing.
      """)

  @OptionGroup var options: CaptureOptions

  @Option(help: ArgumentHelp("The connection, by the number that analyze and export show.", valueName: "id"))
  var connection: Int

  @Option(help: ArgumentHelp("One HTTP/2 stream of it.", valueName: "id"))
  var stream: UInt32?

  @Option(help: ArgumentHelp("One exchange of it, by its index.", valueName: "index"))
  var exchange: Int?

  @Option(help: "Only what one side sent: client or server.")
  var from: SideChoice?

  @Flag(help: "Write decoded content alone, with nothing added.")
  var raw = false

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; standard output without it.", valueName: "file"))
  var output: String?

  func validate() throws {
    try Selection.refuse(stream: stream, with: exchange)
    if raw { try options.shared.refuseRedaction(because: "--raw writes contents alone") }
    if let output { try options.refuse(output: output) }
  }

  func run() throws {
    let selection = Selection(connection: connection, stream: stream, exchange: exchange, side: from?.side)
    var look = options.shared.look
    if output != nil, options.shared.color == .auto { look.isColored = false }
    try AnalysisRun(options).run { () throws(OutputError) in
      FollowReport(
        selection, as: raw ? .raw : .transcript, to: try OutputFile(named: output), options: look,
        redaction: options.shared.redaction)
    }
  }
}
