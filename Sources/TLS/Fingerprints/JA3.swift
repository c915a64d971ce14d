/// The fingerprint of a hello that Salesforce published: numbers of what it offers in their order, GREASE left out.
package struct JA3: Equatable, Sendable {
  /// `769,47-53-5-10,0-10-11,23-24-25,0`.
  package var text: String
  /// MD5 of the text in hexadecimal digits; nil where libcrypto must not have MD5.
  package var hash: String? { Digest.md5(text) }

  /// JA3: version, suites, extensions, groups and point formats of a client.
  package init(_ hello: ClientHello) {
    text = [
      String(hello.legacyVersion.rawValue),
      Self.list(hello.cipherSuites),
      Self.list(hello.extensions.elements.map(\.type.rawValue)),
      Self.list(hello.supportedGroups.map(\.rawValue)),
      Self.list(hello.pointFormats.map(UInt16.init)),
    ].joined(separator: ",")
  }

  /// JA3S: version, suite and extensions of a server.
  package init(_ hello: ServerHello) {
    text = [
      String(hello.legacyVersion.rawValue),
      String(hello.cipherSuite),
      Self.list(hello.extensions.elements.map(\.type.rawValue)),
    ].joined(separator: ",")
  }

  private static func list(_ values: [UInt16]) -> String {
    values.filter { !$0.isGREASE }.map { String($0) }.joined(separator: "-")
  }
}
