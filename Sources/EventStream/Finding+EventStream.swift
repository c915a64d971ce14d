import Findings

extension Finding {
  /// The content of an event stream ended inside an event.
  package static func eventCut(stream: UInt32?) -> Finding {
    Finding(
      .note, code: "sse-event-cut",
      message: "An event stream ends in the middle of an event, which its recipient drops.",
      reference: "HTML §9.2.6", stream: stream)
  }
}
