/// Finds an entry of the store by its hash: open addressing with linear probing, of which the load is kept below 3/4.
///
/// A slot holds the hash beside the entry's number, so that a probe rarely looks at an entry that is not the one, and the
/// table grows without looking at any.
struct SecretIndex {
  /// Each slot: the hash, then number + 1; 0 where none is.
  private var slots = [UInt64](repeating: 0, count: 64)
  private var count = 0

  /// The number whose slot has a hash and of which `isMatch` says that it is the one.
  func value(hash: UInt32, isMatch: (Int) -> Bool) -> Int? {
    var position = home(of: hash)
    while slots[position] != 0 {
      let value = Self.value(of: slots[position])
      if Self.hash(of: slots[position]) == hash, isMatch(value) { return value }
      position = next(after: position)
    }
    return nil
  }

  /// Adds a number that is not in it. `0 <= value < 2^32 - 1`.
  mutating func insert(_ value: Int, hash: UInt32) {
    if (count + 1) * 4 > slots.count * 3 {
      let old = slots
      slots = [UInt64](repeating: 0, count: old.count * 2)
      for slot in old where slot != 0 { place(slot) }
    }
    place(Self.slot(value, hash: hash))
    count += 1
  }

  /// Puts a number in the place of one that is in it, of the same hash.
  mutating func replace(_ old: Int, with value: Int, hash: UInt32) {
    var position = home(of: hash)
    while slots[position] != 0 {
      if Self.value(of: slots[position]) == old {
        slots[position] = Self.slot(value, hash: hash)
        return
      }
      position = next(after: position)
    }
  }

  private mutating func place(_ slot: UInt64) {
    var position = home(of: Self.hash(of: slot))
    while slots[position] != 0 { position = next(after: position) }
    slots[position] = slot
  }

  private func home(of hash: UInt32) -> Int { Int(hash) & (slots.count - 1) }

  private func next(after position: Int) -> Int { (position + 1) & (slots.count - 1) }

  private static func slot(_ value: Int, hash: UInt32) -> UInt64 {
    UInt64(hash) << 32 | UInt64(truncatingIfNeeded: value + 1)
  }

  private static func hash(of slot: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: slot >> 32) }

  private static func value(of slot: UInt64) -> Int { Int(slot & 0xFFFF_FFFF) - 1 }
}
