import Bytes
import Findings

/// What tells the fragments of one datagram from those of another (RFC 791 §3.2, RFC 8200 §4.5).
struct FragmentKey: Hashable {
  var source: IPAddress
  var destination: IPAddress
  var identification: UInt32
  /// IPv4: the protocol. IPv6, which does not tell them apart by it: always the fragment header's own number.
  var next: IPProtocol
}

/// The datagrams that wait for fragments, bounded in number, bytes and time; the oldest go first.
struct FragmentReassembler: Sendable {
  /// Something about a fragment that a person should know.
  enum Oddity {
    case overlap
    case rejected
    case tiny
  }

  /// A place for a datagram, linked to the one that came before it and the one that came after.
  private struct Slot {
    var key: FragmentKey
    var datagram: FragmentedDatagram
    var older: Int?
    var newer: Int?
  }

  private let limits: PacketLimits
  private var slots: [Slot] = []
  private var freeSlots: [Int] = []
  private var slotByKey: [FragmentKey: Int] = [:]
  private var oldest: Int?
  private var newest: Int?
  private var byteCount = 0
  /// Storage of the last datagram handed out, for the next one.
  private var spareStorage: [UInt8] = []

  init(limits: PacketLimits) {
    self.limits = limits
  }

  /// How many datagrams wait.
  var count: Int { slotByKey.count }

  /// Takes a fragment, and answers its datagram when that is complete.
  ///
  /// - Parameter missing: how many bytes of the payload follow that were not captured.
  mutating func receive(
    _ payload: RawSpan, missing: Int, fragment: Fragment, key: FragmentKey, next: IPProtocol, at time: Timestamp,
    statistics: inout FragmentStatistics
  ) -> (datagram: ReassembledDatagram?, oddity: Oddity?) {
    statistics.received += 1
    dropExpired(at: time, &statistics)
    let slot = slotByKey[key] ?? open(key, next: next, at: time)
    let heldBefore = slots[slot].datagram.byteCount
    let insertion = slots[slot].datagram.insert(payload, missing: missing, fragment: fragment, next: next)
    byteCount += slots[slot].datagram.byteCount - heldBefore

    var oddity: Oddity?
    switch insertion {
    case .added: break
    case .duplicate: statistics.duplicates += 1
    case .conflict:
      statistics.conflicts += 1
      oddity = .overlap
    case .rejected:
      statistics.rejected += 1
      oddity = .rejected
    }
    if insertion == .added, isTiny(payload.byteCount + missing, fragment, next) {
      statistics.tiny += 1
      oddity = .tiny
    }

    if slots[slot].datagram.isComplete {
      statistics.reassembledDatagrams += 1
      return (close(slot), oddity)
    }
    if slots[slot].datagram.byteCount == 0 { reuse(close(slot).bytes) }
    while count > limits.fragmentedDatagrams || byteCount > limits.fragmentedBytes, let oldest {
      statistics.evictedDatagrams += 1
      reuse(close(oldest).bytes)
    }
    return (nil, oddity)
  }

  /// Takes back the storage of a datagram that was handed out.
  mutating func reuse(_ storage: consuming [UInt8]) {
    spareStorage = storage
    spareStorage.removeAll(keepingCapacity: true)
  }

  /// RFC 1858 §3: a first fragment that leaves a part of the TCP header to the next hides it from filters.
  private func isTiny(_ byteCount: Int, _ fragment: Fragment, _ next: IPProtocol) -> Bool {
    fragment.offset == 0 && !fragment.isLast && next == .tcp && byteCount < TCP.minimumHeaderByteCount
  }

  private mutating func dropExpired(at time: Timestamp, _ statistics: inout FragmentStatistics) {
    while let oldest,
      time.nanoseconds(since: slots[oldest].datagram.start) > limits.fragmentTimeoutNanoseconds
    {
      statistics.timedOutDatagrams += 1
      reuse(close(oldest).bytes)
    }
  }

  /// A slot for a new datagram, the newest.
  private mutating func open(_ key: FragmentKey, next: IPProtocol, at time: Timestamp) -> Int {
    var storage: [UInt8] = []
    swap(&storage, &spareStorage)
    let slot = Slot(
      key: key, datagram: FragmentedDatagram(at: time, next: next, storage: storage), older: newest, newer: nil)
    let index: Int
    if let free = freeSlots.popLast() {
      index = free
      slots[index] = slot
    } else {
      index = slots.endIndex
      slots.append(slot)
    }
    if let newest { slots[newest].newer = index } else { oldest = index }
    newest = index
    slotByKey[key] = index
    return index
  }

  /// Frees a slot, and answers what its datagram holds.
  private mutating func close(_ index: Int) -> ReassembledDatagram {
    let older = slots[index].older
    let newer = slots[index].newer
    if let older { slots[older].newer = newer } else { oldest = newer }
    if let newer { slots[newer].older = older } else { newest = older }
    slotByKey[slots[index].key] = nil
    freeSlots.append(index)
    byteCount -= slots[index].datagram.byteCount
    return slots[index].datagram.take()
  }
}
