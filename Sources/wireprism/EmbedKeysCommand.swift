import ArgumentParser
import Bytes
import Capture
import Report
import TLS

/// `wireprism embed-keys`: a capture and the TLS secrets that it needs in one file.
struct EmbedKeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed-keys",
    abstract: "Writes a capture as pcapng together with the TLS secrets that it needs, and no others.",
    discussion: """
      Wireshark and wireprism decrypt the file without a key log. A pcapng file keeps its interfaces, options, comments and \
      other blocks, but for secrets that it does not need; other captures, and several, become one section of packets by \
      time. The file can be read by its owner alone.
      """)

  @OptionGroup var options: CaptureOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("The pcapng file to write.", valueName: "file"))
  var output: String

  func validate() throws {
    guard !options.inputs.contains(.standardInput), output != "-" else {
      throw ValidationError("The captures are read twice: name files, not standard input or output.")
    }
    for path in options.paths where FileIdentity.isStream(path) {
      throw ValidationError("\(path) is read twice, which a pipe cannot be: save it to a file first.")
    }
    try options.refuse(output: output)
    try options.shared.refuseRedaction(because: "embed-keys copies packets as they are")
  }

  func run() throws {
    try AnalysisRun(options).run({ NoReport() }) { keys in
      let keyLog = keys.usedSecrets()
      guard keyLog.count > 0 else {
        StandardError.say("no secret that is there belongs to this capture: \(output) is not written.")
        throw ExitCode.failure
      }
      guard !Interruption.isRequested else { return }
      try write(keyLog)
    }
  }

  private func write(_ keyLog: SecretBuffer) throws {
    var copy = try PcapngCopy(options.inputs, filter: options.shared.filter, keyLog: keyLog)
    if copy.leavesBlocksOut, !options.shared.quiet {
      StandardError.say("of several captures only packets are copied: comments and other blocks are left out.")
    }
    var file = try ReplacedFile(at: output)
    var bytes: [UInt8] = []
    while !Interruption.isRequested {
      let part = copy.read(into: &bytes)
      if case .appended = part, bytes.count < Self.pieceByteCount { continue }
      try file.write(bytes.rawSpan)
      bytes.removeAll(keepingCapacity: true)
      switch part {
      case .appended: break
      case .secrets(let blocks): try file.write(blocks.bytes)
      case .end: return try file.finish()
      }
    }
  }

  /// Bytes that are written at once.
  private static let pieceByteCount = 128 * 1024
}
