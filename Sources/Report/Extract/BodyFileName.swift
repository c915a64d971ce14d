import Bytes
import Findings
import HTTP

/// The name of the file that a body goes into: `0003-0012-response-www.example.com-static-logo.png`.
///
/// Connection, exchange and side stand first, so that no two bodies have the same name, on no file system. Of host and path
/// only letters, digits, `.`, `-` and `_` stay, so that no name means anything to a file system or a shell, steers a
/// terminal, or is longer than a name may be.
struct BodyFileName: Sendable, Equatable {
  /// What the name of a body that is not whole, or not yet, ends in.
  static let partialMark = ".partial"

  private let stem: String
  /// The extension of the path, without the dot; nil when it has none.
  private let ownEnding: String?

  init(of request: borrowing Request, connection: Int, exchange: Int, side: Side) {
    let header = request.message.header
    self.init(
      connection: connection, exchange: exchange, side: side,
      authority: request.authority.map { String(decodingUTF8: header.bytes($0)) } ?? "",
      target: request.path.map { String(decodingUTF8: header.bytes($0)) } ?? "")
  }

  init(connection: Int, exchange: Int, side: Side, authority: String, target: String) {
    var path = Self.path(of: target).removingPercentEncoding
    ownEnding = Self.ending(ofPath: path)
    if let ownEnding { path.removeLast(ownEnding.count + 1) }
    var stem = "\(Self.padded(connection))-\(Self.padded(exchange))-\(side == .client ? "request" : "response")"
    for part in [authority] + path.split(separator: "/").map(String.init) {
      let words = Self.harmless(part)
      if !words.isEmpty { stem += "-" + words }
      guard stem.utf8.count <= ReportLimits.fileNameByteCount else { break }
    }
    self.stem = stem
  }

  /// The name of the body when it is whole. The partial mark has room behind it.
  ///
  /// - Parameters:
  ///   - head: the first bytes of the body.
  ///   - coding: the content codings that were left, or nil.
  func text(type: DeclaredType?, head: RawSpan, coding: String?) -> String {
    let ending = ownEnding ?? type?.fileExtension ?? Self.ending(of: head, type)
    let suffix = "." + ending + (coding.map { "." + Self.ending(ofCoding: $0) } ?? "")
    let room = ReportLimits.fileNameByteCount - suffix.utf8.count - Self.partialMark.utf8.count
    return Self.prefix(of: stem, byteCount: room) + suffix
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The path of a request target: without scheme and authority, query and fragment.
  private static func path(of target: String) -> String {
    var path = Substring(target)
    if path.first != "/", let scheme = path.range(of: "://") {
      path = path[scheme.upperBound...].drop { $0 != "/" }
    }
    return String(path.prefix { $0 != "?" && $0 != "#" })
  }

  /// The extension of a path's last segment, if it is short and plain.
  private static func ending(ofPath path: String) -> String? {
    guard let segment = path.split(separator: "/", omittingEmptySubsequences: false).last,
      let dot = segment.lastIndex(of: "."), dot > segment.startIndex
    else { return nil }
    let ending = segment[segment.index(after: dot)...]
    let isPlain = ending.utf8.allSatisfy { ASCII.isDigit($0) || (0x61...0x7A).contains(ASCII.lowercased($0)) }
    return isPlain && (1...ReportLimits.fileExtensionByteCount).contains(ending.utf8.count) ? String(ending) : nil
  }

  /// The extension by what a body looks like.
  private static func ending(of head: RawSpan, _ type: DeclaredType?) -> String {
    switch ContentSniffer.verdict(of: head, type: type) {
    case .text: ContentKind(of: head)?.fileExtension ?? "txt"
    case .binary(let kind): kind?.fileExtension ?? "bin"
    }
  }

  private static func ending(ofCoding coding: String) -> String {
    switch coding {
    case "gzip", "x-gzip": "gz"
    case "br": "br"
    case "zstd": "zst"
    case "dcb", "dcz", "deflate": coding
    default: "coded"
    }
  }

  /// Letters, digits, marks, `.`, `-` and `_` of a text; `_` for each run of others. No dot stands at an end of it, or beside
  /// another.
  private static func harmless(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if isHarmless(scalar) && !(scalar == "." && result.last == ".") {
        result.unicodeScalars.append(scalar)
      } else if result.last != "_" && scalar != "." {
        result += "_"
      }
    }
    let isDot: (Character) -> Bool = { $0 == "." }
    return String(String(result.drop(while: isDot).reversed()).drop(while: isDot).reversed())
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": return true
    case ..<"\u{80}", "\u{FFFD}": return false
    default:
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
        return true
      default: return false
      }
    }
  }

  /// The beginning of a text that has room in a number of bytes, not cut inside a character or behind a dot.
  private static func prefix(of text: String, byteCount: Int) -> String {
    guard text.utf8.count > byteCount else { return text }
    var result = ""
    var left = byteCount
    for scalar in text.unicodeScalars {
      left -= UTF8.width(scalar)
      guard left >= 0 else { break }
      result.unicodeScalars.append(scalar)
    }
    while result.last == "." { result.removeLast() }
    return result
  }
}

extension String {
  /// The text that percent-encoding (RFC 3986 §2.1) stands for; the text itself where that is not UTF-8.
  fileprivate var removingPercentEncoding: String {
    let text = Array(utf8)
    var bytes: [UInt8] = []
    var position = 0
    while position < text.count {
      if text[position] == 0x25, position + 2 < text.count, let high = ASCII.hexadecimalValue(text[position + 1]),
        let low = ASCII.hexadecimalValue(text[position + 2])
      {
        bytes.append(high << 4 | low)
        position += 3
      } else {
        bytes.append(text[position])
        position += 1
      }
    }
    return bytes.rawSpan.isUTF8 ? String(decoding: bytes, as: UTF8.self) : self
  }
}

extension Substring {
  /// Where a text occurs first.
  fileprivate func range(of other: String) -> Range<Index>? {
    indices.first { self[$0...].hasPrefix(other) }.map { $0..<index($0, offsetBy: other.count) }
  }
}
