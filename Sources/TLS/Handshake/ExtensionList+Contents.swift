import Bytes

// What extensions say. Each answers nil when the extension is not there or its content is malformed; `bytes` is the
// message that the list was read of.

extension ExtensionList {
  /// A reader of an extension's content.
  @_lifetime(copy bytes)
  private func reader(_ type: ExtensionType, of bytes: RawSpan) -> ByteReader? {
    guard let content = content(type) else { return nil }
    return ByteReader(content, of: bytes)
  }

  /// The host name that the client asks for (RFC 6066 §3).
  func serverName(_ bytes: RawSpan) -> ByteRange? {
    guard var reader = reader(.serverName, of: bytes), let range = reader.readVector16() else { return nil }
    var list = ByteReader(range, of: bytes)
    while let type = list.readUInt8(), let name = list.readVector16() {
      if type == 0, !name.isEmpty { return name }
    }
    return nil
  }

  /// Names of protocols, those offered or the one chosen (RFC 7301 §3.1).
  func protocolNames(_ bytes: RawSpan) -> [ByteRange]? {
    guard var reader = reader(.applicationLayerProtocolNegotiation, of: bytes), let range = reader.readVector16(),
      reader.isAtEnd
    else { return nil }
    var list = ByteReader(range, of: bytes)
    var names: [ByteRange] = []
    while let name = list.readVector8() { names.append(name) }
    return list.isAtEnd ? names : nil
  }

  /// The versions that a client offers (RFC 8446 §4.2.1).
  func offeredVersions(_ bytes: RawSpan) -> [TLSVersion]? {
    guard var reader = reader(.supportedVersions, of: bytes), let range = reader.readVector8() else { return nil }
    var list = ByteReader(range, of: bytes)
    return list.readUInt16s()?.map(TLSVersion.init(rawValue:))
  }

  /// The version that a server chose (RFC 8446 §4.2.1).
  func selectedVersion(_ bytes: RawSpan) -> TLSVersion? {
    guard var reader = reader(.supportedVersions, of: bytes) else { return nil }
    return reader.readUInt16().map(TLSVersion.init(rawValue:))
  }

  /// The numbers of an extension that is one list of numbers of two bytes.
  func numbers(_ type: ExtensionType, _ bytes: RawSpan) -> [UInt16]? {
    guard var reader = reader(type, of: bytes), let range = reader.readVector16() else { return nil }
    var list = ByteReader(range, of: bytes)
    return list.readUInt16s()
  }

  /// The formats of points on a curve (RFC 8422 §5.1.2).
  func pointFormats(_ bytes: RawSpan) -> [UInt8]? {
    guard var reader = reader(.ecPointFormats, of: bytes), let range = reader.readVector8() else { return nil }
    return [UInt8](bytes.extracting(range))
  }

  /// The type that the key share has here.
  private var keyShareType: ExtensionType { contains(.keyShare) ? .keyShare : .draftKeyShare }

  /// The groups of the keys that a client sends along (RFC 8446 §4.2.8).
  func offeredKeyShareGroups(_ bytes: RawSpan) -> [NamedGroup]? {
    guard var reader = reader(keyShareType, of: bytes),
      let range = reader.readVector16()
    else { return nil }
    var list = ByteReader(range, of: bytes)
    var groups: [NamedGroup] = []
    while let group = list.readUInt16(), list.readVector16() != nil { groups.append(NamedGroup(rawValue: group)) }
    return list.isAtEnd ? groups : nil
  }

  /// The group of a server's key, or the one that a HelloRetryRequest asks for (RFC 8446 §4.2.8).
  func selectedKeyShareGroup(_ bytes: RawSpan) -> NamedGroup? {
    guard var reader = reader(keyShareType, of: bytes) else { return nil }
    return reader.readUInt16().map(NamedGroup.init(rawValue:))
  }

  /// The sessions that a client wants to resume (RFC 8446 §4.2.11).
  func pskIdentities(_ bytes: RawSpan) -> [ByteRange]? {
    guard var reader = reader(.preSharedKey, of: bytes), let range = reader.readVector16() else { return nil }
    var list = ByteReader(range, of: bytes)
    var identities: [ByteRange] = []
    // An identity is followed by the obfuscated age of its ticket.
    while let identity = list.readVector16(), list.skip(4) { identities.append(identity) }
    return list.isAtEnd ? identities : nil
  }

  /// Which of the client's identities a server chose (RFC 8446 §4.2.11).
  func selectedPSKIdentity(_ bytes: RawSpan) -> UInt16? {
    guard var reader = reader(.preSharedKey, of: bytes) else { return nil }
    return reader.readUInt16()
  }

  /// The longest plaintext of a record that the sender takes (RFC 8449 §4).
  func recordSizeLimit(_ bytes: RawSpan) -> UInt16? {
    guard var reader = reader(.recordSizeLimit, of: bytes) else { return nil }
    return reader.readUInt16()
  }

  /// The longest plaintext of a record that both sides take, in bytes: 2^9 to 2^12 (RFC 6066 §4).
  func maxFragmentLength(_ bytes: RawSpan) -> Int? {
    guard var reader = reader(.maxFragmentLength, of: bytes), let code = reader.readUInt8(), code >= 1, code <= 4
    else { return nil }
    return 256 << Int(code)
  }

  /// How many bytes of early data a ticket allows (RFC 8446 §4.6.1).
  func maxEarlyDataByteCount(_ bytes: RawSpan) -> UInt32? {
    guard var reader = reader(.earlyData, of: bytes) else { return nil }
    return reader.readUInt32()
  }
}
