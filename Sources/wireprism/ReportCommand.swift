import ArgumentParser
import Report

/// `wireprism report`: the page for a browser.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes one HTML page: the scorecard, a waterfall of all exchanges, charts, findings.",
    discussion: """
      The page holds everything that it needs, asks for nothing over the network, and works from disk. Of a large capture it \
      shows the first exchanges and says how many it leaves out; a filter (-f) chooses others.
      """)

  @OptionGroup var options: CaptureOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The HTML file to write; - is standard output.", valueName: "file"))
  var output: String

  func validate() throws {
    try options.refuse(output: output)
  }

  func run() throws {
    try AnalysisRun(options).run { () throws(OutputError) in
      PageReport(to: try OutputFile(named: output), version: Wireprism.configuration.version)
    }
  }
}
