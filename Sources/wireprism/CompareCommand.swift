import ArgumentParser
import Bytes
import Capture
import Comparison
import Report

/// `wireprism compare`: two captures of the same work side by side.
struct CompareCommand: ParsableCommand {
  /// The forms of the result.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Says how two captures of the same work differ: one over HTTP/1.1, the other over HTTP/2, say.",
    discussion: """
      Requests are paired by method, host and path, in order of appearance where there are several; by method and path \
      where the hosts differ. Time zero of each capture is its first request. -v shows all pairs.
      """)

  @Argument(help: ArgumentHelp("The first capture, or - for standard input.", valueName: "a"))
  var first: String

  @Argument(help: ArgumentHelp("The second one, whose differences from the first are shown.", valueName: "b"))
  var second: String

  @OptionGroup var shared: SharedOptions

  @Option(help: "text (for a person) or json (one object).")
  var format = Format.text

  func validate() throws {
    if first == "-", second == "-" { throw ValidationError("Only one of the captures can be standard input.") }
  }

  func run() throws {
    AnalysisRun.prepare()
    try StandardError.sayFailure {
      let keys = try shared.readKeys()
      let loads = try [first, second].map { path in
        try AnalysisRun([CaptureInput(path)], shared).read(with: keys) { LoadRecorder() }.load
      }
      if !shared.quiet { StandardError.say(warningsOf: keys) }
      try write(Comparison(loads[0], loads[1]))
      for load in loads {
        if let status = shared.exitStatus(after: load.summary) { throw status }
      }
    }
  }

  private func write(_ comparison: Comparison) throws(OutputError) {
    let bytes =
      switch format {
      case .text: ComparisonReport.text(comparison, options: shared.look)
      case .json: ComparisonReport.json(comparison)
      }
    try OutputFile.untilNobodyReads { () throws(OutputError) in try OutputFile.standardOutput.write(bytes.rawSpan) }
  }
}
