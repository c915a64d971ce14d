import Findings

extension Finding {
  /// The capturing interface lost packets before they were written.
  static func droppedPackets(_ count: Int) -> Finding {
    Finding(
      .warning, code: "capture-dropped-packets",
      message: "The capture says that \(count) packets were dropped before they were written: expect gaps.")
  }
}
