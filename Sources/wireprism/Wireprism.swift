import ArgumentParser

/// The command line. Each command stands in a file of its own; what they share in `CaptureOptions`.
@main
struct Wireprism: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wireprism",
    abstract: "Analyses HTTP in packet captures.",
    discussion: """
      `wireprism CAPTURE...` is the same as `wireprism analyze CAPTURE...`.

      Exit status: 0 done; 1 the input cannot be read or the output cannot be written; 3 --fail-on found something; \
      64 the command line is wrong; 130 interrupted.
      """,
    version: "0.1.0",
    subcommands: [
      AnalyzeCommand.self, ReportCommand.self, FollowCommand.self, ExtractCommand.self, CompareCommand.self,
      ExportCommand.self, MergeCommand.self,
      EmbedKeysCommand.self, LiveCommand.self, InterfacesCommand.self,
    ],
    defaultSubcommand: AnalyzeCommand.self)

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    // As tcpdump lists its interfaces.
    main(arguments.first == "-D" ? ["interfaces"] + arguments.dropFirst() : arguments)
  }
}
