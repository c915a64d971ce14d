import Bytes

/// A field line as the encoder looks for it: borrowed from whoever sends it, with hashes of its name in lower case, and of
/// name and value. Names are in lower case in HTTP/2 (RFC 9113 §8.2), whatever case they are given in.
struct LineKey: ~Escapable {
  let name: RawSpan
  let value: RawSpan
  let nameHash: UInt64
  let lineHash: UInt64

  @_lifetime(copy name, copy value)
  init(name: RawSpan, value: RawSpan) {
    self.name = name
    self.value = value
    nameHash = Self.hash(name: name)
    lineHash = Self.hash(value: value, after: nameHash)
  }

  /// Name and value, and what an entry counts on top of them (RFC 7541 §4.1).
  var tableByteCount: Int { name.byteCount + value.byteCount + TableEntry.overheadByteCount }

  /// Whether the line's name is one in lower case.
  func hasName(_ lowercased: RawSpan) -> Bool {
    name.equals(lowercased: lowercased)
  }

  /// Whether an entry's name and value, joined, are the line's.
  func isLine(_ line: RawSpan, nameCount: Int) -> Bool {
    Self.isLine(line, nameCount: nameCount, name, value)
  }

  /// Whether an entry's name and value, joined, are a name in lower case and a value.
  static func isLine(_ line: RawSpan, nameCount: Int, _ name: RawSpan, _ value: RawSpan) -> Bool {
    nameCount == name.byteCount && line.byteCount - nameCount == value.byteCount
      && line.extracting(from: nameCount).equals(value) && name.equals(lowercased: line.extracting(0..<nameCount))
  }

  // MARK: Hashes

  // Of long texts they take samples. Bad luck or malice costs time only, no more than a look at each entry of the table.

  private static func hash(name: RawSpan) -> UInt64 {
    let count = name.byteCount
    let last = mix(UInt64(truncatingIfNeeded: count), ASCII.lowercased(name.lastOctets))
    return count > 8 ? mix(last, ASCII.lowercased(name.uint64(at: 0))) : last
  }

  /// Of all octets up to 40, else of five times eight.
  private static func hash(value: RawSpan, after nameHash: UInt64) -> UInt64 {
    let count = value.byteCount
    var hash = mix(nameHash ^ UInt64(truncatingIfNeeded: count), value.lastOctets)
    guard count > 8 else { return hash }
    let distance = (count - 8) / 4
    for sample in 0..<4 { hash = mix(hash, value.uint64(at: sample * distance)) }
    return hash
  }

  private static func mix(_ hash: UInt64, _ octets: UInt64) -> UInt64 {
    // An odd number with well mixed bits, 2^64 divided by the golden ratio; hashes wrap around on purpose.
    let product = (hash ^ octets) &* 0x9E37_79B9_7F4A_7C15
    return product ^ (product >> 32)
  }
}
