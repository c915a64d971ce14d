/// Which records stand in a page: the first ones of each kind, up to the limits. The rest is counted.
struct PageSelection: Sendable {
  /// Connections of which exchanges stand in the page.
  private var shown: Set<Int> = []
  private var exchanges = 0
  private var quietConnections = 0
  private var frames = 0
  private var findings = 0

  fileprivate var omittedExchanges = 0
  fileprivate var omittedConnections = 0
  fileprivate var omittedFrames = 0
  fileprivate var omittedFindings = 0

  init() {}

  /// Whether there is room for an exchange; connections come after theirs.
  mutating func takesExchange(of connection: Int) -> Bool {
    guard exchanges < ReportLimits.pageExchanges, isShown(connection) else {
      omittedExchanges += 1
      return false
    }
    exchanges += 1
    return true
  }

  /// Whether there is room for a connection: those with an exchange in the page are shown in any case.
  mutating func takesConnection(_ connection: Int, hasExchanges: Bool) -> Bool {
    if hasExchanges, shown.contains(connection) { return true }
    guard !hasExchanges, quietConnections < ReportLimits.pageQuietConnections else {
      omittedConnections += 1
      return false
    }
    quietConnections += 1
    return true
  }

  mutating func takesFrame() -> Bool {
    guard frames < ReportLimits.pageFrames else {
      omittedFrames += 1
      return false
    }
    frames += 1
    return true
  }

  mutating func takesFinding() -> Bool {
    guard findings < ReportLimits.pageFindings else {
      omittedFindings += 1
      return false
    }
    findings += 1
    return true
  }

  private mutating func isShown(_ connection: Int) -> Bool {
    if shown.contains(connection) { return true }
    guard shown.count < ReportLimits.pageConnections else { return false }
    shown.insert(connection)
    return true
  }
}

extension JSONWriter {
  /// How many of each kind do not stand in the page.
  mutating func write(_ selection: PageSelection) {
    beginObject()
    member("exchanges", selection.omittedExchanges)
    member("connections", selection.omittedConnections)
    member("frames", selection.omittedFrames)
    member("findings", selection.omittedFindings)
    endObject()
  }
}
