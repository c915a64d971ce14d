import Bytes

/// What a side announced in SETTINGS and the other side has acknowledged, as far as it changes how the other side's frames
/// are read (RFC 9113 §6.5.2). The header table size is kept by the HPACK decoder.
struct SettingsInForce: Sendable, BitwiseCopyable {
  /// The largest payload that the other side may send; 2^14 at first.
  private(set) var maxFrameSize = 1 << 14
  /// Whether the other side may push.
  private(set) var allowsPush = true

  /// Puts a change into force.
  mutating func apply(_ change: SettingsChange) {
    if let size = change.maxFrameSize { maxFrameSize = size }
    if let allows = change.allowsPush { allowsPush = allows }
  }
}

/// The parameters of one SETTINGS frame that change how the other side's frames are read; nil when they are not in it.
struct SettingsChange: Sendable, Equatable {
  var headerTableSize: Int?
  var maxFrameSize: Int?
  var allowsPush: Bool?
  var initialWindowSize: Int?
  var maxConcurrentStreams: Int?

  init() {}

  /// Of a SETTINGS payload; a parameter that occurs twice counts with its last value (RFC 9113 §6.5.3).
  init(payload: RawSpan) {
    Setting.forEach(in: payload) { setting in
      switch setting.identifier {
      case .headerTableSize: headerTableSize = Int(setting.value)
      case .maxFrameSize where setting.isInRange: maxFrameSize = Int(setting.value)
      case .initialWindowSize where setting.isInRange: initialWindowSize = Int(setting.value)
      case .maxConcurrentStreams: maxConcurrentStreams = Int(setting.value)
      case .enablePush where setting.isInRange: allowsPush = setting.value == 1
      default: break
      }
    }
  }
}
