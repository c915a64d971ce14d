/// Finds a connection's slot by its key: open addressing with linear probing, of which the table keeps the load below 3/4.
///
/// An entry is the hash's upper half and the slot, so that a probe rarely looks at a connection that is not the one.
struct ConnectionTable: Sendable {
  /// Each entry: the hash's upper 32 bits, then slot + 1; 0 where none is.
  private var entries = [UInt64](repeating: 0, count: 1024)
  private(set) var count = 0

  private var mask: Int { entries.count - 1 }

  /// The slot whose entry has a hash and of which `isMatch` says that it is the one.
  @inline(__always)
  func slot(hash: UInt64, isMatch: (Int) -> Bool) -> Int? {
    var position = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = entries[position]
      if entry == 0 { return nil }
      if entry >> 32 == hash >> 32 {
        let slot = Int(entry & 0xFFFF_FFFF) - 1
        if isMatch(slot) { return slot }
      }
      position = (position + 1) & mask
    }
  }

  /// Adds a slot; `hashOf` gives the hashes of those already in it when the table grows. `0 <= slot < 2^32 - 1`.
  mutating func insert(_ slot: Int, hash: UInt64, hashOf: (Int) -> UInt64) {
    if (count + 1) * 4 > entries.count * 3 { grow(hashOf: hashOf) }
    place(slot, hash: hash)
    count += 1
  }

  /// Removes a slot that is in it.
  mutating func remove(_ slot: Int, hash: UInt64, hashOf: (Int) -> UInt64) {
    var position = Int(truncatingIfNeeded: hash) & mask
    while entries[position] != 0, Int(entries[position] & 0xFFFF_FFFF) - 1 != slot {
      position = (position + 1) & mask
    }
    guard entries[position] != 0 else { return }
    count -= 1
    // Close the hole: move back each entry behind it that could not stand at its own place.
    var hole = position
    var next = (position + 1) & mask
    while entries[next] != 0 {
      let home = Int(truncatingIfNeeded: hashOf(Int(entries[next] & 0xFFFF_FFFF) - 1)) & mask
      if (next - home) & mask >= (next - hole) & mask {
        entries[hole] = entries[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    entries[hole] = 0
  }

  private mutating func grow(hashOf: (Int) -> UInt64) {
    let old = entries
    entries = [UInt64](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 {
      let slot = Int(entry & 0xFFFF_FFFF) - 1
      place(slot, hash: hashOf(slot))
    }
  }

  private mutating func place(_ slot: Int, hash: UInt64) {
    var position = Int(truncatingIfNeeded: hash) & mask
    while entries[position] != 0 { position = (position + 1) & mask }
    entries[position] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(truncatingIfNeeded: slot + 1)
  }
}
