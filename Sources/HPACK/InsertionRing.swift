/// What is known of a table's newest entries, each found by the number of insertions before its own.
struct InsertionRing<Element: Sendable & BitwiseCopyable>: Sendable {
  /// The element of insertion n is at n modulo the count, which is a power of two, or 0.
  private var elements: [Element] = []

  private static var smallestCount: Int { 16 }

  init() {}

  /// The element of an insertion, which must be one of the last that `insert` was told to keep.
  subscript(insertion: Int) -> Element {
    get { elements[insertion & (elements.count - 1)] }
    set { elements[insertion & (elements.count - 1)] = newValue }
  }

  /// Puts in the element of the next insertion, and keeps those of so many insertions before it. `0 <= kept`.
  mutating func insert(_ element: Element, at insertion: Int, keeping kept: Int) {
    if kept >= elements.count {
      var larger = [Element](repeating: element, count: max(Self.smallestCount, 2 * elements.count))
      for older in (insertion - kept)..<insertion {
        larger[older & (larger.count - 1)] = self[older]
      }
      elements = larger
    }
    elements[insertion & (elements.count - 1)] = element
  }
}
