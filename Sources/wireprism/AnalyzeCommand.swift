import ArgumentParser
import Report

/// `wireprism analyze`: the summary for a person.
struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Shows what a capture holds: connections, exchanges, header compression, findings.")

  @OptionGroup var options: CaptureOptions

  func run() throws {
    let look = options.shared.look
    try AnalysisRun(options).run { TextReport(to: .standardOutput, options: look) }
  }
}
