import Findings

/// Whose content a finding is about.
package struct CodedMessage {
  package var sender: Side
  /// HTTP/2 stream; nil for HTTP/1.x.
  package var stream: UInt32?
  /// The codings as sent, such as `gzip, br`.
  package var codings: String
  /// The dictionary that its content says it needs.
  package var dictionary: DictionaryDigest?

  package init(sender: Side, stream: UInt32?, codings: String, dictionary: DictionaryDigest? = nil) {
    self.sender = sender
    self.stream = stream
    self.codings = codings
    self.dictionary = dictionary
  }

  fileprivate var name: String { sender == .client ? "request" : "response" }
}

extension Finding {
  /// Content that could not be decoded; nil when that says nothing about the traffic, but about what was captured of it.
  ///
  /// - Parameter decoded: how many bytes could be decoded.
  package static func content(_ problem: ContentProblem, of message: CodedMessage, decoded: Int) -> Finding? {
    let (name, codings) = (message.name, message.codings)
    switch problem {
    case .unknownHeader, .partialRepresentation, .missingBytes, .incompleteMessage, .turnedOff:
      return nil
    case .unknownCoding:
      return Finding(
        .note, code: "content-coding-unknown",
        message: "A \(name) has a content coding that is not known among '\(codings)'; its content stays coded.",
        reference: "RFC 9110 §8.4.1", stream: message.stream)
    case .tooManyCodings:
      return Finding(
        .warning, code: "content-coding-too-many",
        message: "A \(name) names more than \(ContentCodingLimits.codings) codings, one on the other.",
        reference: "RFC 9110 §8.4", stream: message.stream)
    case .truncated:
      return Finding(
        .error, code: "content-truncated",
        message:
          "The content of a \(name), in '\(codings)', ends after \(decoded) decoded bytes and before its coded data does.",
        reference: "RFC 9110 §8.4.1", stream: message.stream)
    case .corrupt:
      return Finding(
        .error, code: "content-corrupt",
        message: "The content of a \(name), in '\(codings)', is corrupt after \(decoded) decoded bytes.",
        reference: "RFC 9110 §8.4.1", stream: message.stream)
    case .mislabelled:
      return Finding(
        .error, code: "content-mislabelled",
        message: "The content of a \(name) is said to be in '\(codings)' and does not begin so.",
        reference: "RFC 9110 §8.4", stream: message.stream)
    case .dictionaryMissing, .dictionaryNotUsable:
      let digest = message.dictionary.map { " with the SHA-256 \($0.text)" } ?? ""
      let reason =
        problem == .dictionaryMissing
        ? "no response on its connection offered that" : "brotli is not decoded with one"
      return Finding(
        .note, code: "content-needs-dictionary",
        message: "The content of a \(name), in '\(codings)', needs a dictionary\(digest); \(reason).",
        reference: "RFC 9842", stream: message.stream)
    case .windowTooLarge:
      return Finding(
        .warning, code: "content-window-too-large",
        message: "The content of a \(name) asks for a window of more than "
          + "\(1 << (ContentCodingLimits.zstdWindowLog - 20)) MiB, which recipients refuse.",
        reference: "RFC 9659 §3", stream: message.stream)
    case .expandsTooMuch:
      return Finding(
        .warning, code: "content-expands-too-much",
        message:
          "The content of a \(name), in '\(codings)', expands like a bomb: decoding stopped after \(decoded) bytes.",
        stream: message.stream)
    case .outOfMemory:
      return Finding(
        .warning, code: "content-decoding-out-of-memory",
        message: "The content of a \(name) was not decoded any further: too many were at once.", stream: message.stream)
    }
  }

  /// Bytes behind the coded data.
  package static func contentTrailingBytes(_ byteCount: Int, of message: CodedMessage) -> Finding {
    Finding(
      .note, code: "content-trailing-bytes",
      message:
        "\(byteCount) bytes follow the coded data of a \(message.name) in '\(message.codings)'; they are passed over.",
      stream: message.stream)
  }

  /// Deflate as many send it.
  package static func contentRawDeflate(of message: CodedMessage) -> Finding {
    Finding(
      .note, code: "content-raw-deflate",
      message: "A \(message.name) in 'deflate' lacks the zlib format around it.", reference: "RFC 9110 §8.4.1.2",
      stream: message.stream)
  }

  /// Text that decodes to what is coded again.
  package static func contentCodedTwice(of message: CodedMessage) -> Finding {
    Finding(
      .warning, code: "content-coded-twice",
      message: "The content of a \(message.name) is coded once more than '\(message.codings)' says.",
      reference: "RFC 9110 §8.4", stream: message.stream)
  }
}
