import Bytes

/// Tells text from what is none by the beginning of a content. Only how a content is shown and named depends on it.
package enum ContentSniffer {
  /// How a content can be shown.
  package enum Verdict: Equatable, Sendable {
    case text(Charset)
    /// - Parameter kind: what it is, if that is known.
    case binary(ContentKind?)
  }

  /// - Parameters:
  ///   - head: the first bytes, `ReportLimits.sniffedByteCount` of them if there are as many.
  ///   - type: what the header says, in which charsets and text are believed as long as the bytes do not contradict.
  package static func verdict(of head: RawSpan, type: DeclaredType?) -> Verdict {
    let head = head.extracting(first: ReportLimits.sniffedByteCount)
    if let mark = Charset.byteOrderMark(of: head) { return .text(mark.charset) }
    let declared = type?.charset ?? type?.impliedCharset
    if declared == .utf16BigEndian || declared == .utf16LittleEndian, type?.isText == true {
      return .text(declared ?? .utf8)
    }
    let kind = ContentKind(of: head)
    if let kind, !kind.isText { return .binary(kind) }
    guard !holdsBinaryData(head) else { return .binary(nil) }
    let isUTF8 = isUTF8(head)
    if type?.isText == true || kind != nil { return .text(declared ?? (isUTF8 ? .utf8 : .windows1252)) }
    return isUTF8 ? .text(declared ?? .utf8) : .binary(nil)
  }

  /// Whether a byte occurs that no text has (MIME Sniffing §3, "binary data byte").
  private static func holdsBinaryData(_ head: RawSpan) -> Bool {
    for offset in 0..<head.byteCount {
      switch head.byte(at: offset) {
      case 0x00...0x08, 0x0B, 0x0E...0x1A, 0x1C...0x1F: return true
      default: continue
      }
    }
    return false
  }

  /// Whether it is UTF-8, but for a character that the end of what is looked at may cut.
  private static func isUTF8(_ head: RawSpan) -> Bool {
    guard !head.isUTF8 else { return true }
    guard head.byteCount == ReportLimits.sniffedByteCount else { return false }
    return (1..<4).contains { cut in
      let end = head.byteCount - cut
      return head.byte(at: end) >= 0xC2 && head.extracting(0..<end).isUTF8
    }
  }
}
