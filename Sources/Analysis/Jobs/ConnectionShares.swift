import Packet
import TCP

/// Which pipeline reads which connections: by a hash that is the same for both directions.
struct ConnectionShares {
  private static let buckets = 1 << 16

  private let seed = UInt64.random(in: .min ... .max)
  /// The job of each bucket of hashes; -1 where none has had a connection.
  private var jobs = [Int16](repeating: -1, count: buckets)
  /// Segments that each job was given; a bucket is given to the job that had the fewest until then.
  private var loads: [Int]

  init(among count: Int) {
    loads = [Int](repeating: 0, count: count)
  }

  mutating func job(of segment: TCPSegment) -> Int {
    let bucket = Int(truncatingIfNeeded: segment.connectionHash(seed: seed) & UInt64(Self.buckets - 1))
    if jobs[bucket] < 0 { jobs[bucket] = Int16(truncatingIfNeeded: leastLoaded) }
    let job = Int(jobs[bucket])
    loads[job] += 1
    return job
  }

  private var leastLoaded: Int {
    var least = 0
    for job in loads.indices where loads[job] < loads[least] { least = job }
    return least
  }
}
