import Findings

extension Finding {
  /// The capturing interface lost packets before they were written.
  /// CVE-2011-3192's kin: a server keeps a worker or memory for each of them.
  static func slowRequest(_ seconds: Int, byteCount: Int, stream: UInt32?) -> Finding {
    Finding(
      .warning, code: "slow-request",
      message: "The client took \(seconds) seconds to send a request with \(byteCount) bytes of content.",
      reference: "CVE-2007-6750", stream: stream)
  }

  static func slowRead(_ seconds: Int, stream: UInt32?) -> Finding {
    Finding(
      .warning, code: "slow-read",
      message: "The client let a response wait for \(seconds) seconds without a flow-control window.",
      reference: "CVE-2016-1546", stream: stream)
  }

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
