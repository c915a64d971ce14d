import Bytes
import Findings

/// Reads the events out of a content of type `text/event-stream`, which comes piece by piece
/// (https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation).
///
/// A line is a comment, or a field: a name, and behind a colon and a space its value. It ends with a carriage return, a
/// line feed or both. An empty line dispatches the event that the fields before it describe, if it has data.
package struct EventStreamReader: Sendable {
  private enum Phase: Sendable {
    /// At the very beginning, so many bytes into a byte order mark: 0 to 2.
    case byteOrderMark(Int)
    case lineStart
    case name
    /// Behind the colon: one space does not count.
    case valueStart
    case value
    /// In what does not matter: a comment, or a line of which the beginning was not captured.
    case restOfLine
  }

  private var phase = Phase.byteOrderMark(0)
  /// Whether a line feed would belong to the carriage return before it.
  private var isAfterReturn = false
  private var name = EventFieldName()
  private var field = EventField.unknown
  private var event = PendingEvent()

  /// Events so far.
  package private(set) var eventCount = 0
  /// Comments so far: what servers send to keep a connection open.
  package private(set) var commentCount = 0
  /// Whether a gap took bytes, so that there may be events which nobody can count.
  package private(set) var hasGap = false

  /// A reader at the beginning of a content.
  package init() {}

  /// Whether an event has begun and was not dispatched; its recipient drops it when the content ends here.
  package var isInEvent: Bool { event.start != nil }

  // MARK: Content

  /// Reads the next piece of the content and appends the events that are dispatched in it.
  package mutating func receive(_ piece: RawSpan, at time: Timestamp, into events: inout [ServerSentEvent]) {
    for offset in 0..<piece.byteCount {
      receive(piece.byte(at: offset), at: time, into: &events)
    }
  }

  /// Bytes of the content were not captured. Reading goes on with the next line.
  package mutating func skip(_ byteCount: Int) {
    guard byteCount > 0 else { return }
    hasGap = true
    event.isComplete = false
    isAfterReturn = false
    phase = .restOfLine
  }

  // MARK: Lines

  private mutating func receive(_ byte: UInt8, at time: Timestamp, into events: inout [ServerSentEvent]) {
    if byte == ASCII.lineFeed, isAfterReturn {
      isAfterReturn = false
      return
    }
    isAfterReturn = byte == ASCII.carriageReturn
    if case .byteOrderMark(let count) = phase {
      if byte == Self.byteOrderMark[count] {
        phase = count + 1 < Self.byteOrderMark.count ? .byteOrderMark(count + 1) : .lineStart
        return
      }
      phase = .lineStart
      // It only looked like one: its bytes are those of a name.
      if count > 0 { beginName(at: time) }
      for first in Self.byteOrderMark.prefix(count) { name.append(first) }
    }
    if byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
      endLine(at: time, into: &events)
    } else {
      receiveInLine(byte, at: time)
    }
  }

  private mutating func receiveInLine(_ byte: UInt8, at time: Timestamp) {
    switch phase {
    case .byteOrderMark, .lineStart:
      if byte == ASCII.colon {
        commentCount += 1
        phase = .restOfLine
      } else {
        beginName(at: time)
        name.append(byte)
      }
    case .name:
      if byte == ASCII.colon { beginValue() } else { name.append(byte) }
    case .valueStart:
      phase = .value
      if byte != ASCII.space { event.append(byte, to: field) }
    case .value:
      event.append(byte, to: field)
    case .restOfLine:
      break
    }
  }

  private mutating func beginName(at time: Timestamp) {
    phase = .name
    name = EventFieldName()
    event.start = event.start ?? time
  }

  private mutating func beginValue() {
    field = name.field
    event.begin(field)
    phase = .valueStart
  }

  private mutating func endLine(at time: Timestamp, into events: inout [ServerSentEvent]) {
    switch phase {
    case .byteOrderMark, .lineStart:
      if let dispatched = event.dispatch(index: eventCount, at: time) {
        events.append(dispatched)
        eventCount += 1
      }
    case .name:
      // A line without a colon is a field with an empty value.
      beginValue()
      event.end(field)
    case .valueStart, .value:
      event.end(field)
    case .restOfLine:
      break
    }
    phase = .lineStart
  }

  /// U+FEFF in UTF-8, of which the first one does not count.
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
