import Findings
import Metrics
import Packet

/// The open connections of each client to each origin.
struct ClientPools: Sendable {
  private struct Key: Hashable, Sendable {
    let client: IPAddress
    let origin: Int
    let isHTTP2: Bool
  }

  private struct Entry: Sendable {
    var pool = ClientPool()
    let key: Key
  }

  private var pools = Slab<Entry>()
  private var places: [Key: Int] = [:]

  /// The place of a client's connections to an origin; nil when too many clients have some.
  mutating func place(of client: IPAddress, to origin: Int, isHTTP2: Bool) -> Int? {
    let key = Key(client: client, origin: origin, isHTTP2: isHTTP2)
    if let place = places[key] { return place }
    guard places.count < MetricsLimits.pools else { return nil }
    let place = pools.insert(Entry(key: key))
    places[key] = place
    return place
  }

  subscript(place: Int) -> ClientPool {
    get { pools[place].pool }
    _modify { yield &pools[place].pool }
  }

  /// Forgets a client's connections to an origin when none is left.
  mutating func removeIfEmpty(_ place: Int) {
    guard pools[place].pool.open == 0 else { return }
    let key = pools[place].key
    places[key] = nil
    pools.remove(place, leaving: Entry(key: key))
  }
}
