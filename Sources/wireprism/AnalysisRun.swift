import Analysis
import ArgumentParser
import Capture
import Report
import TLS

/// One run of the analysis for a command: from the captures to the report, the words on standard error, the exit status.
struct AnalysisRun {
  private let options: CaptureOptions

  init(_ options: CaptureOptions) {
    self.options = options
  }

  /// Reads the captures into a report, which is made once they could be opened: no output is emptied for nothing.
  ///
  /// - Parameter followUp: what is done with the secrets when the report is written; those that were of use are marked.
  /// - Throws: the exit status when it is not 0, after everything was said.
  func run(
    _ makeReport: () throws(OutputError) -> any Renderer, then followUp: (KeyRing) throws -> Void = { _ in }
  ) throws {
    StandardStreams.openAll()
    Interruption.watch()
    try StandardError.sayFailure {
      let keys = try KeyFiles.read(keyLogs: options.shared.keylog, rsaKeys: options.shared.rsaKey)
      var captures = try openCaptures()
      var analysis = AnalysisOptions(names: options.inputs.map(\.name))
      analysis.keys = keys
      analysis.contents = options.shared.contents
      analysis.memory = options.shared.memory
      let watched = Watched(try makeReport())
      var pipeline = Pipeline(options: analysis, receiver: watched)
      pipeline.run(&captures, while: { !Interruption.isRequested })
      if !options.shared.quiet { warn(captures.warnings, keys) }
      try watched.finish()
      try followUp(keys)
      if let status = options.shared.exitStatus(after: watched.summary) { throw status }
    }
  }

  private func openCaptures() throws -> CaptureSet {
    do throws(CaptureError) {
      return try CaptureSet(options.inputs, filter: options.shared.filter)
    } catch {
      if error.reason == .interrupted, let status = Interruption.exitStatus { throw ExitCode(status) }
      throw error
    }
  }

  /// Says what was lost or left undone.
  private func warn(_ warnings: [CaptureWarning], _ keys: KeyRing) {
    for warning in warnings { StandardError.say(warning.message) }
    StandardError.say(warningsOf: keys)
    if Interruption.isRequested {
      StandardError.say("interrupted: this is what was read until then.")
    }
  }
}
