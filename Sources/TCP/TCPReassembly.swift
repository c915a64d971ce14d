import Bytes
import Findings
import Packet

/// All TCP connections of a capture: takes segments in capture order, hands each side's bytes on in stream order.
package struct TCPReassembly: Sendable {
  /// What the limits cost.
  package struct Costs: Sendable {
    /// Connections given up before their end, because there were too many.
    package var evictedConnections = 0
    /// Times that holes were given up because all connections together held too much.
    package var holesGivenUp = 0
  }

  package private(set) var costs = Costs()
  private let limits: TCPLimits
  private var table = ConnectionTable()
  private var connections: [TCPConnection] = []
  private var freeSlots: [ConnectionSlot] = []
  private var nextID = 0
  private var nextGeneration: UInt32 = 0
  /// Bytes held out of order by all connections.
  private var chargedByteCount = 0
  private var idle: ExpiryQueue
  private var lingering: ExpiryQueue
  private let seed: UInt64

  package init(limits: TCPLimits = TCPLimits(), seed: UInt64 = .random(in: .min ... .max)) {
    self.limits = limits
    self.seed = seed
    self.idle = ExpiryQueue(timeout: limits.idleNanoseconds)
    self.lingering = ExpiryQueue(timeout: limits.lingerNanoseconds)
  }

  // MARK: Segments

  /// Takes a segment with the payload that was captured of it.
  package mutating func receive<Receiver: TCPReceiver>(
    _ segment: TCPSegment, _ payload: RawSpan, at time: Timestamp, into receiver: inout Receiver
  ) {
    expire(at: time, into: &receiver)
    let (key, sourceIsLow) = ConnectionKey.of(segment)
    let hash = key.hash(seed: seed)
    var slot = table.slot(hash: hash) { connections[$0].key == key }
    if let found = slot {
      let side: Side = sourceIsLow == connections[found].clientIsLow ? .client : .server
      if connections[found].isSucceeded(by: segment, payloadCount: payload.byteCount, from: side) {
        close(found, into: &receiver)
        slot = nil
      }
    }
    let index = slot ?? open(key, hash: hash, segment, sourceIsLow: sourceIsLow, at: time, into: &receiver)
    let side: Side = sourceIsLow == connections[index].clientIsLow ? .client : .server
    let wasClosed = connections[index].isClosed
    let charged = connections[index].chargedByteCount
    connections[index].receive(segment, payload, from: side, slot: index, limits: limits, at: time, into: &receiver)
    chargedByteCount += connections[index].chargedByteCount - charged
    if chargedByteCount > limits.totalPendingByteCount { giveUpHoles(of: index, at: time, into: &receiver) }
    if !wasClosed, connections[index].isClosed {
      lingering.append(index, generation: connections[index].generation, lastTime: connections[index].lastTime)
    }
  }

  /// The capture is over: ends every connection, in the order of their first packets.
  package mutating func finish<Receiver: TCPReceiver>(into receiver: inout Receiver) {
    var isFree = [Bool](repeating: false, count: connections.count)
    for slot in freeSlots { isFree[slot] = true }
    let open = connections.indices.filter { !isFree[$0] }.sorted { connections[$0].id < connections[$1].id }
    for slot in open { close(slot, into: &receiver) }
  }

  // MARK: Opening and closing

  private mutating func open<Receiver: TCPReceiver>(
    _ key: ConnectionKey, hash: UInt64, _ segment: TCPSegment, sourceIsLow: Bool, at time: Timestamp,
    into receiver: inout Receiver
  ) -> ConnectionSlot {
    if table.count >= limits.connections { evictIdlest(into: &receiver) }
    let isSYN = segment.flags.contains(.syn)
    let sourceIsClient = isSYN ? !segment.flags.contains(.ack) : segment.sourcePort > segment.destinationPort
    let connection = TCPConnection(
      key: key, hash: hash, id: nextID, clientIsLow: sourceIsLow == sourceIsClient, generation: nextGeneration,
      time: time)
    nextID += 1
    nextGeneration = nextGeneration &+ 1  // Only tells neighbours in time apart.
    let slot: ConnectionSlot
    if let free = freeSlots.popLast() {
      slot = free
      connections[slot] = connection
    } else {
      slot = connections.count
      connections.append(connection)
    }
    table.insert(slot, hash: hash) { connections[$0].hash }
    idle.append(slot, generation: connection.generation, lastTime: time)
    receiver.open(slot, id: connection.id, ends: connection.ends(areCertain: isSYN), at: time)
    return slot
  }

  private mutating func close<Receiver: TCPReceiver>(_ slot: ConnectionSlot, into receiver: inout Receiver) {
    chargedByteCount -= connections[slot].chargedByteCount
    connections[slot].close(slot: slot, into: &receiver)
    table.remove(slot, hash: connections[slot].hash) { connections[$0].hash }
    freeSlots.append(slot)
  }

  // MARK: Limits

  /// Closes the connections whose time is over.
  private mutating func expire<Receiver: TCPReceiver>(at time: Timestamp, into receiver: inout Receiver) {
    while lingering.isDue(at: time), let entry = lingering.popFirst() {
      guard isCurrent(entry) else { continue }
      if isSilent(entry.slot, for: limits.lingerNanoseconds, at: time) {
        close(entry.slot, into: &receiver)
      } else {
        lingering.append(entry.slot, generation: entry.generation, lastTime: connections[entry.slot].lastTime)
      }
    }
    while idle.isDue(at: time), let entry = idle.popFirst() {
      guard isCurrent(entry), !connections[entry.slot].isClosed else { continue }
      if isSilent(entry.slot, for: limits.idleNanoseconds, at: time) {
        close(entry.slot, into: &receiver)
      } else {
        idle.append(entry.slot, generation: entry.generation, lastTime: connections[entry.slot].lastTime)
      }
    }
  }

  /// Makes room: closes a connection that has ended, else about the one that was idle longest.
  private mutating func evictIdlest<Receiver: TCPReceiver>(into receiver: inout Receiver) {
    while let entry = lingering.popFirst() {
      guard isCurrent(entry) else { continue }
      close(entry.slot, into: &receiver)
      return
    }
    // An entry was put in its place when its connection was last looked at; one look back is fair enough.
    while let entry = idle.popFirst() {
      guard isCurrent(entry), !connections[entry.slot].isClosed else { continue }
      costs.evictedConnections += 1
      close(entry.slot, into: &receiver)
      return
    }
  }

  private func isCurrent(_ entry: ExpiryQueue.Entry) -> Bool {
    connections[entry.slot].generation == entry.generation
      && table.slot(hash: connections[entry.slot].hash) { $0 == entry.slot } != nil
  }

  private func isSilent(_ slot: ConnectionSlot, for timeout: Int64, at time: Timestamp) -> Bool {
    time.nanoseconds(since: connections[slot].lastTime) >= timeout
  }

  /// All connections together hold too much: the one that just added to it gives up its holes.
  private mutating func giveUpHoles<Receiver: TCPReceiver>(
    of slot: ConnectionSlot, at time: Timestamp, into receiver: inout Receiver
  ) {
    costs.holesGivenUp += 1
    let charged = connections[slot].chargedByteCount
    connections[slot].giveUpHoles(slot: slot, at: time, into: &receiver)
    chargedByteCount += connections[slot].chargedByteCount - charged
  }
}
