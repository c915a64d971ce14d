import Analysis
import ArgumentParser
import Capture
import Report
import TLS

/// One run of the analysis for a command: from the captures to the report, the words on standard error, the exit status.
struct AnalysisRun {
  private let inputs: [CaptureInput]
  private let shared: SharedOptions

  init(_ options: CaptureOptions) {
    self.init(options.inputs, options.shared)
  }

  /// - Parameter inputs: files that are one capture.
  init(_ inputs: [CaptureInput], _ shared: SharedOptions) {
    self.inputs = inputs
    self.shared = shared
  }

  /// Reads the captures into a report, which is made once they could be opened: no output is emptied for nothing.
  ///
  /// - Parameter followUp: what is done with the secrets when the report is written; those that were of use are marked.
  /// - Throws: the exit status when it is not 0, after everything was said.
  func run(
    _ makeReport: () throws(OutputError) -> any Renderer, then followUp: (KeyRing) throws -> Void = { _ in }
  ) throws {
    Self.prepare()
    try StandardError.sayFailure {
      let keys = try shared.readKeys()
      let watched = try read(with: keys) { () throws(OutputError) in Watched(try makeReport()) }
      if !shared.quiet {
        StandardError.say(warningsOf: keys)
        for omission in watched.omissions { StandardError.say(omission) }
      }
      try watched.finish()
      if let problem = watched.problem {
        StandardError.say(problem)
        throw ExitCode.failure
      }
      if !shared.quiet, let result = watched.result { StandardError.say(result) }
      try followUp(keys)
      if let status = shared.exitStatus(after: watched.summary) { throw status }
    }
  }

  /// What a program does before it opens anything.
  static func prepare() {
    StandardStreams.prepare()
    Interruption.watch()
  }

  /// Reads the captures into a receiver, which is made once they could be opened, and says what was lost or left undone.
  func read<Receiver: RecordReceiver>(
    with keys: KeyRing, into makeReceiver: () throws(OutputError) -> Receiver
  ) throws -> Receiver {
    var captures = try openCaptures()
    var analysis = AnalysisOptions(names: inputs.map(\.name))
    analysis.keys = keys
    analysis.contents = shared.contents
    analysis.memory = shared.memory
    analysis.jobs = shared.jobCount
    analysis.measures = !shared.noMetrics
    let receiver = try makeReceiver()
    var pipeline = Pipeline(options: analysis, receiver: shared.guarding(receiver))
    pipeline.run(&captures, while: { !Interruption.isRequested })
    guard !shared.quiet else { return receiver }
    for warning in captures.warnings { StandardError.say(warning.message) }
    if Interruption.isRequested { StandardError.say("interrupted: this is what was read until then.") }
    return receiver
  }

  private func openCaptures() throws -> CaptureSet {
    do throws(CaptureError) {
      return try CaptureSet(inputs, filter: shared.filter)
    } catch {
      if error.reason == .interrupted, let status = Interruption.exitStatus { throw ExitCode(status) }
      throw error
    }
  }
}
