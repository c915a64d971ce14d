import Bytes
import Findings

/// What a request and a response have in common.
package struct Message: Sendable {
  /// The header section. HTTP/2: with its pseudo-header fields. HTTP/1.x: names as sent; the start line's text lies in it too.
  package var header = FieldSection()
  /// The trailer section; empty when there was none.
  package var trailers = FieldSection()
  /// HTTP/1.x: bytes of start line and header section with the empty line. HTTP/2: bytes of the field block.
  package var headerWireByteCount = 0
  /// Σ(name + value) of the field lines that HTTP/2 sends or would send (`HeaderCost`).
  package var headerListByteCount = 0
  /// What the header section costs as HTTP/1.1 text, start line and empty line included.
  package var http1ByteCount = 0
  /// What it costs under HPACK on this connection; nil when nobody measured it.
  package var hpackByteCount: Int?
  /// HTTP/2: the size of the sender's dynamic table behind the header section (RFC 7541 §4.1); nil where it is not known.
  package var dynamicTableByteCount: Int?
  /// Content bytes after the transfer coding or the HTTP/2 framing and padding is removed, before content decoding.
  package var bodyByteCount = 0
  /// Content bytes that were sent but are missing from the capture, as far as known.
  package var missingBodyByteCount = 0
  /// Whether content may be missing beyond that: bytes of the connection were lost while it came, and its length is not known.
  package var mayMissContent = false
  /// Where its content goes while it comes.
  package var content = ContentHandle.unasked
  /// Content bytes after all codings are undone; nil when the content is not whole or could not be decoded.
  package var decodedBodyByteCount: Int?
  /// Why content that is coded was not decoded, as a sentence for a person; nil when it was, or is not coded.
  package var notDecodedBecause: StaticString?
  /// The SHA-256 of the decoded content; nil when there is no whole one, or when it was not asked for.
  package var contentSHA256: [UInt8]?
  /// Whether the end of the message was seen.
  package var isComplete = false
  /// When its first byte was there.
  package var start: Timestamp?
  /// When its last byte was there; of an incomplete message the last one seen.
  package var end: Timestamp?

  package init() {}

  /// Empties it and keeps the storage.
  package mutating func reset() {
    header.removeAll()
    trailers.removeAll()
    headerWireByteCount = 0
    headerListByteCount = 0
    http1ByteCount = 0
    hpackByteCount = nil
    dynamicTableByteCount = nil
    bodyByteCount = 0
    missingBodyByteCount = 0
    mayMissContent = false
    content = .unasked
    decodedBodyByteCount = nil
    notDecodedBecause = nil
    contentSHA256 = nil
    isComplete = false
    start = nil
    end = nil
  }
}

/// A request: its message, and the control data of RFC 9110 §6.2 as ranges of `message.header.text`.
package struct Request: Sendable {
  package var message = Message()
  /// The method, nil when it was not captured.
  package var method: ByteRange?
  /// HTTP/2: `:scheme`. HTTP/1.x: of a request target in absolute form, else the connection's; nil for CONNECT.
  package var scheme: ByteRange?
  /// `:authority`, else the Host field's value, else nil.
  package var authority: ByteRange?
  /// HTTP/1.x: the request target as sent. HTTP/2: `:path`.
  package var path: ByteRange?
  /// Whether the method is HEAD, whose response has no content whatever its fields say (RFC 9110 §9.3.2).
  package var isHEAD = false
  /// Whether the method is CONNECT (RFC 9110 §9.3.6).
  package var isCONNECT = false

  package init() {}

  /// Empties it and keeps the storage.
  package mutating func reset() {
    message.reset()
    method = nil
    scheme = nil
    authority = nil
    path = nil
    isHEAD = false
    isCONNECT = false
  }
}

/// A response: its message and status.
package struct Response: Sendable {
  package var message = Message()
  /// HTTP/1.x: the version of the status line, which may be another than the request's; nil for HTTP/2.
  package var version: HTTPVersion?
  /// The final status code, nil while only interim responses or none were seen, or when it was not three digits.
  package var status: Int?
  /// HTTP/1.x: the reason phrase as a range of `message.header.text`; nil for HTTP/2.
  package var reason: ByteRange?

  package init() {}

  /// Empties it and keeps the storage.
  package mutating func reset() {
    message.reset()
    version = nil
    status = nil
    reason = nil
  }
}

/// An interim (1xx) response, except a 101 that ended HTTP/1.1 on the connection (RFC 9110 §15.2).
package struct InformationalResponse: Sendable {
  /// 100 to 199.
  package var status: Int
  package var header: FieldSection
  /// When its last byte was there.
  package var time: Timestamp

  package init(status: Int, header: FieldSection, time: Timestamp) {
    self.status = status
    self.header = header
    self.time = time
  }
}
