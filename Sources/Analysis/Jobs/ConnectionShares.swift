import Packet
import TCP

/// Which pipeline reads which connections: by a hash that is the same for both directions.
///
/// The pipelines take turns at the buckets of hashes, each when the first connection falls into it. So connections that are
/// opened together, which are mostly busy together, are shared evenly, however few there are.
struct ConnectionShares {
  private static let buckets = 1 << 16

  private let seed = UInt64.random(in: .min ... .max)
  /// The job of each bucket; -1 where none has had a connection.
  private var jobs = [Int16](repeating: -1, count: buckets)
  private let count: Int
  /// Whose turn it is.
  private var next = 0

  init(among count: Int) {
    self.count = count
  }

  mutating func job(of segment: TCPSegment) -> Int {
    let bucket = Int(truncatingIfNeeded: segment.connectionHash(seed: seed) & UInt64(Self.buckets - 1))
    if jobs[bucket] < 0 {
      jobs[bucket] = Int16(truncatingIfNeeded: next)
      next = next + 1 == count ? 0 : next + 1
    }
    return Int(jobs[bucket])
  }
}
