import Bytes
import Findings
import TCP
import TLS

// What TCP held up, handed to the layers above: a hole takes whatever it takes a byte of.

extension Dissection {
  /// A stall of a flow's side is one of all connections that it carries.
  mutating func note(_ stall: TCPStall, of side: Side, in flow: Int) {
    var next: Int? = flow
    var side = side
    while let flow = next {
      side = flows[flow].role(of: side)
      switch flows[flow].stage {
      case .tls(let place):
        next = tls[place].inner
      case .tunnel(let inner):
        recorder.note(stall, of: side, connection: flows[flow].connection)
        next = inner
      case .undecided, .http1, .http2, .webSocket, .prelude, .opaque, .switched:
        next = nil
      }
      if next == nil { recorder.note(stall, of: side, connection: flows[flow].connection) }
    }
  }

  /// Bytes of TLS of which some were late or held up. A record is late as soon as one of its bytes is: nothing of it can be
  /// used before.
  mutating func receiveHeldUp(_ bytes: RawSpan, from role: Side, in flow: Int, _ place: Int, at time: Timestamp) {
    plaintext.keepsRecordsApart = true
    tls[place].connection.receive(bytes, from: role, at: time, context: tlsContext, into: &plaintext)
    plaintext.keepsRecordsApart = false
    drain(flow, place)
    let isInRecord = tls[place].connection.isInRecord(of: role)
    tls[place].isRecordLate[role] = isInRecord && (delivery == .filling || tls[place].isRecordLate[role])
  }
}
