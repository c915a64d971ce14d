import Bytes

extension Exchange {
  /// Whether the exchange is a DNS query over HTTPS (RFC 8484 §4.1): content of type `application/dns-message` one way or
  /// the other, or a request for such content with the query in the variable `dns` of its target.
  package var isDNSOverHTTPS: Bool {
    request.message.header.names(dnsMessageIn: "content-type")
      || response.message.header.names(dnsMessageIn: "content-type")
      || request.message.header.names(dnsMessageIn: "accept")
        && request.message.header.hasDNSVariable(in: request.path)
  }
}

extension FieldSection {
  /// Whether the first media type in a field is that of DNS messages.
  fileprivate func names(dnsMessageIn field: StaticString) -> Bool {
    guard let line = first(field) else { return false }
    let value = value(line)
    let type: StaticString = "application/dns-message"
    let count = type.utf8CodeUnitCount
    guard value.byteCount >= count, value.extracting(0..<count).equalsIgnoringCase(type) else { return false }
    return value.byteCount == count || !ASCII.isTokenCharacter(value.byte(at: count))
  }
}

extension FieldSection {
  /// Whether the query of a request target has a variable `dns`.
  fileprivate func hasDNSVariable(in path: ByteRange?) -> Bool {
    guard let path else { return false }
    let target = bytes(path)
    guard var start = target.firstIndex(of: 0x3F) else { return false }  // ?
    while true {
      if target.matches("dns=", at: start + 1) { return true }
      guard let next = target.firstIndex(of: 0x26, from: start + 1) else { return false }  // &
      start = next
    }
  }
}
