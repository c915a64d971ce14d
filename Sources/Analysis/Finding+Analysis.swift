import Findings

extension Finding {
  /// The capturing interface lost packets before they were written.
  static func droppedPackets(_ count: Int) -> Finding {
    Finding(
      .warning, code: "capture-dropped-packets",
      message: "The capture says that \(count) packets were dropped before they were written: expect gaps.")
  }

  static func messagesSuppressed(_ count: Int, stream: UInt32?) -> Finding {
    Finding(
      .warning, code: "messages-not-shown",
      message:
        "A content expands to more messages than are shown when its coding is undone: \(count) are only counted.",
      stream: stream)
  }
}
