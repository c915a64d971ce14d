import Analysis
import ArgumentParser
import Capture
import Findings
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
    do {
      let keys = try KeyFiles.read(keyLogs: options.keylog, rsaKeys: options.rsaKey)
      var captures = try CaptureSet(options.inputs, filter: options.filter)
      var analysis = AnalysisOptions(names: options.inputs.map(\.name))
      analysis.keys = keys
      analysis.contents = options.contents
      let watched = Watched(try makeReport())
      var pipeline = Pipeline(options: analysis, receiver: watched)
      pipeline.run(&captures, while: { !Interruption.isRequested })
      if !options.quiet { warn(captures.warnings, keys) }
      try finish(watched)
      try followUp(keys)
      if let status = exitStatus(after: watched.summary) { throw status }
    } catch let error as KeyFileError {
      StandardError.say(error.message)
      throw ExitCode.failure
    } catch let error as CaptureError {
      if error.reason == .interrupted, let status = Interruption.exitStatus { throw ExitCode(status) }
      StandardError.say(error.message)
      throw ExitCode.failure
    } catch let error as OutputError {
      StandardError.say(error.message)
      throw ExitCode.failure
    }
  }

  /// Writes what is left. That nobody reads it any more is no failure.
  private func finish(_ watched: Watched) throws(OutputError) {
    do {
      try watched.finish()
    } catch  where !error.isBrokenPipe {
      throw error
    } catch {}
  }

  /// Says what was lost or left undone.
  private func warn(_ warnings: [CaptureWarning], _ keys: KeyRing) {
    for warning in warnings { StandardError.say(warning.message) }
    for warning in keys.warnings { StandardError.say(warning.message) }
    if keys.omittedWarningCount > 0 {
      StandardError.say("\(keys.omittedWarningCount) more lines of key logs are ignored.")
    }
    if Interruption.isRequested {
      StandardError.say("interrupted: this is what was read until then.")
    }
  }

  /// The exit status, or nil for success.
  private func exitStatus(after summary: SummaryRecord) -> ExitCode? {
    if let status = Interruption.exitStatus { return ExitCode(status) }
    guard let threshold = options.failOn?.severity else { return nil }
    let hasFinding = Finding.Severity.allCases.contains { $0 >= threshold && summary.findings[Int($0.rawValue)] > 0 }
    return hasFinding ? ExitCode(3) : nil
  }
}
