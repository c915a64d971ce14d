import ArgumentParser
import Bytes
import Capture
import Report

/// `wireprism interfaces`: what can be sniffed.
struct InterfacesCommand: ParsableCommand {
  /// The forms of the list.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    /// A table.
    case text
    /// One object.
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "interfaces",
    abstract: "Lists the interfaces that live can sniff (also -D).",
    discussion: "The link type shows for interfaces that this user may open.")

  @Option(help: "text (a table) or json (one object).")
  var format = Format.text

  @Option(help: "When to use colour; auto: on a terminal, unless NO_COLOR is set.")
  var color = ColorChoice.auto

  func run() throws {
    StandardStreams.prepare()
    try StandardError.sayFailure {
      let interfaces = try InterfaceDescription.all()
      let look = TextOptions(width: Terminal.width, isColored: Terminal.isColored(color))
      let list =
        switch format {
        case .text: InterfaceReport.text(interfaces, options: look)
        case .json: InterfaceReport.json(interfaces)
        }
      try OutputFile.untilNobodyReads { () throws(OutputError) in try OutputFile.standardOutput.write(list.rawSpan) }
    }
  }
}
