import Findings

/// How many messages of each kind one side sent.
package struct MessageCounts: Sendable, Equatable {
  private var counts = [Int](repeating: 0, count: 16)
  /// Those whose beginning was not captured.
  package fileprivate(set) var unknown = 0

  package subscript(opcode: Opcode) -> Int {
    get { counts[Int(opcode.rawValue)] }
    set { counts[Int(opcode.rawValue)] = newValue }
  }

  /// The kinds that occurred, by number, each with its count.
  package var occurring: [(opcode: Opcode, count: Int)] {
    counts.indices.filter { counts[$0] > 0 }.map { (Opcode(rawValue: UInt8(truncatingIfNeeded: $0)), counts[$0]) }
  }

  mutating func merge(_ other: MessageCounts) {
    for index in counts.indices { counts[index] += other.counts[index] }
    unknown += other.unknown
  }
}

/// What one side sent over a WebSocket.
package struct WebSocketSideStatistics: Sendable, Equatable {
  package var messages = MessageCounts()
  package var frames = 0
  /// The sums of the messages' counts; control frames included. A payload that is not known counts nothing.
  package var payloadByteCount = 0
  package var wireByteCount = 0
  package var missingByteCount = 0
  /// Messages that permessage-deflate compressed.
  package var compressedMessages = 0
  /// How often each code was in a Close frame, in order of first appearance; at most `WebSocketLimits.closeCodes`.
  package var closeCodes: [CloseCode: Int] = [:]
  /// The round trips of its pings.
  package var pingRoundTrips = RoundTrips()

  mutating func add(_ message: borrowing WebSocketMessage) {
    if let opcode = message.opcode { messages[opcode] += 1 } else { messages.unknown += 1 }
    frames += message.fragmentCount
    payloadByteCount += message.payloadByteCount ?? 0
    wireByteCount += message.wireByteCount
    missingByteCount += message.missingByteCount
    if message.isCompressed { compressedMessages += 1 }
    if let code = message.closeCode { note(code, 1) }
  }

  mutating func merge(_ other: WebSocketSideStatistics) {
    messages.merge(other.messages)
    frames += other.frames
    payloadByteCount += other.payloadByteCount
    wireByteCount += other.wireByteCount
    missingByteCount += other.missingByteCount
    compressedMessages += other.compressedMessages
    for (code, count) in other.closeCodes { note(code, count) }
    pingRoundTrips.merge(other.pingRoundTrips)
  }

  private mutating func note(_ code: CloseCode, _ count: Int) {
    guard closeCodes[code] != nil || closeCodes.count < WebSocketLimits.closeCodes else { return }
    closeCodes[code, default: 0] += count
  }
}

/// From pings to their pongs, in nanoseconds.
package struct RoundTrips: Sendable, Equatable {
  package private(set) var count = 0
  package private(set) var least: Int64 = .max
  package private(set) var most: Int64 = .min
  /// Their sum, or the largest number where that is too large.
  package private(set) var sum: Int64 = 0

  /// Nil without any.
  package var mean: Int64? { count == 0 ? nil : sum / Int64(count) }

  mutating func add(_ nanoseconds: Int64) {
    count += 1
    least = min(least, nanoseconds)
    most = max(most, nanoseconds)
    add(sumOf: nanoseconds)
  }

  mutating func merge(_ other: RoundTrips) {
    count += other.count
    least = min(least, other.least)
    most = max(most, other.most)
    add(sumOf: other.sum)
  }

  private mutating func add(sumOf nanoseconds: Int64) {
    let (sum, overflow) = self.sum.addingReportingOverflow(nanoseconds)
    self.sum = overflow ? .max : sum
  }
}

/// What one WebSocket did, or all those of a connection.
package struct WebSocketStatistics: Sendable, Equatable {
  /// How many there were: over HTTP/2 each has a stream.
  package var sockets = 1
  package var sides = BySide(both: WebSocketSideStatistics())

  /// These and those of other WebSockets.
  package func merged(with other: WebSocketStatistics?) -> WebSocketStatistics {
    guard let other else { return self }
    var sum = self
    sum.sockets += other.sockets
    sum.sides.client.merge(other.sides.client)
    sum.sides.server.merge(other.sides.server)
    return sum
  }
}
