import ArgumentParser
import Report

/// What an HTTP Archive holds.
struct ArchiveOptions: ParsableArguments {
  @Flag(help: "Write contents too, decoded, and the messages of WebSockets.")
  var bodies = false

  @Option(
    help: ArgumentHelp(
      "The most that is written of a body, such as 512K, up to 64M; 10M without it.", valueName: "size"))
  var bodyLimit: ByteSize?

  @Flag(help: "Write the values of Authorization, Cookie and their like, too.")
  var withSecrets = false

  func validate() throws {
    guard let bodyLimit else { return }
    if !bodies { throw ValidationError("--body-limit is about the bodies that --bodies writes: give both.") }
    if bodyLimit.byteCount > ReportLimits.keptBodiesByteCount {
      throw ValidationError("--body-limit must be at most \(ReportLimits.keptBodiesByteCount >> 20)M.")
    }
  }

  /// Whether any of them was given.
  var isUsed: Bool { bodies || withSecrets || bodyLimit != nil }

  var options: HAROptions {
    var options = HAROptions()
    if bodies { options.bodyByteLimit = bodyLimit?.byteCount ?? ReportLimits.bodyByteCount }
    options.redaction = withSecrets ? .none : .secrets
    return options
  }
}
