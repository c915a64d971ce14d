import Analysis
import ArgumentParser
import Capture
import Findings

/// What every command that reads packets takes.
struct CaptureOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A pcap or pcapng file, also compressed, or - for standard input. Several are one set, merged by time.",
      valueName: "capture"))
  var captures: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("The same as a capture without the option.", valueName: "file"))
  var read: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("Only packets that match, as in tcpdump.", valueName: "bpf"))
  var filter: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("TLS secrets; without it, those that SSLKEYLOGFILE names.", valueName: "file"))
  var keylog: [String] = []

  @Option(help: ArgumentHelp("A server's RSA key in PEM, for TLS with RSA key exchange.", valueName: "file"))
  var rsaKey: [String] = []

  @Flag(help: "Leave bodies in their content coding; their decoded size is then not known.")
  var noDecodeBodies = false

  @Flag(help: "Hash decoded bodies with SHA-256; the hashes are in the exported data.")
  var hashBodies = false

  @Option(help: "Exit with 3 when there is a finding of this severity or a worse one.")
  var failOn: FailureThreshold?

  @Option(help: "When to use colour; auto: on a terminal, unless NO_COLOR is set.")
  var color = ColorChoice.auto

  @Flag(name: .shortAndLong, help: "Show only findings and one line, and no warnings.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Show more connections and exchanges.")
  var verbose = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("-q and -v contradict each other: choose one.") }
    if paths.isEmpty { throw ValidationError("No capture is named: name a file, or - for standard input.") }
  }

  /// Refuses an output that is one of the captures.
  func refuse(output: String) throws {
    guard let identity = FileIdentity(of: output) else { return }
    for path in paths where FileIdentity(of: path) == identity {
      throw ValidationError("\(output) is a capture and the output: it would be destroyed. Name another output.")
    }
  }

  /// What is made of bodies.
  var contents: ContentOptions {
    var contents = ContentOptions()
    contents.decodes = !noDecodeBodies
    contents.hashes = hashBodies
    return contents
  }

  /// The captures' names as given.
  var paths: [String] { captures + read }

  /// The captures.
  var inputs: [CaptureInput] {
    paths.map { $0 == "-" ? .standardInput : .file($0) }
  }
}

/// The least severity that makes a run fail.
enum FailureThreshold: String, ExpressibleByArgument, CaseIterable {
  case error
  case warning

  var severity: Finding.Severity {
    switch self {
    case .error: .error
    case .warning: .warning
    }
  }
}
