import ArgumentParser
import Bytes
import Report

/// `wireprism merge`: the summaries of several exports, added up.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Adds up the summaries of several exports.",
    discussion: """
      Each summary is the last line of an export as NDJSON, or the last member of one as JSON. The sum is that of one export of \
      all their captures, as long as no connection, and no client's set of connections, crosses from one to another.
      """)

  @Argument(help: ArgumentHelp("What `export` wrote, or - for standard input.", valueName: "summary"))
  var files: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; standard output without it.", valueName: "file"))
  var output: String?

  func validate() throws {
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input can be read once: name - only once.")
    }
    guard let output, let identity = FileIdentity(of: output) else { return }
    for path in files where FileIdentity(of: path) == identity {
      throw ValidationError("\(output) is an input and the output: name another output.")
    }
  }

  func run() throws {
    StandardStreams.prepare()
    try StandardError.sayFailure {
      guard let sum = SummaryMerge.sum(of: try files.map(ExportFile.summary)) else { return }
      var json = JSONWriter()
      json.write(.object(sum))
      json.endLine()
      try write(json.bytes)
    }
  }

  private func write(_ text: [UInt8]) throws(OutputError) {
    let file = try OutputFile(named: output)
    try OutputFile.untilNobodyReads { () throws(OutputError) in
      try file.write(text.rawSpan)
      try file.close()
    }
  }
}
