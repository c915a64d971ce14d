import Bytes

/// What one side announced in SETTINGS, and what of it the other side has acknowledged (RFC 9113 §6.5.3).
///
/// Only the parameters that change how the other side's frames are read.
struct SettingsLedger: Sendable {
  /// The parameters of one SETTINGS frame that matter here; nil when they are not in it.
  struct Change: Sendable, Equatable {
    var headerTableSize: Int?
    var maxFrameSize: Int?
    var allowsPush: Bool?

    init() {}

    /// Of a SETTINGS payload; a parameter that occurs twice counts with its last value (RFC 9113 §6.5.3).
    init(payload: RawSpan) {
      Setting.forEach(in: payload) { setting in
        switch setting.identifier {
        case .headerTableSize: headerTableSize = Int(setting.value)
        case .maxFrameSize where setting.isInRange: maxFrameSize = Int(setting.value)
        case .enablePush where setting.isInRange: allowsPush = setting.value == 1
        default: break
        }
      }
    }
  }

  /// RFC 9113 §6.5.2: the initial value, and the least.
  static let initialMaxFrameSize = 1 << 14

  /// The largest payload that the other side may send.
  private(set) var maxFrameSize = initialMaxFrameSize
  /// Whether the other side may push.
  private(set) var allowsPush = true
  /// SETTINGS frames that were not acknowledged yet, oldest first.
  private(set) var inFlight: [Change] = []

  /// Acknowledgements that came before what they acknowledge: two captures of one moment may hold the directions out of
  /// order.
  private(set) var earlyAcknowledgements = 0

  /// Whether no acknowledgement is due.
  var isSettled: Bool { inFlight.isEmpty }

  /// Notes a SETTINGS frame that waits for its acknowledgement. If that has come already, or when too many wait, the
  /// oldest takes effect and is returned.
  mutating func announce(_ change: Change) -> Change? {
    inFlight.append(change)
    if earlyAcknowledgements > 0 {
      earlyAcknowledgements -= 1
    } else if inFlight.count <= HTTP2Limits.settingsInFlight {
      return nil
    }
    return acknowledge()
  }

  /// The oldest SETTINGS frame was acknowledged: applies and returns it; nil when none waits.
  mutating func acknowledge() -> Change? {
    guard !inFlight.isEmpty else {
      earlyAcknowledgements += 1
      return nil
    }
    let change = inFlight.removeFirst()
    apply(change)
    return change
  }

  /// Puts a change into force.
  mutating func apply(_ change: Change) {
    if let size = change.maxFrameSize { maxFrameSize = size }
    if let allows = change.allowsPush { allowsPush = allows }
  }

  /// The largest header table that a SETTINGS frame in flight allows; nil when none says.
  var largestTableSizeInFlight: Int? {
    inFlight.compactMap(\.headerTableSize).max()
  }
}

extension Setting {
  /// Bytes of a parameter on the wire: identifier (16) and value (32).
  static let byteCount = 6

  /// Calls for each whole parameter of a SETTINGS payload, in order.
  static func forEach(in payload: RawSpan, _ body: (Setting) -> Void) {
    var offset = 0
    while offset + byteCount <= payload.byteCount {
      body(
        Setting(SettingIdentifier(rawValue: payload.uint16(at: offset)), payload.uint32(at: offset + 2)))
      offset += byteCount
    }
  }

  /// Whether the value is one that RFC 9113 §6.5.2, RFC 8441 §3 or RFC 9218 §2.1 allows; unknown parameters allow all.
  var isInRange: Bool {
    switch identifier {
    case .enablePush, .enableConnectProtocol, .noRFC7540Priorities: value <= 1
    case .initialWindowSize: value <= 0x7FFF_FFFF
    case .maxFrameSize: value >= 1 << 14 && value < 1 << 24
    default: true
    }
  }
}
