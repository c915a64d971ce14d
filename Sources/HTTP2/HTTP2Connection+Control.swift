import Bytes
import Findings
import HTTP

// Frames that carry no message: SETTINGS, RST_STREAM, GOAWAY, WINDOW_UPDATE and the rest.

extension HTTP2Connection {
  /// A frame other than DATA, HEADERS, PUSH_PROMISE and CONTINUATION ended. Unknown types are ignored (RFC 9113 §5.5).
  mutating func receiveControl<R: HTTP2Receiver>(
    _ header: FrameHeader, payload: RawSpan, isWhole: Bool, from side: Side, at time: Timestamp,
    into receiver: inout R
  ) {
    guard header.isOnRightStream else {
      report(.h2BadStream(header, from: side), at: time, into: &receiver)
      return
    }
    if header.isWrongLength { report(.h2BadFrameLength(header, from: side), at: time, into: &receiver) }
    switch header.type {
    case .settings:
      // A frame that a gap cut is acknowledged too, so that it takes its place in the queue without a parameter.
      let known = isWhole ? payload : payload.extracting(0..<0)
      receiveSettings(header, payload: known, from: side, at: time, into: &receiver)
      if !header.flags.contains(.ack) { note(.settings, from: side, at: time, into: &receiver) }
    case .ping where !header.flags.contains(.ack):
      note(.ping, from: side, at: time, into: &receiver)
    case .priority:
      note(.priority, from: side, at: time, into: &receiver)
    case .origin where isWhole && side == .server:
      noteOrigins(payload)
    case .rstStream where isWhole && payload.byteCount >= 4:
      receiveReset(header, code: ErrorCode(rawValue: payload.uint32(at: 0)), from: side, at: time, into: &receiver)
    case .goaway where isWhole && payload.byteCount >= 8 && counters.goaways.count < HTTP2Limits.keptGoaways:
      counters.goaways.append(
        Goaway(
          from: side, lastStream: payload.uint32(at: 0) & 0x7FFF_FFFF,
          errorCode: ErrorCode(rawValue: payload.uint32(at: 4)), time: time))
    case .windowUpdate where isWhole && payload.byteCount >= 4:
      let increment = Int(payload.uint32(at: 0) & 0x7FFF_FFFF)
      enlargeWindow(header, by: increment, from: side, at: time)
      if increment < HTTP2Limits.smallWindowIncrement {
        note(.smallWindowUpdate, from: side, at: time, into: &receiver)
      }
      if increment == 0 {
        report(.h2ZeroWindowUpdate(stream: header.stream, from: side), at: time, into: &receiver)
      }
      if header.stream != 0 { checkIsNotIdle(header, from: side, at: time, into: &receiver) }
    default:
      break
    }
  }

  /// Notes a frame of which many are a flood.
  mutating func note<R: HTTP2Receiver>(
    _ flood: Flood, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if floods[side].note(flood, at: time) { report(.h2Flood(flood, from: side), at: time, into: &receiver) }
  }

  /// Keeps the origins that the server says it is authoritative for (RFC 8336 §2.1): each is a length of 16 bits and an
  /// origin in ASCII.
  private mutating func noteOrigins(_ payload: RawSpan) {
    counters.originFrames += 1
    var offset = 0
    while offset + 2 <= payload.byteCount {
      let count = Int(payload.uint16(at: offset))
      offset += 2
      guard offset + count <= payload.byteCount, counters.origins.count < HTTP2Limits.keptOrigins else { return }
      if count > 0, count <= HTTP2Limits.originByteCount {
        let origin = String(decodingUTF8: payload.extracting(offset..<offset + count)).lowercased()
        if !counters.origins.contains(origin) { counters.origins.append(origin) }
      }
      offset += count
    }
  }

  // MARK: SETTINGS (RFC 9113 §6.5)

  private mutating func receiveSettings<R: HTTP2Receiver>(
    _ header: FrameHeader, payload: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if header.flags.contains(.ack) {
      if let change = ledgers[side.opposite].acknowledge() { putInForce(change, of: side.opposite, at: time) }
      return
    }
    noteSettings(payload, from: side, at: time, into: &receiver)
    if let change = ledgers[side].announce(SettingsChange(payload: payload)) {
      putInForce(change, of: side, at: time)
    }
  }

