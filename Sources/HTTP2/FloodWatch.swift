import Findings

/// Frames that cost their sender nothing and the receiver much when there are many of them.
enum Flood: Int, CaseIterable, Sendable {
  /// PING that asks for an answer (CVE-2019-9512).
  case ping
  /// SETTINGS that ask for an acknowledgement (CVE-2019-9515).
  case settings
  /// PRIORITY (CVE-2019-9513).
  case priority
  /// DATA without a byte and without END_STREAM (CVE-2019-9518).
  case emptyData
  /// WINDOW_UPDATE by a few bytes, which makes the other side send in crumbs (CVE-2019-9511).
  case smallWindowUpdate
  /// RST_STREAM for what the other side did wrong: it may do so to have streams reset that still cost work (CVE-2019-9514,
  /// CVE-2025-8671).
  case provokedReset
}

/// Notices a side that sends more of such frames within a second than any use of the protocol explains.
struct FloodWatch: Sendable {
  private static let window: Int64 = 1_000_000_000

  /// When the second began in which frames are counted.
  private var begin: Timestamp?
  private var counts = SIMD8<Int32>()
  /// The floods that were reported, a bit each.
  private var reported: UInt8 = 0

  /// Notes a frame; true once for each flood, when there were as many as make one.
  mutating func note(_ flood: Flood, at time: Timestamp) -> Bool {
    let bit = UInt8(1) << UInt8(flood.rawValue)
    guard reported & bit == 0 else { return false }
    if begin.map({ abs(time.nanoseconds(since: $0)) > Self.window }) ?? true {
      begin = time
      counts = SIMD8()
    }
    counts[flood.rawValue] += 1
    guard counts[flood.rawValue] >= flood.limit else { return false }
    reported |= bit
    return true
  }
}

extension Flood {
  /// Frames within a second that make a flood.
  var limit: Int {
    switch self {
    case .provokedReset: HTTP2Limits.floodedResets
    case .ping, .settings: HTTP2Limits.floodedAnswers
    case .priority, .emptyData, .smallWindowUpdate: HTTP2Limits.floodedFrames
    }
  }
}
