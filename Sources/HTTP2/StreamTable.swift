import Findings
import HTTP

/// The open streams of a connection by identifier, and what is remembered of the closed ones.
///
/// Slots are reused with the storage of their exchanges, so that a steady stream of requests allocates nothing.
struct StreamTable: Sendable {
  private var slotByID: [UInt32: Int] = [:]
  /// The slots; `slots[i].id` is 0 when nobody uses slot i.
  var slots: [HTTP2Stream] = []
  /// The exchange of each slot's stream.
  var exchanges: [Exchange] = []
  private var free: [Int] = []
  /// The stream that was looked up last, since frames of a stream come in runs.
  private var last: (id: UInt32, slot: Int) = (0, 0)
  /// The highest identifier that each side opened; 0 before the first.
  private(set) var highest = BySide<UInt32>(both: 0)
  /// The streams that were closed last, a ring.
  private var closed: [UInt32] = []
  private var nextClosed = 0
  private var highestClosed: UInt32 = 0
  /// Where to look for the stream to end when too many are open.
  private var oldest = 0

  /// Bytes of field lines that the open streams hold.
  private(set) var heldByteCount = 0

  /// How many streams are open.
  var count: Int { slots.count - free.count }

  /// The highest identifier of either side.
  var highestOfBoth: UInt32 { max(highest.client, highest.server) }

  /// Which side opens streams of an identifier: odd ones the client (RFC 9113 §5.1.1).
  static func initiator(of id: UInt32) -> Side {
    id & 1 == 1 ? .client : .server
  }

  /// The slot of an open stream, or nil.
  mutating func slot(of id: UInt32) -> Int? {
    if last.id == id, id != 0 { return last.slot }
    guard let slot = slotByID[id] else { return nil }
    last = (id, slot)
    return slot
  }

  /// Opens a stream that is not open, and answers its slot.
  mutating func open(_ id: UInt32) -> Int {
    let slot: Int
    if let reused = free.popLast() {
      slot = reused
    } else {
      slot = slots.count
      slots.append(HTTP2Stream())
      exchanges.append(Exchange())
    }
    slots[slot].id = id
    slotByID[id] = slot
    last = (id, slot)
    return slot
  }

  /// Notes that a side opened a stream: lower ones that are idle can no longer be opened.
  mutating func raiseHighest(to id: UInt32) {
    let side = Self.initiator(of: id)
    highest[side] = max(highest[side], id)
  }

  /// Closes a stream; its slot is free for another one, and the identifier is remembered for a while.
  mutating func close(_ slot: Int) {
    remember(slots[slot].id)
    discard(slot)
  }

  /// Counts a section of so many bytes and lines that a stream holds from now on.
  mutating func hold(_ section: (byteCount: Int, lineCount: Int), in slot: Int) {
    let byteCount = section.byteCount + section.lineCount * MemoryLayout<FieldLine>.stride
    slots[slot].heldByteCount += byteCount
    heldByteCount += byteCount
  }

  /// Frees a slot as if its stream had never been opened.
  mutating func discard(_ slot: Int) {
    slotByID[slots[slot].id] = nil
    if last.slot == slot { last = (0, 0) }
    heldByteCount -= slots[slot].heldByteCount
    slots[slot] = HTTP2Stream()
    if free.count >= HTTP2Limits.reusedStreams || exchanges[slot].isTooBigForReuse {
      exchanges[slot] = Exchange()
    } else {
      exchanges[slot].reset()
    }
    free.append(slot)
  }

  private mutating func remember(_ id: UInt32) {
    highestClosed = max(highestClosed, id)
    if closed.count < HTTP2Limits.rememberedClosedStreams {
      closed.append(id)
    } else {
      closed[nextClosed] = id
      nextClosed = (nextClosed + 1) % HTTP2Limits.rememberedClosedStreams
    }
  }

  /// Whether a stream is among those that were closed last.
  func isRecentlyClosed(_ id: UInt32) -> Bool {
    id <= highestClosed && closed.contains(id)
  }

  /// A stream that has been open for long, to be ended because too many are; nil when none is open.
  mutating func nextToEvict() -> Int? {
    for _ in 0..<slots.count {
      let slot = oldest % slots.count
      oldest = slot + 1
      if slots[slot].id != 0 { return slot }
    }
    return nil
  }

  /// The slots of the open streams in the order of their requests.
  func openSlots() -> [Int] {
    slots.indices.filter { slots[$0].id != 0 }.sorted { exchanges[$0].index < exchanges[$1].index }
  }
}

extension Exchange {
  /// Whether its sections hold so much storage that it should not wait for another stream.
  fileprivate var isTooBigForReuse: Bool {
    request.message.isTooBigForReuse || response.message.isTooBigForReuse
  }
}

extension Message {
  fileprivate var isTooBigForReuse: Bool {
    header.text.capacity > HTTP2Limits.reusedSectionByteCount
      || trailers.text.capacity > HTTP2Limits.reusedSectionByteCount
      || header.lines.capacity > HTTP2Limits.reusedSectionLineCount
      || trailers.lines.capacity > HTTP2Limits.reusedSectionLineCount
  }
}
