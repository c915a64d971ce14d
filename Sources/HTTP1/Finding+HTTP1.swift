import Findings

extension Finding {
  /// What is odd about the messages of one side of an HTTP/1 connection. It is said once a connection and side.
  static func http1(_ oddity: Oddity, from side: Side) -> Finding {
    let message = side == .client ? "request" : "response"
    switch oddity {
    case .bareLineFeed:
      return Finding(
        .warning, code: "http1-bare-lf", message: "A line of a \(message) ends in LF without CR.",
        reference: "RFC 9112 §2.2")
    case .bareCarriageReturn:
      return Finding(
        .error, code: "http1-bare-cr", message: "A field line of a \(message) contains a CR that no LF follows.",
        reference: "RFC 9112 §2.2")
    case .startLineBlanks:
      return Finding(
        .warning, code: "http1-start-line-blanks",
        message: "The parts of a \(message)'s first line are not separated by single spaces.",
        reference: "RFC 9112 §3")
    case .targetWithBlanks:
      return Finding(
        .error, code: "http1-target-with-blanks", message: "A request target contains blanks.",
        reference: "RFC 9112 §3.2")
    case .versionMissing:
      return Finding(
        .warning, code: "http1-version-missing", message: "A request line has no HTTP version, as in HTTP/0.9.",
        reference: "RFC 9112 §3")
    case .versionMalformed:
      return Finding(
        .error, code: "http1-version-malformed", message: "The HTTP version of a \(message) is neither 1.0 nor 1.1.",
        reference: "RFC 9112 §2.3")
    case .statusLineMalformed:
      return Finding(
        .warning, code: "http1-status-line-malformed",
        message: "A status line is not of the form 'HTTP/1.1 NNN reason' with three digits.",
        reference: "RFC 9112 §4")
    case .notHTTP:
      return Finding(
        .error, code: "http1-not-http",
        message: "The \(side.name) sent something that is no HTTP/1 \(message); it is passed over up to the next one.",
        reference: "RFC 9112 §2.1")
    case .headTooLarge:
      return Finding(
        .error, code: "http1-header-too-large",
        message: "A header or trailer section of a \(message) is larger than \(HTTP1Limits.headByteCount) bytes.")
    case .obsoleteFolding:
      return Finding(
        .warning, code: "http1-obsolete-folding", message: "A field value of a \(message) goes on in a further line.",
        reference: "RFC 9112 §5.2")
    case .blankLineInHead:
      return Finding(
        .error, code: "http1-leading-blank", message: "A line with a leading blank follows a \(message)'s first line.",
        reference: "RFC 9112 §2.2")
    case .blanksBeforeColon:
      return Finding(
        .error, code: "http1-blank-before-colon",
        message: "A \(message) has blanks between a field name and its colon.",
        reference: "RFC 9112 §5.1")
    case .fieldNameEmpty:
      return Finding(
        .error, code: "http1-empty-field-name", message: "A \(message) has a field line with an empty name.",
        reference: "RFC 9110 §5.1")
    case .fieldNameInvalid:
      return Finding(
        .error, code: "http1-invalid-field-name", message: "A field name of a \(message) is not a token.",
        reference: "RFC 9110 §5.1")
    case .fieldValueControl:
      return Finding(
        .error, code: "http1-control-character", message: "A field value of a \(message) contains control characters.",
        reference: "RFC 9110 §5.5")
    case .fieldLineWithoutColon:
      return Finding(
        .error, code: "http1-field-line-without-colon",
        message: "A header section of a \(message) contains a line without a colon; it is left out.",
        reference: "RFC 9112 §5")
    case .transferEncodingWithContentLength:
      return Finding(
        .error, code: "http1-transfer-encoding-with-content-length",
        message:
          "A \(message) has both Transfer-Encoding, which counts, and Content-Length: request smuggling works so.",
        reference: "RFC 9112 §6.3")
    case .transferEncodingNotChunked:
      return Finding(
        .error, code: "http1-transfer-encoding-not-chunked",
        message: "The final transfer coding of a \(message) is not chunked: recipients disagree on where it ends.",
        reference: "RFC 9112 §6.3")
    case .transferEncodingRepeatsChunked:
      return Finding(
        .error, code: "http1-chunked-twice", message: "A \(message) names the chunked coding more than once.",
        reference: "RFC 9112 §6.1")
    case .transferEncodingInHTTP10:
      return Finding(
        .error, code: "http1-transfer-encoding-in-http10",
        message: "A \(message) of HTTP/1.0 has Transfer-Encoding, which that version does not know; it is obeyed.",
        reference: "RFC 9112 §6.1")
    case .contentLengthsDiffer:
      return Finding(
        .error, code: "http1-content-lengths-differ",
        message: "A \(message) has different values of Content-Length, of which the first is used.",
        reference: "RFC 9112 §6.3")
    case .contentLengthRepeated:
      return Finding(
        .warning, code: "http1-content-length-repeated", message: "A \(message) has the same Content-Length twice.",
        reference: "RFC 9112 §6.3")
    case .contentLengthInvalid:
      return Finding(
        .error, code: "http1-content-length-invalid", message: "A Content-Length of a \(message) is not a number.",
        reference: "RFC 9112 §6.3")
    case .contentLengthTooLarge:
      return Finding(
        .error, code: "http1-content-length-too-large",
        message: "A Content-Length of a \(message) is larger than \(Int.max), which is used instead.",
        reference: "RFC 9110 §8.6")
    case .chunkSizeInvalid:
      return Finding(
        .error, code: "http1-chunk-size-invalid",
        message: "A chunk of a \(message) does not begin with its size; the rest of the content is lost.",
        reference: "RFC 9112 §7.1")
    case .chunkSizeTooLarge:
      return Finding(
        .error, code: "http1-chunk-size-too-large",
        message: "A chunk size of a \(message) is larger than \(Int.max); the rest of the content is lost.",
        reference: "RFC 9112 §7.1")
    case .chunkSizeJunk:
      return Finding(
        .warning, code: "http1-chunk-size-junk",
        message: "A chunk size of a \(message) has something beside it that is no chunk extension.",
        reference: "RFC 9112 §7.1")
    case .chunkLineTooLong:
      return Finding(
        .error, code: "http1-chunk-line-too-long",
        message: "A chunk-size line of a \(message) is longer than \(HTTP1Limits.chunkLineByteCount) bytes.",
        reference: "RFC 9112 §7.1.1")
    case .chunkEndMissing:
      return Finding(
        .error, code: "http1-chunk-end-missing",
        message: "A chunk of a \(message) is longer than its size; the rest of the content is lost.",
        reference: "RFC 9112 §7.1")
    case .tooManyInterimResponses:
      return Finding(
        .warning, code: "http1-too-many-interim-responses",
        message:
          "A request got more than \(HTTP1Limits.informationalResponses) interim responses; the rest is left out.",
        reference: "RFC 9110 §15.2")
    case .tooManyPending:
      return Finding(
        .warning, code: "http1-too-many-pending",
        message: """
          More than \(HTTP1Limits.pendingExchanges) exchanges or \(HTTP1Limits.pendingByteCount) header bytes waited for \
          their other half; the oldest are given up.
          """)
    case .tooManyHeldBytes:
      return Finding(
        .warning, code: "http1-too-many-held-bytes",
        message: """
          The \(side.name) sent more than \(HTTP1Limits.heldByteCount) bytes before it was clear which protocol they \
          belong to; they are passed over.
          """)
    case .switchNotAskedFor:
      return Finding(
        .error, code: "http1-switch-not-asked-for",
        message: "The server answers 101 to a request without an Upgrade field.", reference: "RFC 9110 §7.8")
    case .closedEarly:
      return Finding(
        .warning, code: "http1-closed-early",
        message: "The \(side.name) closed the connection before the end of a \(message).", reference: "RFC 9112 §8")
    }
  }
}
