import Analysis
import Findings
import HTTP
import Testing

@testable import Report

@Suite("HAR timings")
struct HARTimingsTests {
  @Test("Without a handshake: from the request's first byte to the response's last")
  func plain() {
    var exchange = Sample.exchange(at: 10)
    exchange.request.message.end = Sample.after(12)
    let timings = HARTimings(exchange, of: Sample.context(id: 0))
    #expect(timings.start == Sample.after(10))
    #expect(timings.blocked == nil && timings.connect == nil && timings.ssl == nil)
    #expect([timings.send, timings.wait, timings.receive] == [2_000_000, 29_000_000, 2_500_000])
    #expect(timings.total == 33_500_000)
  }

  @Test("The first request begins with the connection, and holds its handshakes")
  func first() {
    let timings = HARTimings(Sample.exchange(at: 14), of: connection(tcp: 4, tls: (5, 13)))
    #expect(timings.start == Sample.start)
    #expect([timings.blocked, timings.connect, timings.ssl] == [1_000_000, 13_000_000, 8_000_000])
    // From the connection's first packet to the response's last byte; TLS is a part of connect.
    #expect(timings.total == 47_500_000)
  }

  @Test("A request that does not wait for the handshake's end")
  func earlyData() {
    let timings = HARTimings(Sample.exchange(at: 6), of: connection(tcp: 4, tls: (5, 13)))
    #expect([timings.blocked, timings.connect, timings.ssl] == [0, 6_000_000, 1_000_000])
    #expect(timings.start == Sample.start && timings.total == 39_500_000)
  }

  @Test("Handshakes are not those of later requests, of pushes, and of requests long after")
  func others() {
    let connection = connection(tcp: 4, tls: nil)
    var pushed = Sample.exchange(at: 5)
    pushed.isPushed = true
    for exchange in [Sample.exchange(index: 1, at: 5), pushed, Sample.exchange(at: 1_005)] {
      let timings = HARTimings(exchange, of: connection)
      #expect(timings.connect == nil && timings.blocked == nil)
      #expect(timings.start == exchange.request.message.start)
    }
    #expect(HARTimings(Sample.exchange(at: 1_004), of: connection).connect == 4_000_000)
  }

  @Test("What an earlier response took is no waiting")
  func queue() {
    var exchange = Sample.exchange(index: 1, at: 5)
    exchange.queueNanoseconds = 20_000_000
    let timings = HARTimings(exchange, of: Sample.context(id: 0))
    #expect([timings.blocked, timings.wait] == [20_000_000, 11_000_000])
    #expect(timings.total == 33_500_000)
  }

  @Test("Of what was not captured no time is told")
  func missing() {
    var exchange = Sample.exchange(at: 5)
    exchange.request.message.end = Sample.after(7)
    exchange.hasResponse = false
    let unanswered = HARTimings(exchange, of: Sample.context(id: 0))
    #expect([unanswered.send, unanswered.wait, unanswered.receive] == [2_000_000, 0, 0])
    exchange.hasRequest = false
    exchange.hasResponse = true
    let unasked = HARTimings(exchange, of: connection(tcp: 4, tls: nil))
    #expect([unasked.send, unasked.wait, unasked.receive] == [0, 0, 2_500_000])
    #expect(unasked.start == Sample.after(36) && unasked.connect == nil)
  }

  @Test("Times that no clock gave")
  func hostile() {
    var exchange = Sample.exchange()
    exchange.queueNanoseconds = .max
    exchange.request.message.start = Timestamp(nanoseconds: .min)
    exchange.request.message.end = Timestamp(nanoseconds: .max)
    exchange.response.message.start = Timestamp(nanoseconds: .max)
    exchange.response.message.end = Timestamp(nanoseconds: .min)
    var connection = Sample.context(id: 0)
    connection.start = Timestamp(nanoseconds: .max)
    connection.setup.tcpEnd = Timestamp(nanoseconds: .min)
    connection.setup.tls = ConnectionSetup.Handshake(
      start: Timestamp(nanoseconds: .max), end: Timestamp(nanoseconds: .min))
    #expect(HARTimings(exchange, of: connection).total >= 0)
    connection.start = Timestamp(nanoseconds: .min)
    connection.setup.tcpEnd = Timestamp(nanoseconds: .max)
    #expect(HARTimings(exchange, of: connection).total >= 0)
  }

  /// A connection by the milliseconds of its handshakes.
  private func connection(tcp: Double, tls: (start: Double, end: Double)?) -> ConnectionContext {
    var connection = Sample.context(id: 0)
    connection.setup.tcpEnd = Sample.after(tcp)
    connection.setup.tls = tls.map {
      ConnectionSetup.Handshake(start: Sample.after($0.start), end: Sample.after($0.end))
    }
    return connection
  }
}
