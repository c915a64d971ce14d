import Analysis
import ArgumentParser
import Findings
import Report
import TLS

/// What every command takes that analyses packets, wherever they come from.
struct SharedOptions: ParsableArguments {
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

  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp(
      "Threads that share the connections; one for each processor without it. The output is the same for any number.",
      valueName: "number"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Memory that the analysis may use, such as 512M.", valueName: "size"))
  var maxMemory: ByteSize?

  @Flag(
    help: """
      Show how long the values of Authorization, Cookie and their like are, and not the values; no user information of URLs, and \
      nothing of bodies and messages. Packets that are saved stay as they are.
      """)
  var redact = false

  @Flag(help: "Show the names in queries and fragments of URLs, and not the values; all that --redact does, too.")
  var redactQueries = false

  @Option(help: "Exit with 3 when there is a finding of this severity or a worse one.")
  var failOn: FailureThreshold?

  @Option(help: "When to use colour; auto: on a terminal, unless NO_COLOR is set.")
  var color = ColorChoice.auto

  /// For benchmarks: what the metrics cost is the difference.
  @Flag(help: .hidden)
  var noMetrics = false

  @Flag(name: .shortAndLong, help: "Show only findings and one line, and no warnings.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Show more connections and exchanges.")
  var verbose = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("-q and -v contradict each other: choose one.") }
    if let jobs, !(1...Self.mostJobs).contains(jobs) {
      throw ValidationError("--jobs must be a number from 1 to \(Self.mostJobs).")
    }
    if let maxMemory, maxMemory.byteCount < MemoryBudget.smallest {
      throw ValidationError("--max-memory must be at least \(MemoryBudget.smallest >> 20)M.")
    }
  }

  /// Beyond, one thread cannot read as fast as the others work.
  private static let mostJobs = 64
  private static let mostJobsUnasked = 8

  /// How many threads share the connections.
  var jobCount: Int { jobs ?? min(Processors.count, Self.mostJobsUnasked) }

  /// Refuses to hide what was asked for.
  func refuseRedaction(because reason: String) throws {
    guard redacts else { return }
    let option = redact ? "--redact" : "--redact-queries"
    throw ValidationError("\(option) hides contents and secrets, and \(reason): choose one.")
  }

  /// The secrets that the options name.
  func readKeys() throws(FileReadError) -> KeyRing {
    try KeyFiles.read(keyLogs: keylog, rsaKeys: rsaKey)
  }

  /// What is made of bodies.
  var contents: ContentOptions {
    var contents = ContentOptions()
    contents.decodes = !noDecodeBodies
    contents.hashes = hashBodies
    return contents
  }

  /// The memory that the analysis may use; nil when it was not said.
  var memory: MemoryBudget? { maxMemory.map { MemoryBudget($0.byteCount) } }

  /// Whether anything is to be hidden.
  var redacts: Bool { redact || redactQueries }

  /// Which field values are shown.
  var redaction: Redaction { redacts ? .secrets : .none }

  /// A receiver that sees what may be shown, and hands it to another.
  func guarding(_ receiver: any RecordReceiver) -> any RecordReceiver {
    redacts ? RedactedRecords(receiver, hidesQueries: redactQueries) : receiver
  }

  /// A summary as such a receiver gets it.
  func guarding(_ summary: SummaryRecord) -> SummaryRecord {
    redacts ? RedactedRecords.redacted(summary) : summary
  }

  /// How text for a person looks.
  var look: TextOptions {
    TextOptions(
      width: Terminal.width, isColored: Terminal.isColored(color),
      detail: quiet ? .quiet : verbose ? .verbose : .normal)
  }

  /// The exit status of a run that came to its end, or nil for success.
  func exitStatus(after summary: SummaryRecord) -> ExitCode? {
    if let status = Interruption.exitStatus { return ExitCode(status) }
    guard let threshold = failOn?.severity else { return nil }
    let hasFinding = Finding.Severity.allCases.contains { $0 >= threshold && summary.findings[Int($0.rawValue)] > 0 }
    return hasFinding ? ExitCode(3) : nil
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
