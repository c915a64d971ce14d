import Bytes

extension KeyRing {
  /// The secrets that were used as lines of a key log, oldest first.
  package func usedSecrets() -> SecretBuffer {
    let text = SecretBuffer(capacity: 0)
    let store = store
    store.forEach { address in
      guard store.isUsed(at: address) else { return true }
      let label = store.label(at: address)
      var front: [UInt8] = []
      front.append(label.keyLogName)
      front.append(ASCII.space)
      front.append(label.keyLogPrefixes.key)
      front.append(hexadecimal: store.key(at: address))
      front.append(ASCII.space)
      front.append(label.keyLogPrefixes.secret)
      let secret = store.secret(at: address)
      text.reserve(front.count + 2 * secret.byteCount + Self.lineEnd.count)
      text.append(front.rawSpan)
      text.append(digitsOf: secret)
      text.append(Self.lineEnd.rawSpan)
      return true
    }
    return text
  }

  private static let lineEnd = [ASCII.lineFeed]
}

extension [UInt8] {
  fileprivate mutating func append(hexadecimal bytes: RawSpan) {
    for index in 0..<bytes.byteCount {
      append(Hexadecimal.digit(bytes.byte(at: index) >> 4))
      append(Hexadecimal.digit(bytes.byte(at: index) & 0xF))
    }
  }
}
