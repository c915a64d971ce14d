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
    /// An HTTP Archive.
    case har
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes exchanges, connections and findings as JSON, or exchanges as an HTTP Archive.")

  @OptionGroup var options: CaptureOptions

  @Option(help: "ndjson (one object a line), json (one object) or har (an HTTP Archive, HAR 1.2).")
  var format = Format.ndjson

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; standard output without it.", valueName: "file"))
  var output: String?

  @Flag(help: "Write HTTP/2 frames too.")
  var frames = false

  @OptionGroup(title: "With --format har") var archive: ArchiveOptions

  func validate() throws {
    if let output { try options.refuse(output: output) }
    switch format {
    case .ndjson, .json:
      if archive.isUsed { throw ValidationError("--bodies, --body-limit and --with-secrets are for --format har.") }
    case .har:
      if frames { throw ValidationError("--frames has no place in an HTTP Archive: use --format ndjson or json.") }
      if archive.withSecrets { try options.shared.refuseRedaction(because: "--with-secrets shows what it hides") }
      if archive.bodies { try options.shared.refuseRedaction(because: "--bodies writes contents") }
    }
  }

  func run() throws {
    let redaction = options.shared.redaction
    try AnalysisRun(options).run { () throws(OutputError) in
      switch format {
      case .ndjson: NDJSONReport(to: try OutputFile(named: output), frames: frames, redaction: redaction)
      case .json: JSONReport(to: try OutputFile(named: output), frames: frames, redaction: redaction)
      case .har:
        HARReport(to: try OutputFile(named: output), version: Wireprism.configuration.version, options: archive.options)
      }
    }
  }
}
