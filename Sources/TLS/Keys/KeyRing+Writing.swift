import Bytes

extension KeyRing {
  /// Appends the secrets that were used as lines of a key log, oldest first.
  package func writeUsedSecrets(into text: inout [UInt8]) {
    let store = store
    store.forEach { address in
      guard store.isUsed(at: address) else { return true }
      let label = store.label(at: address)
      text.append(label.keyLogName)
      text.append(ASCII.space)
      text.append(label.keyLogPrefixes.key)
      text.append(hexadecimal: store.key(at: address))
      text.append(ASCII.space)
      text.append(label.keyLogPrefixes.secret)
      text.append(hexadecimal: store.secret(at: address))
      text.append(ASCII.lineFeed)
      return true
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(hexadecimal bytes: RawSpan) {
    for index in 0..<bytes.byteCount {
      append(Hexadecimal.digit(bytes.byte(at: index) >> 4))
      append(Hexadecimal.digit(bytes.byte(at: index) & 0xF))
    }
  }
}
