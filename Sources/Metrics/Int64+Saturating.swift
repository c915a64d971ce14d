extension Int64 {
  /// Adds, and stays at the largest number instead of overflowing: times come from the capture and may be anything.
  package mutating func addSaturating(_ other: Int64) {
    let (sum, overflow) = addingReportingOverflow(other)
    self = overflow ? (other < 0 ? .min : .max) : sum
  }

  /// The product, or the largest number instead of an overflow. Both factors are 0 or more.
  func timesSaturating(_ factor: Int) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: Int64(factor))
    return overflow ? .max : product
  }
}
