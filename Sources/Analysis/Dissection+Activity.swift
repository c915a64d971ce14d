import Findings
import HTTP1
import HTTP2

/// What is open on a connection, told after each piece of its bytes.
extension Dissection {
  mutating func noteActivity(ofHTTP1 place: Int, at time: Timestamp) {
    guard recorder.measures else { return }
    let count = http1s[place].openExchangeCount
    if count > 0, !recorder.knowsOrigin, let exchange = http1s[place].oldestOpenExchange {
      recorder.noteOrigin(of: exchange, at: time)
    }
    if count != recorder.openExchangeCount { recorder.noteOpenExchanges(count, at: time) }
  }

  mutating func noteActivity(ofHTTP2 place: Int, at time: Timestamp) {
    guard recorder.measures else { return }
    let count = http2s[place].openExchangeCount
    if count > 0, !recorder.knowsOrigin, let exchange = http2s[place].oldestOpenExchange {
      recorder.noteOrigin(of: exchange, at: time)
    }
    guard count != recorder.openExchangeCount else { return }
    recorder.noteOpenExchanges(count, at: time)
    recorder.noteLimit(isReached: count >= http2s[place].streamLimit, at: time)
  }
}
