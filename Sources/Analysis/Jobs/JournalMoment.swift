/// A moment that is the same whatever the number of pipelines: what happened is told in the order of moments.
struct JournalMoment: Comparable, Sendable, BitwiseCopyable {
  /// The parts of a round.
  enum Phase: UInt8, Comparable, Sendable, BitwiseCopyable {
    /// Segments are read, in the order of their numbers.
    case segments
    /// Connections end, in the order of their numbers.
    case endings

    static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }
  }

  var phase: Phase
  /// The segment's number, or the place of the connection that ends.
  var number: Int

  /// Before and behind all others.
  static var start: JournalMoment { JournalMoment(phase: .segments, number: 0) }
  static var end: JournalMoment { JournalMoment(phase: .endings, number: .max) }

  static func < (left: JournalMoment, right: JournalMoment) -> Bool {
    left.phase == right.phase ? left.number < right.number : left.phase < right.phase
  }
}
