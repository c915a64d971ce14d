import Report

extension OutputFile {
  /// The file that a command line names; standard output without a name, and for `-`.
  init(named name: String?) throws(OutputError) {
    if let name, name != "-" { try self.init(creating: name) } else { self = .standardOutput }
  }

  /// Does something that writes. That nobody reads it any more is no failure.
  static func untilNobodyReads(_ write: () throws(OutputError) -> Void) throws(OutputError) {
    do {
      try write()
    } catch  where !error.isBrokenPipe {
      throw error
    } catch {}
  }
}
