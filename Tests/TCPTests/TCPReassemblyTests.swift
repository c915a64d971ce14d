import Findings
import Packet
import Testing

@testable import TCP

@Suite("TCP reassembly")
struct TCPReassemblyTests {
  @Test("A conversation in order, with its round-trip time and its end")
  func conversation() throws {
    var script = Script()
    script.handshake()
    script.send(.client, at: 0, "hello", acknowledging: 0)
    script.send(.server, at: 0, "world", acknowledging: 5)
    script.send(.client, at: 5, flags: .fin, acknowledging: 5)
    script.send(.server, at: 5, flags: .fin, acknowledging: 6)
    script.send(.client, at: 6, acknowledging: 6)
    script.finish()
    let connection = try #require(script.receiver.connections.first)
    #expect(script.receiver.connections.count == 1)
    #expect(
      connection.events == [
        .bytes(Array("hello".utf8), .client), .bytes(Array("world".utf8), .server), .finish(.client, .fin),
        .finish(.server, .fin), .close,
      ])
    let statistics = try #require(connection.statistics)
    #expect(statistics.packets == BySide(client: 5, server: 3))
    #expect(statistics.payloadByteCounts == BySide(client: 5, server: 5))
    #expect(statistics.handshakeRTTNanoseconds == 2_000_000)
    #expect(statistics.end == .fin)
    #expect(statistics.missingByteCount == 0)
    #expect(connection.ends.areCertain)
  }

  @Test("RFC 9293 §3.4: sequence numbers wrap in the middle of a segment", arguments: [0, 1, 2, 3, 4, 5])
  func wrap(distance: UInt32) throws {
    var script = Script()
    script.initialSequence = BySide(client: UInt32.max - distance, server: UInt32.max - 1 - distance)
    script.handshake()
    script.send(.client, at: 3, "lo, ", acknowledging: 0)
    script.send(.client, at: 0, "hel", acknowledging: 0)
    script.send(.client, at: 7, "world", acknowledging: 0)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .client) == "hello, world")
    #expect(script.receiver.connections[0].statistics?.outOfOrderSegments == 1)
  }

  @Test("RFC 4737 §3.3: the late segment is out of order, not those before it")
  func outOfOrder() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 2, "cd")
    script.send(.client, at: 4, "ef")
    script.send(.client, at: 8, "ij")
    script.send(.client, at: 0, "ab")
    script.send(.client, at: 6, "gh")
    script.send(.client, at: 11, "l")
    script.send(.client, at: 12, "m")
    script.finish()
    #expect(script.receiver.connections[0].text(of: .client) == "abcdefghij<1>lm")
    #expect(script.receiver.connections[0].statistics?.outOfOrderSegments == 2)
  }

  @Test("Of several SYN-ACKs, the one that the client acknowledges says where the stream begins")
  func differingSYNACKs() {
    var script = Script()
    script.send(.client, at: -1, flags: .syn)
    script.send(.server, at: 70_000_000, flags: .syn, acknowledging: 0)
    script.send(.server, at: -1, flags: .syn, acknowledging: 0)
    script.send(.client, at: 0, "a", acknowledging: 0)
    script.send(.server, at: 70_000_000, flags: .syn, acknowledging: 0)
    script.send(.server, at: 0, "b", acknowledging: 1)
    script.finish()
    #expect(script.receiver.connections.count == 1)
    #expect(script.receiver.connections[0].text(of: .client) == "a")
    #expect(script.receiver.connections[0].text(of: .server) == "b")
  }

  @Test("Retransmissions, whole and in part, bring each byte once")
  func retransmission() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 0, "abcd")
    script.send(.client, at: 0, "abcd")
    script.send(.client, at: 2, "cdef")
    script.send(.client, at: 1, "bcdefgh")
    script.finish()
    #expect(script.receiver.connections[0].text(of: .client) == "abcdefgh")
    #expect(script.receiver.connections[0].statistics?.retransmittedSegments == 1)
    #expect(script.receiver.connections[0].findings.isEmpty)
  }

  @Test("Overlap among waiting segments: the first copy wins, and a different second copy is a finding")
  func conflictingOverlap() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 4, "EFGH")
    script.send(.client, at: 2, "cdXXgh")
    script.send(.client, at: 0, "abcd")
    script.finish()
    #expect(script.receiver.connections[0].text(of: .client) == "abcdEFGH")
    #expect(script.receiver.connections[0].findings.map(\.code) == ["tcp-overlap-conflict"])
  }

  @Test("A hole is a gap once the peer acknowledged beyond it and reordering is out of the question")
  func acknowledgedHole() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "abc")
    script.send(.server, at: 6, "ghi")
    script.send(.client, at: 0, acknowledging: 9)
    #expect(script.receiver.connections[0].text(of: .server) == "abc")
    script.now += 50
    script.send(.client, at: 0, acknowledging: 9)
    #expect(script.receiver.connections[0].text(of: .server) == "abc<3>ghi")
    script.finish()
    #expect(script.receiver.connections[0].statistics?.missingByteCount == 3)
    #expect(script.receiver.connections[0].findings.map(\.code) == ["tcp-gap"])
  }

  @Test("A segment that was captured after its acknowledgment is no gap")
  func reorderedCapture() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 3, "def")
    script.send(.client, at: 0, acknowledging: 6)
    script.send(.server, at: 0, "abc")
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "abcdef")
    #expect(script.receiver.connections[0].findings.isEmpty)
  }

  @Test("Bytes that were acknowledged but never captured, with nothing after them")
  func acknowledgedTail() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "abc")
    script.send(.client, at: 0, acknowledging: 10)
    script.now += 50
    script.send(.client, at: 0, "x", acknowledging: 10)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "abc<7>")
  }

  @Test("A hole before a FIN that was acknowledged is a gap at once")
  func acknowledgedFIN() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "abc")
    script.send(.server, at: 6, flags: .fin)
    script.send(.client, at: 0, acknowledging: 7)
    script.now += 50
    script.send(.client, at: 0, acknowledging: 7)
    #expect(script.receiver.connections[0].text(of: .server) == "abc<3>")
    #expect(script.receiver.connections[0].events.last == .finish(.server, .fin))
  }

  @Test("An unacknowledged hole stays open until the connection ends")
  func unacknowledgedHole() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 3, "def")
    script.now += 1000
    script.send(.server, at: 6, "ghi")
    #expect(script.receiver.connections[0].text(of: .server) == "")
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "<3>defghi")
  }

  @Test("A side may hold so much out of order, then its hole is a gap")
  func pendingLimit() {
    var limits = TCPLimits()
    limits.pendingByteCount = 1000
    var script = Script(limits: limits)
    script.handshake()
    for offset in stride(from: 100, to: 1600, by: 100) {
      script.send(.server, at: offset, [UInt8](repeating: 65, count: 100))
    }
    #expect(script.receiver.connections[0].stream(of: .server).count >= 700)
    #expect(script.receiver.connections[0].stream(of: .server).prefix(101).last == .some(65))
  }

  @Test("All connections together may hold so much out of order")
  func totalLimit() {
    var limits = TCPLimits()
    limits.totalPendingByteCount = 10_000
    var script = Script(limits: limits)
    for port in 0..<200 {
      script.clientPort = 40_000 + UInt16(port)
      script.handshake()
      script.send(.client, at: 10, [UInt8](repeating: 66, count: 100))
    }
    #expect(script.reassembly.costs.holesGivenUp > 100)
  }

  @Test("A connection that ends as its holes are given up is not kept")
  func endBehindHole() {
    var limits = TCPLimits()
    limits.totalPendingByteCount = 100
    var script = Script(limits: limits)
    script.handshake()
    script.send(.server, at: 0, flags: [.fin, .ack], acknowledging: 0)
    script.send(.client, at: 10, [UInt8](repeating: 66, count: 150), flags: [.fin, .ack])
    #expect(script.reassembly.costs.holesGivenUp == 1)
    script.now += 60_000
    script.clientPort = 50001
    script.send(.client, at: -1, flags: .syn)
    script.send(.client, at: -1, flags: .syn)
    #expect(script.receiver.connections.map { $0.statistics?.end } == [.fin, nil])
  }

  @Test("Data with SYN (RFC 7413) is the beginning of the stream, also when it is sent again")
  func fastOpen() {
    var script = Script()
    script.send(.client, at: -1, "GET", flags: .syn)
    script.send(.server, at: -1, flags: [.syn, .ack], acknowledging: 0)
    script.send(.client, at: 0, "GET /", acknowledging: 0)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .client) == "GET /")
  }

  @Test("Data with FIN, and nothing after it")
  func dataWithFIN() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 3, "def", flags: .fin)
    script.send(.server, at: 7, "late")
    script.send(.server, at: 0, "abc")
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "abcdef")
    #expect(script.receiver.connections[0].events.filter { $0 == .finish(.server, .fin) }.count == 1)
  }

  @Test("Half close: the other side goes on")
  func halfClose() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 0, "q", flags: .fin, acknowledging: 0)
    script.send(.server, at: 0, "answer", acknowledging: 2)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "answer")
    #expect(script.receiver.connections[0].events.contains(.finish(.client, .fin)))
    #expect(script.receiver.connections[0].statistics?.end == .fin)
  }

  @Test("Keep-alive and zero-window probes are no data")
  func probes() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 0, "abc", acknowledging: 0)
    script.send(.client, at: 2, [0], acknowledging: 0)
    script.send(.client, at: 2, acknowledging: 0)
    script.send(.client, at: 3, "d", acknowledging: 0)
    script.send(.client, at: 3, "def", acknowledging: 0)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .client) == "abcdef")
    #expect(script.receiver.connections[0].statistics?.retransmittedSegments == 0)
  }

  @Test("A reset ends both sides when the connection is given up, and its text is no data")
  func reset() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 0, "abc", acknowledging: 0)
    script.send(.server, at: 0, "go away", flags: .rst, acknowledging: 3)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "")
    #expect(
      script.receiver.connections[0].events.suffix(3) == [.finish(.client, .rst), .finish(.server, .rst), .close])
    #expect(script.receiver.connections[0].statistics?.end == .rst)
  }

  @Test("A reset from far outside the stream is not believed")
  func forgedReset() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 0, "abc", acknowledging: 0)
    script.send(.client, at: -500_000, flags: .rst)
    script.finish()
    #expect(script.receiver.connections[0].statistics?.end == .open)
  }

  @Test("Port reuse: a SYN with another sequence number is another connection")
  func portReuse() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 0, "one", flags: .fin, acknowledging: 0)
    script.send(.server, at: 0, "1", flags: .fin, acknowledging: 4)
    script.initialSequence = BySide(client: 900_000, server: 800_000)
    script.handshake()
    script.send(.client, at: 0, "two", acknowledging: 0)
    script.finish()
    #expect(script.receiver.connections.map { $0.text(of: .client) } == ["one", "two"])
    #expect(script.receiver.connections.map(\.id) == [0, 1])
  }

  @Test("A repeated SYN is the same connection")
  func repeatedSYN() {
    var script = Script()
    script.send(.client, at: -1, flags: .syn)
    script.send(.client, at: -1, flags: .syn)
    script.send(.server, at: -1, flags: [.syn, .ack], acknowledging: 0)
    script.send(.client, at: -1, flags: .syn)
    script.send(.client, at: 0, "abc", acknowledging: 0)
    script.finish()
    #expect(script.receiver.connections.count == 1)
    #expect(script.receiver.connections[0].text(of: .client) == "abc")
  }

  @Test("A handshake captured out of order keeps its sides")
  func reorderedHandshake() {
    var script = Script()
    script.send(.server, at: -1, flags: [.syn, .ack], acknowledging: 0)
    script.send(.client, at: -1, flags: .syn)
    script.send(.client, at: 0, "abc", acknowledging: 0)
    script.finish()
    #expect(script.receiver.connections.count == 1)
    #expect(script.receiver.connections[0].ends.clientPort == 50000)
    #expect(script.receiver.connections[0].text(of: .client) == "abc")
  }

  @Test("Mid-stream: the stream begins with the first segment, and the higher port is taken for the client")
  func midStream() {
    var script = Script()
    script.send(.server, at: 700, "abc", acknowledging: 90)
    script.send(.client, at: 90, "q", acknowledging: 703)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "abc")
    #expect(script.receiver.connections[0].text(of: .client) == "q")
    #expect(script.receiver.connections[0].ends.clientPort == 50000)
    #expect(!script.receiver.connections[0].ends.areCertain)
  }

  @Test("What the capture cut off a packet is a gap")
  func truncatedPackets() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "abc", missing: 7)
    script.send(.server, at: 10, "def", missing: 7)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "abc<7>def<7>")
    #expect(script.receiver.connections[0].statistics?.missingByteCount == 14)
    #expect(script.receiver.connections[0].statistics?.payloadByteCounts.server == 20)
  }

  @Test("Closed connections are remembered for stragglers, then their records leave")
  func linger() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 0, flags: .fin, acknowledging: 0)
    script.send(.server, at: 0, flags: .fin, acknowledging: 1)
    script.send(.client, at: 1, acknowledging: 1)
    #expect(script.receiver.connections[0].statistics == nil)
    script.now += 31_000
    script.clientPort = 50001
    script.send(.client, at: -1, flags: .syn)
    #expect(script.receiver.connections[0].statistics?.packets.client == 4)
  }

  @Test("Packets of the last moment that 64 bits of nanoseconds hold end like any others", .timeLimit(.minutes(1)))
  func lastMoment() {
    var script = Script()
    script.now = Int64.max / 1_000_000 - 5
    script.handshake()
    script.sendAtLastMoment()
    script.finish()
    #expect(script.receiver.connections.count == 1)
  }

  @Test("A connection that is silent for an hour is over; nothing was lost by that")
  func silentConnection() {
    var script = Script()
    script.handshake()
    script.now += 3_600_000
    script.clientPort = 50001
    script.send(.client, at: -1, flags: .syn)
    // A single packet so far ahead may have a damaged time.
    #expect(script.receiver.connections.map { $0.statistics?.end } == [nil, nil])
    script.send(.client, at: -1, flags: .syn)
    #expect(script.receiver.connections.map { $0.statistics?.end } == [.open, nil])
    #expect(script.reassembly.costs.evictedConnections == 0)
  }

  @Test("A connection of another year, put behind a later one in the capture, is not silent between its packets")
  func timeGoesBack() {
    var script = Script()
    script.now = 1_702_942_987_000
    script.handshake()
    script.now = 1_419_972_196_000
    script.clientPort = 50001
    script.handshake()
    script.send(.client, at: 0, "request")
    script.send(.server, at: 0, "response")
    script.reassembly.expire(at: Timestamp(nanoseconds: script.now * 1_000_000), into: &script.receiver)
    script.finish()
    #expect(script.receiver.connections.map { $0.text(of: .client) } == ["", "request"])
    #expect(script.receiver.connections.map { $0.text(of: .server) } == ["", "response"])
    #expect(script.reassembly.costs.silentConnections == 0)
  }

  @Test("Time passes without packets, too: a connection that is silent then is over, and counted")
  func timePasses() {
    var script = Script()
    script.handshake()
    let start = script.now
    script.reassembly.expire(at: Timestamp(nanoseconds: (start + 3_500_000) * 1_000_000), into: &script.receiver)
    #expect(script.receiver.connections.map { $0.statistics?.end } == [nil])
    script.reassembly.expire(at: Timestamp(nanoseconds: (start + 7_300_000) * 1_000_000), into: &script.receiver)
    #expect(script.receiver.connections.map { $0.statistics?.end } == [.open])
    #expect(script.reassembly.costs.silentConnections == 1 && script.reassembly.connectionCount == 0)
  }

  @Test("Connections are given up for want of memory: those that were silent longest")
  func givenUp() {
    var script = Script()
    for port in 0..<8 {
      script.clientPort = 40_000 + UInt16(port)
      script.send(.client, at: -1, flags: .syn)
    }
    script.reassembly.giveUp(connections: 3, into: &script.receiver)
    #expect(script.receiver.connections.filter { $0.statistics != nil }.map(\.id) == [0, 1, 2])
    #expect(script.reassembly.costs.evictedConnections == 3 && script.reassembly.connectionCount == 5)
  }

  @Test("The number of connections is bounded; the one idle longest goes first")
  func connectionLimit() {
    var limits = TCPLimits()
    limits.connections = 10
    var script = Script(limits: limits)
    for port in 0..<25 {
      script.clientPort = 40_000 + UInt16(port)
      script.send(.client, at: -1, flags: .syn)
    }
    #expect(script.reassembly.costs.evictedConnections == 15)
    #expect(script.receiver.connections.filter { $0.statistics != nil }.map(\.id) == Array(0..<15))
    script.finish()
    #expect(script.receiver.connections.allSatisfy { $0.statistics != nil })
  }

  @Test("Data far beyond the window is not of this stream")
  func outOfWindow() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 0, "abc", acknowledging: 0)
    script.send(.client, at: 100_000_000, "evil", acknowledging: 0)
    script.send(.client, at: 3, "def", acknowledging: 0)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .client) == "abcdef")
  }
}
