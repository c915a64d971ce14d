import Bytes
import Findings
import Packet

/// All TCP connections of a capture: takes segments in capture order, hands each side's bytes on in stream order.
package struct TCPReassembly: Sendable {
  /// What the limits cost.
  package struct Costs: Sendable {
    /// Connections given up because they were silent too long.
    package var silentConnections = 0
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
  /// The present, as of the last segment or `expire`.
  private var now = Timestamp(nanoseconds: .min)
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
  ///
  /// - Parameters:
  ///   - time: when it was captured.
  ///   - now: the present, which never goes back (`TCPClock`).
  package mutating func receive<Receiver: TCPReceiver>(
    _ segment: TCPSegment, _ payload: RawSpan, at time: Timestamp, now: Timestamp, into receiver: inout Receiver
  ) {
    self.now = now
    let (key, sourceIsLow) = ConnectionKey.of(segment)
    let hash = key.hash(seed: seed)
    var slot = table.slot(hash: hash) { connections.key(of: $0) == key }
    if let known = slot,
      isSilent(known)
        || connections.isSucceeded(known, by: segment, sourceIsLow: sourceIsLow, payloadCount: payload.byteCount)
    {
      close(known, into: &receiver)
      slot = nil
    }
    let index = slot ?? open(key, hash: hash, segment, sourceIsLow: sourceIsLow, at: time, into: &receiver)
    let change = connections[index].receive(
      segment, payload, sourceIsLow: sourceIsLow, slot: index, limits: limits, at: time, now: now, into: &receiver)
    chargedByteCount += change.chargedByteCount
    if chargedByteCount > limits.totalPendingByteCount { giveUpHoles(of: index, at: time, into: &receiver) }
    if change.isClosing { linger(index) }
  }

  /// The capture is over: ends every connection, in the order of their first packets.
  ///
  /// - Parameter time: the present, if it is later than that of the last segment.
  package mutating func finish<Receiver: TCPReceiver>(
    at time: Timestamp = Timestamp(nanoseconds: .min), into receiver: inout Receiver
  ) {
    now = max(now, time)
    var isFree = [Bool](repeating: false, count: connections.count)
    for slot in freeSlots { isFree[slot] = true }
    close(connections.indices.filter { !isFree[$0] }, into: &receiver)
  }

  /// Lets time pass: connections that were silent too long end, in the order of their first packets. To be called now and then;
  /// a connection that has a segment again in the meantime ends just before.
  package mutating func expire<Receiver: TCPReceiver>(at time: Timestamp, into receiver: inout Receiver) {
    now = max(now, time)
    var due: [ConnectionSlot] = []
    while let entry = lingering.popDue(at: now) {
      guard isCurrent(entry) else { continue }
      if isSilent(entry.slot) {
        due.append(entry.slot)
      } else {
        lingering.append(entry.slot, generation: entry.generation, at: now)
      }
    }
    while let entry = idle.popDue(at: now) {
      guard isCurrent(entry), !connections.isClosed(entry.slot) else { continue }
      if isSilent(entry.slot) {
        due.append(entry.slot)
      } else {
        idle.append(entry.slot, generation: entry.generation, at: now)
      }
    }
    if !due.isEmpty { close(due, into: &receiver) }
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
    table.insert(slot, hash: hash) { connections.hash(of: $0) }
    idle.append(slot, generation: connection.generation, at: now)
    receiver.open(slot, id: connection.id, ends: connection.ends(areCertain: isSYN), at: time)
    return slot
  }

  /// Closes connections in the order of their first packets.
  private mutating func close<Receiver: TCPReceiver>(_ slots: [ConnectionSlot], into receiver: inout Receiver) {
    for slot in slots.sorted(by: { connections.id(of: $0) < connections.id(of: $1) }) {
      receiver.beginEnding(of: slot)
      close(slot, into: &receiver)
    }
  }

  private mutating func close<Receiver: TCPReceiver>(_ slot: ConnectionSlot, into receiver: inout Receiver) {
    if isSilent(slot), !connections.isClosed(slot) { costs.silentConnections += 1 }
    chargedByteCount -= connections.chargedByteCount(of: slot)
    connections[slot].close(slot: slot, into: &receiver)
    table.remove(slot, hash: connections.hash(of: slot)) { connections.hash(of: $0) }
    freeSlots.append(slot)
  }

  // MARK: Limits

  /// Whether a connection has had no packet for too long. Asked for each segment.
  @inline(__always)
  private func isSilent(_ slot: ConnectionSlot) -> Bool {
    let timeout = connections.isClosed(slot) ? limits.lingerNanoseconds : limits.idleNanoseconds
    // Its own time may be ahead of what the present was then, which may have been doubted, or far behind it.
    let last = max(connections.lastNow(of: slot), min(connections.lastTime(of: slot), now))
    return now.nanoseconds(since: last) >= timeout
  }

  /// Connections that are open or linger.
  package var connectionCount: Int { table.count }

  /// Gives up so many connections, those that have ended first, and all that is held out of order: memory is short.
  package mutating func giveUp<Receiver: TCPReceiver>(connections count: Int, into receiver: inout Receiver) {
    for _ in 0..<min(count, table.count) { evictIdlest(into: &receiver) }
    guard chargedByteCount > 0 else { return }
    for slot in connections.indices where connections.chargedByteCount(of: slot) > 0 {
      giveUpHoles(of: slot, at: now, into: &receiver)
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
      guard isCurrent(entry), !connections.isClosed(entry.slot) else { continue }
      costs.evictedConnections += 1
      close(entry.slot, into: &receiver)
      return
    }
  }

  /// Whether the connection of an entry is still known.
  private func isCurrent(_ entry: ExpiryQueue.Entry) -> Bool {
    connections.generation(of: entry.slot) == entry.generation
      && table.slot(hash: connections.hash(of: entry.slot)) { $0 == entry.slot } != nil
  }

  /// All connections together hold too much: the one that just added to it gives up its holes.
  private mutating func giveUpHoles<Receiver: TCPReceiver>(
    of slot: ConnectionSlot, at time: Timestamp, into receiver: inout Receiver
  ) {
    costs.holesGivenUp += 1
    let wasClosed = connections.isClosed(slot)
    chargedByteCount -= connections.chargedByteCount(of: slot)
    connections[slot].giveUpHoles(slot: slot, at: time, into: &receiver)
    chargedByteCount += connections.chargedByteCount(of: slot)
    if !wasClosed, connections.isClosed(slot) { linger(slot) }
  }

  /// Remembers a connection that closed just now for late packets, and no longer.
  private mutating func linger(_ slot: ConnectionSlot) {
    lingering.append(slot, generation: connections.generation(of: slot), at: now)
  }
}

/// Each through a span, which lends the connection where the subscript would copy it.
extension [TCPConnection] {
  fileprivate func id(of slot: ConnectionSlot) -> Int { span[slot].id }
  fileprivate func key(of slot: ConnectionSlot) -> ConnectionKey { span[slot].key }
  fileprivate func hash(of slot: ConnectionSlot) -> UInt64 { span[slot].hash }
  fileprivate func generation(of slot: ConnectionSlot) -> UInt32 { span[slot].generation }
  fileprivate func lastTime(of slot: ConnectionSlot) -> Timestamp { span[slot].lastTime }
  fileprivate func lastNow(of slot: ConnectionSlot) -> Timestamp { span[slot].lastNow }
  fileprivate func isClosed(_ slot: ConnectionSlot) -> Bool { span[slot].isClosed }
  fileprivate func chargedByteCount(of slot: ConnectionSlot) -> Int { span[slot].chargedByteCount }

  fileprivate func isSucceeded(
    _ slot: ConnectionSlot, by segment: TCPSegment, sourceIsLow: Bool, payloadCount: Int
  ) -> Bool {
    // Most segments are neither, and what follows does copy the connection.
    guard segment.flags.contains(.syn) || isClosed(slot) else { return false }
    return span[slot].isSucceeded(by: segment, sourceIsLow: sourceIsLow, payloadCount: payloadCount)
  }
}
