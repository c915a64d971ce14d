/// What to do about a finding, in a sentence, by its code.
///
/// Findings with one cure share the sentence. A code that stands here with none tells what happened and asks for nothing.
enum FindingAdvice {
  static func text(for code: String) -> String? { byCode[code] }

  private static let byCode: [String: String] = {
    var byCode: [String: String] = [:]
    for (advice, codes) in groups {
      for code in codes { byCode[code] = advice }
    }
    return byCode
  }()

  private static let groups: [(advice: String, codes: [String])] = capture + http1 + http2 + tls + content + riding

  // MARK: What was captured

  private static let capture: [(advice: String, codes: [String])] = [
    (
      "Capture again with a larger buffer (-B) or a filter (-f), on a less busy machine.",
      ["capture-dropped-packets"]
    ),
    (
      "What follows the gap is partly inferred: capture without losses, nearer to one of the ends, to be certain.",
      ["tcp-gap", "h2-framing-lost", "tls-not-a-record"]
    ),
    (
      "Find out who sent the second copy: a middlebox or an attacker may have forged one of the two.",
      ["tcp-overlap-conflict", "ip-fragment-overlap"]
    ),
    (
      "Drop such fragments at the border: they serve to evade filters.",
      ["ip-fragment-invalid", "ip-fragment-tiny"]
    ),
    (
      "Capture with offloading switched off (ethtool -K), or with a larger snapshot length.", ["ip-length-beyond-frame"]
    ),
  ]

  // MARK: HTTP/1.1

  private static let http1: [(advice: String, codes: [String])] = [
    (
      "Answer 400 and close the connection, at every proxy and server on the way: where two recipients read such a "
        + "message differently, a request can be smuggled.",
      [
        "http1-transfer-encoding-with-content-length", "http1-transfer-encoding-not-chunked", "http1-chunked-twice",
        "http1-transfer-encoding-in-http10", "http1-content-lengths-differ", "http1-content-length-invalid",
        "http1-content-length-too-large", "http1-chunk-size-invalid", "http1-chunk-size-too-large",
        "http1-chunk-size-junk", "http1-chunk-line-too-long", "http1-chunk-end-missing", "http1-bare-cr",
        "http1-leading-blank", "http1-blank-before-colon", "http1-obsolete-folding", "http1-bare-lf",
      ]
    ),
    ("Let the sender send one Content-Length; recipients may refuse the message.", ["http1-content-length-repeated"]),
    (
      "Correct the sender; a recipient should answer 400 rather than guess what was meant.",
      [
        "http1-start-line-blanks", "http1-target-with-blanks", "http1-version-malformed", "http1-status-line-malformed",
        "http1-empty-field-name", "http1-invalid-field-name", "http1-control-character",
        "http1-field-line-without-colon",
      ]
    ),
    ("Send HTTP/1.1 with a version in the request line.", ["http1-version-missing"]),
    ("Make the fields smaller: servers refuse such sections with 431.", ["http1-header-too-large"]),
    ("See whether something other than HTTP uses this port, or the capture lacks bytes here.", ["http1-not-http"]),
    ("Answer 101 only to a request that asks for an upgrade.", ["http1-switch-not-asked-for"]),
    ("Treat what was received as cut off; a request that is safe can be sent again.", ["http1-closed-early"]),
    ("Let the server send fewer interim responses.", ["http1-too-many-interim-responses"]),
    (
      "Limit how many requests a client may send before it has their answers.",
      ["http1-too-many-pending", "http1-too-many-held-bytes"]
    ),
  ]

  // MARK: HTTP/2

