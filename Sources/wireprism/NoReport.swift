import Report

/// Takes records and drops them: for what a run leaves elsewhere, such as which secrets were used.
final class NoReport: Renderer {
  func finish() throws(OutputError) {}
}
