import Bytes

/// Where all secrets of a run lie: an entry after another in pieces of memory that are never moved, found by a hash.
final class SecretStore {
  /// Where an entry lies: the piece's number and the offset in it, in units of eight bytes.
  struct Address: Hashable, Sendable, BitwiseCopyable {
    fileprivate var units: Int
  }

  /// An entry's head has eight bytes: label, whether it was replaced, origin, the key's count, the secret's in two, and whether it
  /// was used, in a byte that nobody reads who looks for secrets. Then key and secret.
  private static let headByteCount = 8
  private static let replacedOffset = 1
  private static let usedOffset = 6
  private static let unitByteCount = 8

  private var pieces: [SecretBuffer] = []
  private var index = SecretIndex()

  /// Bytes of memory, the index aside.
  var byteCount: Int { pieces.count * KeyLimits.pieceByteCount }

  /// Adds a secret; false when the same one is there already. A different one of the same name replaces it.
  func insert(_ label: KeyLabel, key: RawSpan, secret: RawSpan, origin: KeyOrigin) -> Bool {
    let hash = Self.hash(label, key)
    if let old = address(label, key: key, hash: hash) {
      if self.secret(at: old).equals(secret) { return false }
      set(Self.replacedOffset, at: old)
      index.replace(old.units, with: append(label, key: key, secret: secret, origin: origin).units, hash: hash)
      return true
    }
    let address = append(label, key: key, secret: secret, origin: origin)
    index.insert(address.units, hash: hash)
    return true
  }

  /// Where the secret of a name lies, or nil.
  func address(_ label: KeyLabel, key: RawSpan) -> Address? {
    address(label, key: key, hash: Self.hash(label, key))
  }

  private func address(_ label: KeyLabel, key: RawSpan, hash: UInt32) -> Address? {
    index.value(hash: hash) { units in
      let address = Address(units: units)
      return self.label(at: address) == label && self.key(at: address).equals(key)
    }.map(Address.init(units:))
  }

  /// Calls a closure with each entry, oldest first, that was not replaced, until it answers false.
  func forEach(_ body: (Address) -> Bool) {
    for piece in pieces.indices {
      var offset = 0
      while offset < pieces[piece].count {
        let address = Address(units: (piece * KeyLimits.pieceByteCount + offset) / Self.unitByteCount)
        if !isSet(Self.replacedOffset, at: address), !body(address) { return }
        offset += Self.entryByteCount(key: keyCount(at: address), secret: secretCount(at: address))
      }
    }
  }

  func label(at address: Address) -> KeyLabel {
    // Only `append` writes labels.
    KeyLabel(rawValue: head(at: address).byte(at: 0)) ?? .clientRandom
  }

  func origin(at address: Address) -> KeyOrigin {
    KeyOrigin(rawValue: head(at: address).byte(at: 2)) ?? .keyLog
  }

  @_lifetime(borrow self)
  func key(at address: Address) -> RawSpan {
    bytes(at: address, ByteRange(start: Self.headByteCount, count: keyCount(at: address)))
  }

  @_lifetime(borrow self)
  func secret(at address: Address) -> RawSpan {
    bytes(
      at: address,
      ByteRange(start: Self.headByteCount + keyCount(at: address), count: secretCount(at: address)))
  }

  /// Whether the secret was of use.
  func isUsed(at address: Address) -> Bool {
    isSet(Self.usedOffset, at: address)
  }

  func markUsed(at address: Address) {
    set(Self.usedOffset, at: address)
  }

  private func append(_ label: KeyLabel, key: RawSpan, secret: RawSpan, origin: KeyOrigin) -> Address {
    let byteCount = Self.entryByteCount(key: key.byteCount, secret: secret.byteCount)
    if pieces.last.map({ $0.capacity - $0.count < byteCount }) ?? true {
      pieces.append(SecretBuffer(capacity: KeyLimits.pieceByteCount))
    }
    let piece = pieces[pieces.count - 1]
    let address = Address(
      units: ((pieces.count - 1) * KeyLimits.pieceByteCount + piece.count) / Self.unitByteCount)
    let count = UInt16(truncatingIfNeeded: secret.byteCount)
    let head: InlineArray<8, UInt8> = [
      label.rawValue, 0, origin.rawValue, UInt8(truncatingIfNeeded: key.byteCount), UInt8(count >> 8),
      UInt8(count & 0xFF), 0, 0,
    ]
    // The bytes of an array have no padding.
    unsafe piece.append(head.span.bytes)
    piece.append(key)
    piece.append(secret)
    piece.append(
      Self.filler.rawSpan.extracting(0..<(byteCount - Self.headByteCount - key.byteCount - secret.byteCount)))
    return address
  }

  private static let filler = [UInt8](repeating: 0, count: unitByteCount)

  private static func entryByteCount(key: Int, secret: Int) -> Int {
    (headByteCount + key + secret + unitByteCount - 1) / unitByteCount * unitByteCount
  }

  private func keyCount(at address: Address) -> Int {
    Int(head(at: address).byte(at: 3))
  }

  private func secretCount(at address: Address) -> Int {
    Int(head(at: address).uint16(at: 4))
  }

  /// Whether a byte of an entry's head is set.
  private func isSet(_ byte: Int, at address: Address) -> Bool {
    head(at: address).byte(at: byte) != 0
  }

  private func set(_ byte: Int, at address: Address) {
    let (piece, offset) = place(of: address)
    pieces[piece].set(1, at: offset + byte)
  }

  @_lifetime(borrow self)
  private func head(at address: Address) -> RawSpan {
    bytes(at: address, ByteRange(start: 0, count: Self.headByteCount))
  }

  @_lifetime(borrow self)
  private func bytes(at address: Address, _ range: ByteRange) -> RawSpan {
    let (piece, offset) = place(of: address)
    let buffer = pieces[piece]
    let bytes = buffer.bytes.extracting(ByteRange(start: offset + range.start, count: range.count))
    // A piece lives as long as the store.
    return unsafe _overrideLifetime(bytes, borrowing: self)
  }

  private func place(of address: Address) -> (piece: Int, offset: Int) {
    let offset = address.units * Self.unitByteCount
    return (offset / KeyLimits.pieceByteCount, offset % KeyLimits.pieceByteCount)
  }

  /// The hash is seeded anew by each process: the randoms of a capture may be chosen by an attacker.
  private static func hash(_ label: KeyLabel, _ key: RawSpan) -> UInt32 {
    var hasher = Hasher()
    hasher.combine(label)
    // The buffer lives inside the closure only.
    unsafe key.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }
}
