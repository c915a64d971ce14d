import Bytes

/// The fingerprint of a ClientHello that FoxIO published: `t13d1516h2_8daaf6152771_e5627efa2ab1`.
///
/// Unlike JA3 it does not change with the order of suites and extensions. GREASE values are left out everywhere.
package struct JA4: Equatable, Sendable {
  /// Transport, version, whether a host is named, how many suites and extensions, ends of the first protocol name.
  private var summary: String
  /// The suites, sorted.
  private var suites: String
  /// The extensions, sorted, without server_name and ALPN; then the signature algorithms in their order.
  private var extensions: String

  /// - Parameter body: the body that the hello was read of.
  package init(_ hello: ClientHello, of body: RawSpan) {
    let suites = hello.cipherSuites.filter { !$0.isGREASE }
    let types = hello.extensions.elements.map(\.type).filter { !$0.rawValue.isGREASE }
    let algorithms = hello.signatureAlgorithms.filter { !$0.isGREASE }
    summary =
      "t" + Self.version(of: hello) + (types.contains(.serverName) ? "d" : "i") + Self.count(suites.count)
      + Self.count(types.count) + Self.ends(of: body.extracting(hello.protocolNames.first ?? .empty))
    self.suites = Self.list(suites.sorted())
    let others = types.filter { $0 != .serverName && $0 != .applicationLayerProtocolNegotiation }
    extensions = Self.list(others.map(\.rawValue).sorted())
    if !extensions.isEmpty, !algorithms.isEmpty { extensions += "_" + Self.list(algorithms) }
  }

  /// With both lists as the first 12 digits of their SHA-256.
  package var text: String { "\(summary)_\(Self.digest(suites))_\(Self.digest(extensions))" }

  /// With both lists in full, `JA4_r`.
  package var rawText: String { "\(summary)_\(suites)_\(extensions)" }

  private static func digest(_ list: String) -> String {
    guard !list.isEmpty, let digits = Digest.sha256(list) else { return "000000000000" }
    return String(digits.prefix(12))
  }

  private static func version(of hello: ClientHello) -> String {
    let offered = hello.supportedVersions.map(\.rawValue).filter { !$0.isGREASE }
    return switch TLSVersion(rawValue: offered.max() ?? hello.legacyVersion.rawValue) {
    case .tls13: "13"
    case .tls12: "12"
    case .tls11: "11"
    case .tls10: "10"
    case .ssl3: "s3"
    case .ssl2: "s2"
    default: "00"
    }
  }

  private static func count(_ count: Int) -> String {
    (count < 10 ? "0" : "") + String(min(count, 99))
  }

  private static func list(_ values: [UInt16]) -> String {
    values.map { String($0.codePointName.dropFirst(2)) }.joined(separator: ",")
  }

  /// First and last character of a name, or of its hexadecimal digits when one of them is neither letter nor digit.
  private static func ends(of name: RawSpan) -> String {
    guard name.byteCount > 0 else { return "00" }
    let first = name.byte(at: 0)
    let last = name.byte(at: name.byteCount - 1)
    if isLetterOrDigit(first), isLetterOrDigit(last) { return String(decoding: [first, last], as: UTF8.self) }
    return String(decoding: [Hexadecimal.digit(first >> 4), Hexadecimal.digit(last & 0xF)], as: UTF8.self)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    let letter = ASCII.lowercased(byte)
    return ASCII.isDigit(byte) || letter >= 0x61 && letter <= 0x7A
  }
}
