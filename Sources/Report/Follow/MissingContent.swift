import Findings

/// What is missing in contents that are written alone, where nothing in the output shows it.
struct MissingContent: Sendable {
  /// Sentences about the first gaps.
  private var sentences: [String] = []
  private var unnamedGaps = 0
  private var unnamedByteCount = 0

  /// - Parameter position: bytes of the content, decoded, that are written ahead of the gap.
  mutating func note(_ byteCount: Int, at position: Int, in exchange: Int, from side: Side) {
    let bytes = PlainNumbers.counted(byteCount, "byte is", plural: "bytes are")
    let place = position == 0 ? "at its beginning" : "behind its byte \(PlainNumbers.grouped(position))"
    note("\(bytes) missing in the \(side.contentName) of exchange \(exchange), \(place).", byteCount)
  }

  /// A message of a WebSocket came without all of its bytes; how many there were is not known of a compressed one.
  mutating func note(messageIn exchange: Int, from side: Side) {
    note("bytes are missing in a message of the \(side.name) on the WebSocket of exchange \(exchange).", 0)
  }

  /// A content ends before its message is whole: the capture, the connection or the stream ended.
  mutating func note(endIn exchange: Int, from side: Side) {
    note("the end of the \(side.contentName) of exchange \(exchange) is missing.", 0)
  }

  private mutating func note(_ sentence: String, _ byteCount: Int) {
    if sentences.count < ReportLimits.namedGaps {
      sentences.append(sentence)
    } else {
      unnamedGaps += 1
      unnamedByteCount += byteCount
    }
  }

  /// What there is to say, for a person.
  var warnings: [String] {
    guard unnamedGaps > 0 else { return sentences }
    let places = PlainNumbers.counted(unnamedGaps, "more place", plural: "more places")
    return sentences + ["bytes are missing in \(places), \(PlainNumbers.grouped(unnamedByteCount)) at least."]
  }
}

extension Side {
  /// What a side's content belongs to.
  fileprivate var contentName: String {
    switch self {
    case .client: "request"
    case .server: "response"
    }
  }
}
