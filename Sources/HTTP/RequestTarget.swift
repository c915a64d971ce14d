import Bytes

/// The parts of an HTTP/1.1 request target (RFC 9112 §3.2) that HTTP/2 sends as `:scheme`, `:authority` and `:path`.
///
/// Ranges are of the text given.
package struct RequestTarget: Equatable, Sendable, BitwiseCopyable {
  /// Only in absolute form.
  package let scheme: ByteRange?
  /// In absolute form, and in authority form, which CONNECT uses.
  package let authority: ByteRange?
  /// Path with query, or `*`. Empty in absolute form without a path, which means `/`; nil in authority form.
  package let path: ByteRange?

  package init(_ target: RawSpan, isCONNECT: Bool) {
    let all = ByteRange(start: 0, count: target.byteCount)
    if isCONNECT {
      (scheme, authority, path) = (nil, all, nil)
      return
    }
    guard let colon = Self.schemeEnd(target) else {
      (scheme, authority, path) = (nil, nil, all)
      return
    }
    let start = colon + 3
    var end = start
    while end < target.byteCount, !Self.endsAuthority(target.byte(at: end)) { end += 1 }
    scheme = ByteRange(start: 0, count: colon)
    authority = ByteRange(start: start, count: end - start)
    path = ByteRange(start: end, count: target.byteCount - end)
  }

  /// The parts of an HTTP/1.x request's target as ranges of its header's text, with the Host field's value as authority
  /// where the target names none: what HTTP/2 would send of it.
  package init(http1 request: borrowing Request) {
    guard let range = request.path else {
      (scheme, authority, path) = (nil, request.authority, nil)
      return
    }
    let target = RequestTarget(request.message.header.bytes(range), isCONNECT: request.isCONNECT)
    func moved(_ part: ByteRange) -> ByteRange { ByteRange(start: range.start + part.start, count: part.count) }
    scheme = target.scheme.map(moved)
    authority = target.authority.map(moved) ?? request.authority
    path = target.path.map(moved)
  }

  /// The offset of the colon of `scheme://`, or nil when the target is not in absolute form.
  private static func schemeEnd(_ target: RawSpan) -> Int? {
    var position = 0
    while position < target.byteCount, isSchemeCharacter(target.byte(at: position)) { position += 1 }
    return position > 0 && target.matches("://", at: position) ? position : nil
  }

  /// RFC 3986 §3.1, without the rule about the first character.
  private static func isSchemeCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: true
    default: false
    }
  }

  /// `/`, `?` or `#` (RFC 3986 §3.2).
  private static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == 0x2F || byte == 0x3F || byte == 0x23
  }
}