  private static let http2: [(advice: String, codes: [String])] = [
    (
      "Limit resets a connection and end those that exceed it with ENHANCE_YOUR_CALM; update the server.",
      ["h2-rapid-reset"]
    ),
    (
      "Limit such frames by connection and time, and end connections that exceed it with ENHANCE_YOUR_CALM.",
      [
        "h2-ping-flood", "h2-settings-flood", "h2-priority-flood", "h2-empty-frames-flood", "h2-window-update-flood",
      ]
    ),
    (
      "Count streams as open until their work has stopped, also those that the server itself reset; update the server.",
      ["h2-provoked-resets"]
    ),
    ("Lower SETTINGS_MAX_HEADER_LIST_SIZE and refuse larger sections while decoding.", ["h2-header-bomb"]),
    (
      "Limit how long a request may take and a response may wait, and the connections of one address.",
      ["slow-request", "slow-read"]
    ),
    (
      "Limit the frames and bytes of a field block before it is complete; update the server.",
      ["h2-continuation-flood", "h2-field-block-too-large"]
    ),
    (
      "Lower SETTINGS_MAX_CONCURRENT_STREAMS and SETTINGS_MAX_HEADER_LIST_SIZE.",
      ["h2-too-many-streams"]
    ),
    (
      "Encode short secrets as never indexed (RFC 7541 §6.2.3); long random ones may stay, for they cannot be guessed.",
      ["h2-sensitive-field-indexed"]
    ),
    (
      "Answer with a connection error, and correct the sender: from here on both ends may disagree on the table.",
      ["h2-compression-error", "h2-interrupted-field-block", "h2-unexpected-continuation"]
    ),
    (
      "Refuse the message with RST_STREAM (PROTOCOL_ERROR): passed on as HTTP/1.1, it can smuggle a request.",
      [
        "h2-content-length-mismatch", "h2-bad-content-length", "h2-connection-specific-field",
        "h2-forbidden-field-bytes",
        "h2-upper-case-field-name", "h2-missing-pseudo-header", "h2-misplaced-pseudo-header",
        "h2-unknown-pseudo-header", "h2-duplicate-pseudo-header", "h2-empty-path", "h2-bad-status",
      ]
    ),
    (
      "Correct the sender; the other side should have ended the connection with GOAWAY.",
      [
        "h2-bad-preface", "h2-settings-not-first", "h2-frame-too-large", "h2-bad-frame-length", "h2-wrong-stream",
        "h2-padding-too-long", "h2-wrong-stream-parity", "h2-decreasing-stream", "h2-idle-stream",
        "h2-frame-after-end-stream", "h2-data-before-headers", "h2-bad-setting", "h2-unexpected-settings-ack",
        "h2-zero-window-update", "h2-bad-promise", "h2-trailers-without-end-stream", "h2-interim-response-ends-stream",
        "h2-status-101",
      ]
    ),
    ("Switch server push off, or respect the client's setting.", ["h2-push-not-allowed"]),
    ("See why the connection was cut: its streams are incomplete.", ["h2-truncated-frame"]),
  ]

  // MARK: TLS

  private static let tls: [(advice: String, codes: [String])] = [
    (
      "See which side gave up, and whether the other one's certificate, version or suites are what it accepts.",
      ["tls-alert"]
    ),
    ("Send close_notify before closing, or check lengths: a cut cannot be told from an end.", ["tls-no-close-notify"]),
    ("Check the key log against the capture; bytes may have been changed on the way.", ["tls-record-not-authentic"]),
    (
      "Correct the sender, or look for something between the ends that changes bytes.",
      [
        "tls-unknown-content-type", "tls-malformed-handshake", "tls-handshake-in-the-open",
        "tls-record-not-decompressed",
      ]
    ),
  ]

  // MARK: Content

  private static let content: [(advice: String, codes: [String])] = [
    (
      "See what writes the content: its coding and its Content-Encoding do not fit.",
      ["content-corrupt", "content-mislabelled", "content-truncated", "content-trailing-bytes", "content-raw-deflate"]
    ),
    ("Compress in one place only, either the application or the proxy.", ["content-coded-twice"]),
    (
      "Limit what a recipient decodes; this content may be made to exhaust it.",
      ["content-expands-too-much", "content-coding-too-many", "content-window-too-large"]
    ),
    ("Extract it as it is (extract --no-decode-bodies) to decode it elsewhere.", ["content-coding-unknown"]),
    (
      "Capture the response that offers the dictionary on the same connection, or extract the content to decode it elsewhere.",
      ["content-needs-dictionary"]
    ),
    (
      "Analyse fewer connections at once (-f), or allow more memory (--max-memory).", ["content-decoding-out-of-memory"]
    ),
  ]

  // MARK: What rides on HTTP

  private static let riding: [(advice: String, codes: [String])] = [
    (
      "Correct the gRPC implementation that sent it, or what stands between the ends and changes it.",
      [
        "grpc-bad-message", "grpc-content-after-trailers", "grpc-bad-base64", "grpc-compressed-without-encoding",
        "grpc-not-decompressed", "grpc-bad-timeout", "grpc-bad-status", "grpc-content-type",
      ]
    ),
    (
      "See whether a proxy answered in the server's place, or cut the call: clients report it as UNAVAILABLE or UNKNOWN.",
      ["grpc-http-status", "grpc-no-status", "grpc-message-cut"]
    ),
    ("Let the client go on from its last event's id.", ["sse-event-cut"]),
    (
      "Fail the WebSocket (RFC 6455 §7.1.7) and correct the sender.",
      [
        "websocket-bad-extensions", "websocket-unmasked-frame", "websocket-masked-frame", "websocket-reserved-bits",
        "websocket-reserved-opcode", "websocket-length-not-minimal", "websocket-length-too-large",
        "websocket-unexpected-continuation", "websocket-interrupted-message", "websocket-fragmented-control",
        "websocket-control-too-long", "websocket-text-not-utf8", "websocket-close-code-cut",
        "websocket-bad-close-code", "websocket-close-reason-not-utf8", "websocket-bad-compression",
        "websocket-data-after-close",
      ]
    ),
    (
      "See why the connection was cut, as by a proxy's idle timeout: pings keep it open.",
      ["websocket-no-close", "websocket-truncated-frame"]
    ),
    ("Limit the size of decompressed messages.", ["websocket-decompression-limit"]),
  ]
}
