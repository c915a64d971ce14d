import Report

extension OutputFile {
  /// The file that a command line names; standard output without a name, and for `-`.
  init(named name: String?) throws(OutputError) {
    if let name, name != "-" { try self.init(creating: name) } else { self = .standardOutput }
  }
}
