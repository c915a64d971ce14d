import Bytes
import Testing

@testable import TCP

@Suite("Repetitions of bytes that were handed on")
struct DeliveredSegmentsTests {
  @Test("Other bytes for a segment that was handed on are a finding, and the first copy stays")
  func conflict() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "HTTP/1.1 302 Found\r\n")
    script.send(.server, at: 0, "HTTP/1.1 200 OK\r\nServer: a")
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "HTTP/1.1 302 Found\r\nver: a")
    #expect(script.receiver.connections[0].findings.map(\.code) == ["tcp-overlap-conflict"])
  }

  @Test("Any byte of a segment counts", arguments: [1, 2, 15, 16, 17, 31, 32, 33, 100, 1460])
  func anyByte(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for index in bytes.indices {
      var other = bytes
      other[index] ^= 0x20
      var delivered = DeliveredSegments()
      delivered.append(bytes.rawSpan, at: 500)
      #expect(delivered.conflict(with: bytes.rawSpan, at: 500) == nil)
      #expect(delivered.conflict(with: other.rawSpan, at: 500) == 500)
      #expect(delivered.conflict(with: ([9] + other + [9]).rawSpan, at: 499) == 500)
    }
  }

  @Test("Words that change places are noticed")
  func swappedWords() {
    let bytes = [UInt8](repeating: 1, count: 16) + [UInt8](repeating: 2, count: 16)
    var delivered = DeliveredSegments()
    delivered.append(bytes.rawSpan, at: 0)
    #expect(delivered.conflict(with: Array(bytes.reversed()).rawSpan, at: 0) == 0)
  }

  @Test("A part of a segment is not compared")
  func part() {
    var delivered = DeliveredSegments()
    delivered.append(Array("abcdef".utf8).rawSpan, at: 0)
    #expect(delivered.conflict(with: Array("XXXXX".utf8).rawSpan, at: 0) == nil)
    #expect(delivered.conflict(with: Array("XXXXXX".utf8).rawSpan, at: 1) == nil)
  }

  @Test("Only the last segments are remembered")
  func ring() {
    var delivered = DeliveredSegments()
    for offset in 0..<100 { delivered.append([7], at: offset) }
    let others = [UInt8](repeating: 8, count: 100)
    #expect(delivered.conflict(with: others.rawSpan, at: 0) == 100 - TCPLimits.comparedSegments)
  }

  @Test("What lies deep in a large body is not remembered; the next turn is")
  func turns() {
    let body = [UInt8](repeating: 65, count: TCPLimits.comparedByteCount)
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, body)
    script.send(.server, at: body.count, "deep")
    script.send(.server, at: body.count, "DEEP")
    #expect(script.receiver.connections[0].findings.isEmpty)
    script.send(.client, at: 0, "next")
    script.send(.server, at: body.count + 4, "turn")
    script.send(.server, at: body.count + 4, "TURN")
    script.finish()
    #expect(script.receiver.connections[0].findings.map(\.code) == ["tcp-overlap-conflict"])
  }

  @Test("Also after the end, where the answer of a forger with its FIN came first")
  func afterFIN() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "forged", flags: .fin)
    script.send(.server, at: 0, "the real answer")
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "forged")
    #expect(script.receiver.connections[0].findings.map(\.code) == ["tcp-overlap-conflict"])
  }

  @Test("What waited behind a hole is remembered too")
  func afterHole() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 3, "def")
    script.send(.server, at: 0, "abc")
    script.send(.server, at: 3, "dEf")
    script.finish()
    #expect(script.receiver.connections[0].findings.map(\.code) == ["tcp-overlap-conflict"])
  }

  @Test("A keep-alive probe may repeat any byte")
  func keepAlive() {
    var script = Script()
    script.handshake()
    script.send(.client, at: 0, "a")
    script.send(.client, at: 0, [0])
    script.finish()
    #expect(script.receiver.connections[0].findings.isEmpty)
  }
}

extension DeliveredSegments {
  fileprivate mutating func append(_ bytes: [UInt8], at offset: Int) {
    append(bytes.rawSpan, at: offset)
  }
}
