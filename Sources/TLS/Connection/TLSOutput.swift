import Bytes
import Findings

/// What came out of a TLS connection, in order.
package enum TLSEvent {
  /// Application data, verified. The range is of `TLSOutput.bytes`.
  case plaintext(ByteRange, from: Side, at: Timestamp)
  /// About so many bytes of application data are missing: their records were not captured or did not verify.
  case gap(byteCount: Int, from: Side, at: Timestamp)
  /// No more application data will come from a side, which said so by a close_notify alert or did not.
  case end(Side, isProper: Bool, at: Timestamp)
  case finding(Finding, at: Timestamp)
}

/// Where a TLS connection puts plaintext: one buffer for all connections, cleared by the caller after each use.
package struct TLSOutput {
  package var bytes: [UInt8] = []
  package var events: [TLSEvent] = []
  /// Whether the content of each record is an event of its own.
  package var keepsRecordsApart = false

  package init() {}

  /// Forgets everything and keeps the storage.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: bytes.capacity <= TLSLimits.keptOutputByteCount)
    events.removeAll(keepingCapacity: true)
  }

  /// Adds application data that stands in `bytes`, joined to what came just before.
  mutating func add(_ range: ByteRange, from side: Side, at time: Timestamp) {
    guard range.count > 0 else { return }
    if !keepsRecordsApart, case .plaintext(let last, side, time)? = events.last, last.end == range.start {
      events[events.count - 1] = .plaintext(
        ByteRange(start: last.start, count: last.count + range.count), from: side, at: time)
    } else {
      events.append(.plaintext(range, from: side, at: time))
    }
  }
}
