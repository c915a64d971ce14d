import ArgumentParser
import Capture

/// What every command that reads captures takes.
struct CaptureOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A pcap or pcapng file, also compressed, or - for standard input. Several are one set, merged by time.",
      valueName: "capture"))
  var captures: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("The same as a capture without the option.", valueName: "file"))
  var read: [String] = []

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if paths.isEmpty { throw ValidationError("No capture is named: name a file, or - for standard input.") }
  }

  /// Refuses an output that is one of the captures.
  func refuse(output: String) throws {
    guard let identity = FileIdentity(of: output) else { return }
    for path in paths where FileIdentity(of: path) == identity {
      throw ValidationError("\(output) is a capture and the output: it would be destroyed. Name another output.")
    }
  }

  /// The captures' names as given.
  var paths: [String] { captures + read }

  /// The captures.
  var inputs: [CaptureInput] {
    paths.map(CaptureInput.init)
  }
}

extension CaptureInput {
  /// The capture of a path; `-` is standard input.
  init(_ path: String) {
    self = path == "-" ? .standardInput : .file(path)
  }
}
