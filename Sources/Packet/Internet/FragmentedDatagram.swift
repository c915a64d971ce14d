import Bytes
import Findings

/// A datagram of which fragments have come. Where fragments overlap, the first copy of a byte wins.
struct FragmentedDatagram {
  /// What a fragment brought.
  enum Insertion: Equatable {
    case added
    /// Nothing new, and nothing different.
    case duplicate
    /// It overlaps earlier ones with other bytes; only what was missing is taken from it.
    case conflict
    /// No receiver would take it: nothing is.
    case rejected
  }

  /// The longest payload that a fragment's offset and length can describe within a datagram.
  static let maximumByteCount = 65_535

  /// When its first fragment came.
  let start: Timestamp
  /// How to read the payload: what its first fragment says (RFC 8200 §4.5).
  private(set) var next: IPProtocol
  /// The payload up to the end of the farthest fragment; zero where nothing has come, or was captured.
  private var bytes: [UInt8]
  /// What has come: in order, and with gaps between them.
  private var received: [ByteRange] = []
  /// Where the payload ends, from the last fragment.
  private var announcedByteCount: Int?
  /// From here on not all that came was captured (snaplen).
  private var capturedEnd = Int.max

  /// - Parameter storage: an empty array, whose capacity is used.
  init(at start: Timestamp, next: IPProtocol, storage: [UInt8]) {
    self.start = start
    self.next = next
    self.bytes = storage
  }

  /// Bytes held.
  var byteCount: Int { bytes.count }

  /// Whether all fragments have come.
  var isComplete: Bool {
    guard let announcedByteCount, received.count == 1 else { return false }
    return received[0] == ByteRange(start: 0, count: announcedByteCount)
  }

  /// Takes a fragment's payload.
  ///
  /// - Parameter missing: how many bytes of it follow that were not captured.
  mutating func insert(_ payload: RawSpan, missing: Int, fragment: Fragment, next: IPProtocol) -> Insertion {
    let range = ByteRange(start: fragment.offset, count: payload.byteCount + missing)
    guard accepts(range, isLast: fragment.isLast) else { return .rejected }
    if fragment.isLast { announcedByteCount = range.end }
    if fragment.offset == 0 { self.next = next }

    let capturedBefore = capturedEnd
    if missing > 0, !holds(range) { capturedEnd = min(capturedEnd, range.start + payload.byteCount) }
    if range.start >= bytes.count {
      append(payload, range)
      record(range)
      return .added
    }
    let insertion = fill(range, from: payload, comparableEnd: min(capturedBefore, range.start + payload.byteCount))
    record(range)
    return insertion
  }

  /// What the datagram holds up to its end, or to the first byte that was not captured. Leaves it empty.
  mutating func take() -> ReassembledDatagram {
    let announced = announcedByteCount ?? bytes.count
    if capturedEnd < bytes.count { bytes.removeSubrange(capturedEnd...) }
    let datagram = ReassembledDatagram(bytes: bytes, missing: max(0, announced - bytes.count), next: next)
    bytes = []
    return datagram
  }

  /// RFC 8200 §4.5, RFC 791 §3.2: not empty, in units of eight bytes but for the last, and within one end.
  private func accepts(_ range: ByteRange, isLast: Bool) -> Bool {
    guard !range.isEmpty, isLast || range.count % 8 == 0, range.end <= Self.maximumByteCount else { return false }
    if let announcedByteCount {
      return isLast ? range.end == announcedByteCount : range.end <= announcedByteCount
    }
    return !isLast || bytes.count <= range.end
  }

  private func holds(_ range: ByteRange) -> Bool {
    received.contains { $0.start <= range.start && $0.end >= range.end }
  }

  /// Appends a payload that starts at or behind the end of what is held.
  private mutating func append(_ payload: RawSpan, _ range: ByteRange) {
    appendZeros(upTo: range.start)
    bytes.append(payload)
    appendZeros(upTo: range.end)
  }

  private mutating func appendZeros(upTo count: Int) {
    if count > bytes.count { bytes.append(contentsOf: repeatElement(0, count: count - bytes.count)) }
  }

  /// Copies what has not come before, and compares what has, up to an offset.
  private mutating func fill(_ range: ByteRange, from payload: RawSpan, comparableEnd: Int) -> Insertion {
    appendZeros(upTo: range.end)
    let payloadEnd = range.start + payload.byteCount
    var insertion = Insertion.duplicate
    var cursor = range.start
    for earlier in received where earlier.end > range.start && earlier.start < range.end {
      if cursor < earlier.start {
        copy(payload, at: range.start, cursor..<min(earlier.start, max(cursor, payloadEnd)))
        if insertion == .duplicate { insertion = .added }
        cursor = earlier.start
      }
      let overlapEnd = min(earlier.end, range.end)
      if differs(payload, at: range.start, cursor..<max(cursor, min(overlapEnd, comparableEnd))) {
        insertion = .conflict
      }
      cursor = overlapEnd
    }
    if cursor < range.end {
      copy(payload, at: range.start, cursor..<max(cursor, payloadEnd))
      if insertion == .duplicate { insertion = .added }
    }
    return insertion
  }

  private mutating func copy(_ payload: RawSpan, at start: Int, _ offsets: Range<Int>) {
    for offset in offsets { bytes[offset] = payload.byte(at: offset - start) }
  }

  private func differs(_ payload: RawSpan, at start: Int, _ offsets: Range<Int>) -> Bool {
    for offset in offsets where bytes[offset] != payload.byte(at: offset - start) { return true }
    return false
  }

  /// Joins a range with those that it touches.
  private mutating func record(_ range: ByteRange) {
    if let last = received.last, range.start > last.end {
      received.append(range)
      return
    }
    let first = received.firstIndex { $0.end >= range.start } ?? received.endIndex
    let end = received[first...].firstIndex { $0.start > range.end } ?? received.endIndex
    guard first < end else {
      received.insert(range, at: first)
      return
    }
    let joinedStart = min(range.start, received[first].start)
    let joinedEnd = max(range.end, received[end - 1].end)
    received.replaceSubrange(
      first..<end, with: CollectionOfOne(ByteRange(start: joinedStart, count: joinedEnd - joinedStart)))
  }
}

/// The payload of a datagram that came in fragments.
struct ReassembledDatagram {
  var bytes: [UInt8]
  /// How many bytes follow that were not captured.
  var missing: Int
  /// How to read them.
  var next: IPProtocol
}
