import Analysis
import ArgumentParser
import Capture
import Findings
import Report
import TLS

/// One run of `wireprism live`: from the interfaces to the report, the words on standard error, the exit status.
struct LiveRun {
  private let command: LiveCommand

  init(_ command: LiveCommand) {
    self.command = command
  }

  /// Opens the interfaces, gives up what it may do beyond its user, and only then makes the report.
  ///
  /// - Throws: the exit status when it is not 0, after everything was said.
  func run(_ makeReport: () throws(OutputError) -> any LiveRenderer) throws {
    StandardStreams.prepare()
    Interruption.watch()
    if command.saving.write != nil || command.output != nil { HangUp.watch() }
    try StandardError.sayFailure {
      let session = try LiveSession(options)
      try Privileges.drop(to: command.user)
      let secrets = try LiveSecrets(command.shared, keepsLines: command.saving.embedKeys)
      let saver = try makeSaver(session)
      var watch = LiveWatch(command, session, secrets, report: try makeReport())
      watch.readSecrets()
      try session.start(saver: saver)
      try watch.run()
      if let status = command.shared.exitStatus(after: watch.summary) { throw status }
    }
  }

  private var options: LiveOptions {
    var options = LiveOptions(interfaces: command.interface)
    options.filter = command.shared.filter
    options.snapLength = command.capturing.snapLength
    options.isPromiscuous = command.capturing.promiscuous
    options.isImmediate = command.capturing.immediate
    options.packetLimit = command.packetLimit
    if let size = command.capturing.bufferSize { options.ringByteCount = size.byteCount }
    if let budget = command.shared.memory {
      options.waitingByteCount = min(options.waitingByteCount, budget.waitingByteCount)
    }
    return options
  }

  private func makeSaver(_ session: LiveSession) throws(SaveError) -> PacketSaver? {
    guard let path = command.saving.write else { return nil }
    return try PacketSaver(
      path: path, rotation: command.saving.rotation, interfaces: session.interfaces, options: options,
      isPrivate: command.saving.embedKeys, at: .now)
  }
}
