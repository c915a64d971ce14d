/// The dynamic table sizes that are compared, and what a direction's field blocks would take with each.
package enum TableSizes {
  /// In bytes; nil for a table without a limit.
  package static let all: [Int?] = [0, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, nil]

  /// Those between none and no limit, for which a table is simulated.
  static let limited: [UInt32] = [256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]
}

/// What field blocks take with each of `TableSizes.all`. It adds up.
package struct TableSizeCosts: Sendable, Equatable {
  /// Bytes by place in `TableSizes.all`; empty without any block.
  package private(set) var byteCounts: [Int] = []

  package init() {}

  package init(byteCounts: [Int]) {
    self.byteCounts = byteCounts
  }

  /// The smallest size with which the blocks take at most 2 % more than with a table without limit; nil without any block, or
  /// when only that does.
  package var knee: Int? {
    guard let least = byteCounts.last, least > 0 else { return nil }
    let place = byteCounts.firstIndex { $0 * 50 <= least * 51 }
    return place.flatMap { TableSizes.all[$0] }
  }

  package mutating func merge(_ other: TableSizeCosts) {
    if byteCounts.isEmpty {
      byteCounts = other.byteCounts
    } else if !other.byteCounts.isEmpty {
      for place in byteCounts.indices { byteCounts[place] += other.byteCounts[place] }
    }
  }
}
