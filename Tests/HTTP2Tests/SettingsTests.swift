import Bytes
import Testing

@testable import HTTP2

@Suite("SETTINGS and their acknowledgements (RFC 9113 §6.5.3)")
struct SettingsTests {
  private func change(tableSize: Int) -> SettingsChange {
    var change = SettingsChange()
    change.headerTableSize = tableSize
    return change
  }

  @Test("Frames are acknowledged in order")
  func order() {
    var ledger = SettingsLedger()
    #expect(ledger.announce(change(tableSize: 1)) == nil)
    #expect(ledger.announce(change(tableSize: 9)) == nil)
    #expect(ledger.largestTableSizeInFlight == 9)
    #expect(ledger.acknowledge() == change(tableSize: 1))
    #expect(ledger.acknowledge() == change(tableSize: 9))
    #expect(ledger.largestTableSizeInFlight == nil)
  }

  @Test("An acknowledgement that is captured before its frame counts for it")
  func early() {
    var ledger = SettingsLedger()
    #expect(ledger.acknowledge() == nil)
    #expect(ledger.earlyAcknowledgements == 1)
    #expect(ledger.announce(change(tableSize: 1)) == change(tableSize: 1))
    #expect(ledger.earlyAcknowledgements == 0)
  }

  @Test("Without any acknowledgement the oldest frames take effect at last")
  func overflow() {
    var ledger = SettingsLedger()
    for size in 0..<HTTP2Limits.settingsInFlight { #expect(ledger.announce(change(tableSize: size)) == nil) }
    #expect(ledger.announce(change(tableSize: 1000)) == change(tableSize: 0))
  }

  @Test("A parameter counts with its last value, and not when it is out of range")
  func parameters() {
    let payload: [UInt8] = [0, 1, 0, 0, 0, 5, 0, 1, 0, 0, 0, 6, 0, 5, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 9]
    let change = SettingsChange(payload: payload.rawSpan)
    #expect(change.headerTableSize == 6)
    #expect(change.maxFrameSize == nil)
    #expect(change.allowsPush == false)
  }
}