  /// A side's settings are acknowledged. It decodes with its header table what the other side encodes.
  mutating func putInForce(_ change: SettingsChange, of side: Side, at time: Timestamp) {
    settings[side].apply(change)
    if let size = change.initialWindowSize { flowControls[side.opposite].setInitialWindow(size, at: time) }
    if side == .server, let limit = change.maxConcurrentStreams { streamLimit = limit }
    if let size = change.headerTableSize { hpack[side.opposite].setAllowedTableByteCount(size) }
  }

  /// Keeps the last value of each parameter, and reports values out of range.
  private mutating func noteSettings<R: HTTP2Receiver>(
    _ payload: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    Setting.forEach(in: payload) { setting in
      if !setting.isInRange || (side == .server && setting.identifier == .enablePush && setting.value == 1) {
        report(.h2BadSetting(setting, from: side), at: time, into: &receiver)
      }
      noteSetting(setting, from: side)
    }
  }

  /// Keeps the last value of a parameter.
  mutating func noteSetting(_ setting: Setting, from side: Side) {
    if let index = counters.settings[side].firstIndex(where: { $0.identifier == setting.identifier }) {
      counters.settings[side][index].value = setting.value
    } else if counters.settings[side].count < HTTP2Limits.keptSettings {
      counters.settings[side].append(setting)
    }
  }

  // MARK: RST_STREAM (RFC 9113 §6.4)

  private mutating func receiveReset<R: HTTP2Receiver>(
    _ header: FrameHeader, code: ErrorCode, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    counters.resets[side] += 1
    if side == .server, code == .refusedStream { counters.refusedStreams += 1 }
    if side == .client, rapidResets.noteReset(at: time) {
      report(.h2RapidReset(count: HTTP2Limits.rapidResets), at: time, into: &receiver)
    }
    if code.blamesPeer { note(.provokedReset, from: side, at: time, into: &receiver) }
    guard let slot = streams.slot(of: header.stream) else {
      checkIsNotIdle(header, from: side, at: time, into: &receiver)
      return
    }
    streams.exchanges[slot].resetCode = code.rawValue
    streams.exchanges[slot].resetBy = side
    handOver(slot, as: .reset, into: &receiver)
  }

  // MARK: What the capture can tell

  /// Reports a frame on a stream that its own side should have opened and has not (RFC 9113 §5.1). Of the other side's
  /// streams nothing can be said: the directions may be captured out of order.
  mutating func checkIsNotIdle<R: HTTP2Receiver>(
    _ header: FrameHeader, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard losses[side] == 0, StreamTable.initiator(of: header.stream) == side,
      header.stream > streams.highest[side], streams.slot(of: header.stream) == nil
    else { return }
    report(.h2FrameOnIdleStream(header, from: side), at: time, into: &receiver)
  }

  /// Whether all is known that the other side announced and a side acknowledged: else nothing can be said about the
  /// limits that the side keeps to.
  func knowsLimits(of side: Side) -> Bool {
    losses.client == 0 && losses.server == 0 && !isFirstFrameDue[side.opposite]
      && ledgers[side.opposite].earlyAcknowledgements == 0
  }

  /// Reports acknowledgements of SETTINGS that were not sent, when the connection is over (RFC 9113 §6.5.3).
  mutating func checkAcknowledgements<R: HTTP2Receiver>(at time: Timestamp, into receiver: inout R) {
    for side in Side.allCases
    where ledgers[side.opposite].earlyAcknowledgements > 0 && losses[side.opposite] == 0
      && !isFirstFrameDue[side.opposite]
    {
      report(.h2UnexpectedAcknowledgement(from: side), at: time, into: &receiver)
    }
  }
}

extension FrameHeader {
  /// Whether the type allows its stream: 0 for the connection's frames, another for a stream's.
  fileprivate var isOnRightStream: Bool {
    switch type {
    case .settings, .ping, .goaway, .priorityUpdate: stream == 0
    case .data, .headers, .priority, .rstStream, .pushPromise, .continuation: stream != 0
    default: true
    }
  }

  /// Whether the type does not allow its length (RFC 9113 §6).
  fileprivate var isWrongLength: Bool {
    switch type {
    case .priority: length != 5
    case .rstStream, .windowUpdate: length != 4
    case .settings: flags.contains(.ack) ? length != 0 : length % 6 != 0
    case .ping: length != 8
    case .goaway: length < 8
    default: false
    }
  }
}
