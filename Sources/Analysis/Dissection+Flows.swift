import Bytes
import Findings
import HTTP
import HTTP1
import HTTP2
import TLS

/// The three verbs of a flow, handed to the dissector that it has.
extension Dissection {
  mutating func receive(_ bytes: RawSpan, from side: Side, in flow: Int, at time: Timestamp) {
    recorder.current = flows[flow].connection
    switch flows[flow].stage {
    case .http1(let place):
      let outcome = http1s[place].receive(bytes, from: flows[flow].role(of: side), at: time, into: &recorder)
      noteActivity(ofHTTP1: place, at: time)
      if case .switchProtocol(let upgrade, let consumed) = outcome {
        switchProtocol(to: upgrade, in: flow, place, rest: bytes.extracting(from: consumed), from: side, at: time)
      }
    case .http2(let place):
      let role = flows[flow].role(of: side)
      if delivery != .prompt { http2s[place].expect(delivery, from: role) }
      http2s[place].receive(bytes, from: role, at: time, into: &recorder)
      if delivery != .prompt { http2s[place].expect(.prompt, from: role) }
      noteActivity(ofHTTP2: place, at: time)
    case .webSocket(let place):
      recorder.receive(bytes, from: flows[flow].role(of: side), ofWebSocket: place, at: time)
    case .undecided(let place):
      decide(bytes, from: side, in: flow, place, at: time)
    case .tls(let place):
      let role = flows[flow].role(of: side)
      if delivery != .prompt || tls[place].isRecordLate[role] {
        receiveHeldUp(bytes, from: role, in: flow, place, at: time)
        return
      }
      tls[place].connection.receive(bytes, from: role, at: time, context: tlsContext, into: &plaintext)
      drain(flow, place)
    case .prelude(let place):
      readPrelude(bytes, from: side, in: flow, place, at: time)
    case .tunnel(let inner):
      receive(bytes, from: flows[flow].role(of: side), in: inner, at: time)
    case .opaque:
      resume(bytes, from: side, in: flow, at: time)
    case .switched:
      break
    }
  }

  mutating func skip(_ byteCount: Int, from side: Side, in flow: Int, at time: Timestamp) {
    recorder.current = flows[flow].connection
    switch flows[flow].stage {
    case .http1(let place):
      http1s[place].skip(byteCount, from: flows[flow].role(of: side), at: time, into: &recorder)
    case .http2(let place):
      http2s[place].skip(byteCount, from: flows[flow].role(of: side), at: time, into: &recorder)
    case .webSocket(let place):
      recorder.skip(byteCount, from: flows[flow].role(of: side), ofWebSocket: place, at: time)
    case .undecided(let place):
      // What was kept cannot be continued: let it decide as it is, then begin anew behind the gap.
      decideFinally(from: side, in: flow, place)
      if case .undecided = flows[flow].stage {
        undecided[place].sides[side] = Undecided.Waiting()
      } else {
        skip(byteCount, from: side, in: flow, at: time)
      }
    case .tls(let place):
      let role = flows[flow].role(of: side)
      tls[place].connection.skip(byteCount, from: role, at: time, context: tlsContext, into: &plaintext)
      drain(flow, place)
    case .prelude(let place):
      preludes.remove(place, leaving: Prelude(.proxyProtocol))
      flows[flow].stage = .opaque
    case .tunnel(let inner):
      skip(byteCount, from: flows[flow].role(of: side), in: inner, at: time)
    case .opaque, .switched:
      break
    }
  }

  mutating func finish(_ side: Side, _ reason: EndReason, in flow: Int, at time: Timestamp) {
    recorder.current = flows[flow].connection
    if case .undecided(let place) = flows[flow].stage {
      decideFinally(from: side, in: flow, place)
    }
    switch flows[flow].stage {
    case .http1(let place):
      http1s[place].finish(flows[flow].role(of: side), reason: reason, at: time, into: &recorder)
    case .http2(let place):
      http2s[place].finish(flows[flow].role(of: side), reason: reason, at: time, into: &recorder)
    case .webSocket(let place):
      recorder.finish(flows[flow].role(of: side), reason, ofWebSocket: place, at: time)
    case .tls(let place):
      let role = flows[flow].role(of: side)
      tls[place].ends[role] = reason
      tls[place].connection.finish(
        role, isClosed: reason == .closed, at: time, context: tlsContext, into: &plaintext)
      drain(flow, place)
    case .tunnel(let inner):
      finish(flows[flow].role(of: side), reason, in: inner, at: time)
    case .undecided, .prelude, .opaque, .switched:
      break
    }
  }

  /// Frees a flow and the flows that it carries; what their dissectors counted goes to their connections' records.
  mutating func remove(_ flow: Int, at time: Timestamp) {
    let connection = flows[flow].connection
    switch flows[flow].stage {
    case .http1(let place):
      recorder[connection].http1 = http1s[place].statistics
      http1s.remove(place, leaving: HTTP1Connection(isSecure: false))
    case .http2(let place):
      recorder[connection].http2 = http2s[place].statistics
      http2s.remove(place, leaving: HTTP2Connection(isSecure: false))
    case .webSocket(let place):
      recorder.current = connection
      recorder.closeWebSocket(place)
    case .undecided(let place):
      undecided.remove(place, leaving: Undecided())
    case .tls(let place):
      removeTLS(place, in: flow, at: time)
    case .prelude(let place):
      preludes.remove(place, leaving: Prelude(.proxyProtocol))
    case .tunnel(let inner):
      let tunnelled = flows[inner].connection
      remove(inner, at: time)
      recorder.close(tunnelled, at: time)
    case .opaque, .switched:
      break
    }
    flows.remove(flow, leaving: Flow(stage: .switched, connection: connection, endsAreCertain: false))
  }
}
