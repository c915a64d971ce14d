/// Values at fixed places: a place is given out, used in place without copies, and given out again once it is free.
struct Slab<Value> {
  private var values: [Value] = []
  private var free: [Int] = []

  /// Stores a value and says where.
  mutating func insert(_ value: consuming Value) -> Int {
    if let place = free.popLast() {
      values[place] = value
      return place
    }
    values.append(value)
    return values.count - 1
  }

  /// Gives a place back; `empty` replaces what it held, so that its memory is freed now.
  mutating func remove(_ place: Int, leaving empty: consuming Value) {
    values[place] = empty
    free.append(place)
  }

  subscript(place: Int) -> Value {
    @inline(__always) _read { yield values[place] }
    @inline(__always) _modify { yield &values[place] }
  }
}

extension Slab: Sendable where Value: Sendable {}
