import ArgumentParser
import Capture
import Report

/// `wireprism live`: exchanges as they complete.
struct LiveCommand: ParsableCommand {
  /// The forms of the output.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    /// A line for each exchange, and the summary at the end.
    case text
    /// One object a line.
    case ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "live",
    abstract: "Sniffs interfaces: shows each exchange as soon as it is over, and the summary at the end.",
    discussion: """
      It ends with Ctrl-C, or after -c packets or --duration seconds. SIGHUP lets -w and -o go on in new files where the old \
      ones were moved away. Once the interfaces are open, root becomes the user who called sudo, or --user.
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("An interface, or any; several are sniffed at once.", valueName: "name"))
  var interface: [String]

  @OptionGroup var shared: SharedOptions

  @Option(help: "text (a line for each exchange) or ndjson (one object a line).")
  var format = Format.text

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; standard output without it.", valueName: "file"))
  var output: String?

  @Flag(help: "Write HTTP/2 frames too, with --format ndjson.")
  var frames = false

  @Option(help: ArgumentHelp("Show what was counted so far, every so many seconds.", valueName: "seconds"))
  var summaryEvery: Int?

  @Option(name: .customShort("c"), help: ArgumentHelp("End after so many packets.", valueName: "packets"))
  var packetLimit: Int?

  @Option(help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
  var duration: Int?

  @OptionGroup(title: "Capturing") var capturing: CapturingOptions
  @OptionGroup(title: "Saving") var saving: SavingOptions

  @Option(help: ArgumentHelp("The user that root becomes once the interfaces are open.", valueName: "name"))
  var user: String?

  func validate() throws {
    for (name, value) in [("-c", packetLimit), ("--duration", duration), ("--summary-every", summaryEvery)] {
      if let value, value <= 0 { throw ValidationError("\(name) \(value): name a number above 0.") }
    }
    if interface.isEmpty { throw ValidationError("No interface is named: use -i; `wireprism interfaces` lists them.") }
    if let output, output == saving.write { throw ValidationError("-o and -w name the same file: name two.") }
  }

  func run() throws {
    try LiveRun(self).run { () throws(OutputError) in
      switch format {
      case .text: LiveReport(to: try openOutput(), options: shared.look)
      case .ndjson: NDJSONReport(to: try openOutput(), frames: frames, redaction: shared.redaction)
      }
    }
  }

  private func openOutput() throws(OutputError) -> OutputFile {
    guard let output, output != "-" else { return .standardOutput }
    return try OutputFile(creating: output)
  }
}

/// How packets are taken from the kernel.
struct CapturingOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("Capture so many bytes of a packet.", valueName: "bytes"))
  var snapLength: Int = CaptureLimits.liveSnapLength

  @Flag(help: "Take packets for other machines, too.")
  var promiscuous = false

  @Flag(help: "Take each packet as it comes, not those of a twentieth of a second.")
  var immediate = false

  @Option(
    name: [.customShort("B"), .long],
    help: ArgumentHelp("The kernel's ring of an interface (in KiB, or 64M).", valueName: "size"))
  var bufferSize: RingSize?

  func validate() throws {
    if !(1...CaptureLimits.liveSnapLength).contains(snapLength) {
      throw ValidationError("--snap-length must be 1 to \(CaptureLimits.liveSnapLength).")
    }
  }
}

/// Where packets are saved.
struct SavingOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("Save the packets as pcapng.", valueName: "file"))
  var write: String?

  @Option(
    name: .customShort("C"), help: ArgumentHelp("Begin a new file at this size (in MB, or 64K, 1G).", valueName: "size")
  )
  var fileSize: FileSize?

  @Option(
    name: .customShort("G"),
    help: ArgumentHelp("Begin a new file every so many seconds; -w may hold %H and its kin.", valueName: "seconds"))
  var fileSeconds: Int?

  @Option(
    name: .customShort("W"), help: ArgumentHelp("Keep so many files (-C), or end after them (-G).", valueName: "files"))
  var fileCount: Int?

  @Flag(
    name: [.customLong("keys-into"), .customLong("embed-keys")],
    help: "Save the secrets of -k in the files, too, which only their owner can read then.")
  var embedKeys = false

  var rotation: SaveRotation {
    SaveRotation(byteCount: fileSize?.byteCount, seconds: fileSeconds, fileCount: fileCount)
  }

  func validate() throws {
    let depends = fileSize != nil || fileSeconds != nil || fileCount != nil || embedKeys
    if write == nil, depends { throw ValidationError("-C, -G, -W and --keys-into are about the file of -w: name it.") }
    if write == "-" { throw ValidationError("-w needs a file: standard output is for the exchanges.") }
    for (name, value) in [("-G", fileSeconds), ("-W", fileCount)] {
      if let value, value <= 0 { throw ValidationError("\(name) \(value): name a number above 0.") }
    }
    if fileCount != nil, fileSize == nil, fileSeconds == nil { throw ValidationError("-W needs -C or -G beside it.") }
  }
}
