import Bytes
import Findings

/// Saves packets in pcapng files while they are captured: in one, or in several that follow one another.
package struct PacketSaver: Sendable {
  /// Of each interface, since the capture began: for the statistics at the end of a file.
  var counters: [LiveCounters]
  /// Whether there are as many files as there may be.
  private(set) var isComplete = false

  private let path: String
  private let rotation: SaveRotation
  private let interfaces: [CaptureInterface]
  private let snapLength: Int
  private let filter: String?
  private let isPrivate: Bool
  private let writer = PcapngWriter(byteOrder: .little)
  /// What is known when a file begins goes to its front.
  private let secrets = SecretBuffer(capacity: 0)

  private var file: SavedFile
  /// Whole blocks that are not written yet.
  private var blocks: [UInt8] = []
  /// When the file under way was begun, and the counters then.
  private var start: Timestamp
  private var countersAtStart: [LiveCounters]
  private var lastTime: Timestamp
  private var savedPackets: [Int]
  /// The number of the file under way among those with the same beginning of their names, and among all.
  private var number = 0
  private var fileCount = 1

  /// Creates the first file.
  ///
  /// - Parameters:
  ///   - interfaces: those of the session whose packets are saved, in its order.
  ///   - isPrivate: whether only the owner may read the files, as when they hold secrets.
  package init(
    path: String, rotation: SaveRotation, interfaces: [CaptureInterface], options: LiveOptions, isPrivate: Bool,
    at time: Timestamp
  ) throws(SaveError) {
    self.path = path
    self.rotation = rotation
    self.interfaces = interfaces
    self.isPrivate = isPrivate
    snapLength = options.snapLength
    filter = options.filter
    counters = interfaces.map { _ in LiveCounters() }
    countersAtStart = counters
    savedPackets = interfaces.map { _ in 0 }
    start = time
    lastTime = time
    file = try SavedFile(creating: rotation.name(path, number: 0, at: time), isPrivate: isPrivate)
    try writeBeginning()
  }

  // MARK: Packets

  /// Saves a packet, in the next file where its turn has come. What fails shows when the packets are flushed.
  mutating func save(_ record: PacketRecord, _ content: RawSpan) {
    if isDue(at: record.time) { turn(at: record.time) }
    guard !isComplete else { return }
    lastTime = max(lastTime, record.time)
    savedPackets[record.interface] += 1
    writer.appendPacket(record, content, interface: UInt32(clamping: record.interface), to: &blocks)
  }

  /// Writes what was gathered.
  mutating func flush() throws(SaveError) {
    if let failure { throw failure }
    guard !blocks.isEmpty else { return }
    try Self.write(blocks, to: &file)
    blocks.removeAll(keepingCapacity: blocks.capacity <= CaptureLimits.keptWaitingByteCount)
  }

  /// Static, so that the file is changed beside the blocks.
  private static func write(_ blocks: [UInt8], to file: inout SavedFile) throws(SaveError) {
    try file.write(blocks.rawSpan)
  }

  /// Saves lines of a key log, here and in all files that follow.
  mutating func save(secrets new: RawSpan) throws(SaveError) {
    guard secrets.count + new.byteCount <= CaptureLimits.secretsByteCount else { return }
    secrets.reserve(new.byteCount)
    secrets.append(new)
    try flush()
    try write(secrets: new)
  }

  private mutating func write(secrets: RawSpan) throws(SaveError) {
    let blocks = writer.secretsBlocks(secrets)
    try file.write(blocks.bytes)
  }

  // MARK: Files

  /// What went wrong while a packet was saved.
  private var failure: SaveError?

  /// Whether a packet of a time belongs into the next file.
  private func isDue(at time: Timestamp) -> Bool {
    if let limit = rotation.byteCount, file.byteCount + blocks.count >= limit, hasPackets { return true }
    guard let seconds = rotation.seconds else { return false }
    return time.nanoseconds(since: start) / 1_000_000_000 >= Int64(seconds)
  }

  private var hasPackets: Bool { savedPackets.contains { $0 > 0 } }

  /// Ends the file under way and begins the next.
  private mutating func turn(at time: Timestamp) {
    do throws(SaveError) {
      try finish()
      if rotation.byteCount == nil, fileCount == rotation.fileCount {
        isComplete = true
        return
      }
      fileCount += 1
      if let seconds = rotation.seconds, time.nanoseconds(since: start) / 1_000_000_000 >= Int64(seconds) {
        number = 0
        start = time
      } else {
        number = rotation.number(after: number)
      }
      try begin(rotation.name(path, number: number, at: start))
    } catch {
      failure = failure ?? error
      isComplete = true
    }
  }

  private mutating func begin(_ name: String) throws(SaveError) {
    file = try SavedFile(creating: name, isPrivate: isPrivate)
    countersAtStart = counters
    savedPackets = interfaces.map { _ in 0 }
    try writeBeginning()
  }

  /// Begins the file under way anew where it was moved away.
  mutating func reopen() throws(SaveError) {
    guard !file.isInPlace else { return try flush() }
    let name = file.path
    try finish()
    try begin(name)
  }

  /// Writes what is left and the statistics, and closes the file.
  mutating func finish() throws(SaveError) {
    guard !isComplete else { return try flush() }
    for index in interfaces.indices { appendStatistics(of: index) }
    try flush()
    try file.close()
  }

  private mutating func writeBeginning() throws(SaveError) {
    writer.appendSectionHeader(to: &blocks)
    for interface in interfaces {
      writer.appendInterface(
        linkType: interface.linkType, name: interface.name, snapLength: snapLength, filter: filter, to: &blocks)
    }
    try flush()
    let secrets = secrets
    try write(secrets: secrets.bytes)
  }

  private mutating func appendStatistics(of index: Int) {
    let now = counters[index]
    let before = countersAtStart[index]
    writer.appendStatistics(
      PcapngWriter.Statistics(
        start: start, end: lastTime, received: now.received - before.received,
        droppedByInterface: now.droppedByInterface - before.droppedByInterface,
        droppedByKernel: now.droppedByKernel - before.droppedByKernel, saved: savedPackets[index]),
      interface: UInt32(clamping: index), to: &blocks)
  }
}
