import ArgumentParser
import Report

/// `wireprism export`: the dissection as data.
struct ExportCommand: ParsableCommand {
  /// The forms of the data.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    /// One object a line, each as soon as it is known.
    case ndjson
    /// One object.
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes exchanges, connections and findings as JSON.")

  @OptionGroup var options: CaptureOptions

  @Option(help: "ndjson (one object a line) or json (one object).")
  var format = Format.ndjson

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; standard output without it.", valueName: "file"))
  var output: String?

  @Flag(help: "Write HTTP/2 frames too.")
  var frames = false

  func validate() throws {
    if let output { try options.refuse(output: output) }
  }

  func run() throws {
    let run = AnalysisRun(options)
    switch format {
    case .ndjson:
      try run.run { () throws(OutputError) in NDJSONReport(to: try OutputFile(named: output), frames: frames) }
    case .json: try run.run { () throws(OutputError) in JSONReport(to: try OutputFile(named: output), frames: frames) }
    }
  }
}
