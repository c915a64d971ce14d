/// The SETTINGS frames of one side that the other side has yet to acknowledge (RFC 9113 §6.5.3).
struct SettingsLedger: Sendable {
  /// SETTINGS frames that were not acknowledged yet, oldest first.
  private(set) var inFlight: [SettingsChange] = []

  /// Acknowledgements that came before what they acknowledge: two captures of one moment may hold the directions out of
  /// order.
  private(set) var earlyAcknowledgements = 0

  /// Notes a SETTINGS frame that waits for its acknowledgement. If that has come already, or when too many wait, the
  /// oldest takes effect and is returned.
  mutating func announce(_ change: SettingsChange) -> SettingsChange? {
    inFlight.append(change)
    if earlyAcknowledgements > 0 {
      earlyAcknowledgements -= 1
    } else if inFlight.count <= HTTP2Limits.settingsInFlight {
      return nil
    }
    return acknowledge()
  }

  /// The oldest SETTINGS frame was acknowledged and is in force; nil when none waits.
  mutating func acknowledge() -> SettingsChange? {
    guard !inFlight.isEmpty else {
      earlyAcknowledgements += 1
      return nil
    }
    return inFlight.removeFirst()
  }

  /// The largest header table that a SETTINGS frame in flight allows; nil when none says.
  var largestTableSizeInFlight: Int? {
    inFlight.compactMap(\.headerTableSize).max()
  }
}
