import Findings
import Testing

@testable import TCP

@Suite("Segments that announce more than their frame had")
struct DoubtfulBytesTests {
  @Test("The next segment begins at the announced end: the rest was sent")
  func sent() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "abc", missing: 7, doubtful: 7)
    script.send(.server, at: 10, "def", missing: 7, doubtful: 7)
    script.send(.server, at: 20, "ghi")
    #expect(script.receiver.connections[0].text(of: .server) == "abc<7>def<7>ghi")
  }

  @Test("The next segment begins where the captured bytes end: there is no rest")
  func neverSent() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "abc", missing: 7, doubtful: 7)
    script.send(.server, at: 3, "def")
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "abcdef")
    #expect(script.receiver.connections[0].statistics?.missingByteCount == 0)
  }

  @Test("The segment is sent again, whole")
  func sentAgain() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "abc", missing: 3, doubtful: 3)
    script.send(.server, at: 0, "abcdef")
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "abcdef")
  }

  @Test("Nothing follows: no hole")
  func nothingFollows() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "abc", missing: 7, doubtful: 7)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "abc")
  }

  @Test("The rest is acknowledged: it was sent", arguments: [false, true])
  func acknowledged(isLast: Bool) {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "abc", flags: isLast ? .fin : [], missing: 7, doubtful: 7)
    script.send(.client, at: 0, acknowledging: isLast ? 11 : 10)
    script.now += 50
    script.send(.client, at: 0, "x", acknowledging: isLast ? 11 : 10)
    #expect(script.receiver.connections[0].text(of: .server) == "abc<7>")
    #expect(script.receiver.connections[0].events.contains(.finish(.server, .fin)) == isLast)
  }

  @Test("What was captured of the frame ends before its end: that part is missing for certain")
  func cutToo() {
    var script = Script()
    script.handshake()
    script.send(.server, at: 0, "abc", missing: 7, doubtful: 4)
    script.finish()
    #expect(script.receiver.connections[0].text(of: .server) == "abc<3>")
  }
}
