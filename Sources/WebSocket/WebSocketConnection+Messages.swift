import Bytes
import Findings

// Messages and control frames that are over.

extension WebSocketConnection {
  /// The last frame of a message ended.
  mutating func endMessage<R: WebSocketReceiver>(of side: Side, into receiver: inout R) {
    endCompression(of: side, into: &receiver)
    let time = readers[side].message.end
    let isText = readers[side].text.finish()
    if readers[side].checksText, !isText { report(.textNotUTF8, from: side, at: time, into: &receiver) }
    readers[side].message.isComplete =
      readers[side].message.missingByteCount == 0 && readers[side].message.opcode != nil
    readers[side].isMessageOpen = false
    deliver(side, isControl: false, into: &receiver)
  }

  /// No more of the message under way will come.
  mutating func abandonMessage<R: WebSocketReceiver>(of side: Side, into receiver: inout R) {
    guard readers[side].isMessageOpen else { return }
    readers[side].isMessageOpen = false
    _ = readers[side].text.finish()
    if readers[side].message.isCompressed { readers[side].decompressor.lose() }
    deliver(side, isControl: false, into: &receiver)
  }

  /// A control frame ended.
  mutating func endControl<R: WebSocketReceiver>(of side: Side, into receiver: inout R) {
    if readers[side].control.opcode == .close { readers[side].isClosing = true }
    if readers[side].control.missingByteCount == 0 {
      readers[side].control.isComplete = true
      let time = readers[side].control.end
      switch readers[side].control.opcode {
      case .ping:
        pings[side].note(readers[side].control.controlPayload, at: time)
      case .pong:
        if let sent = pings[side.opposite].answer(readers[side].control.controlPayload) {
          statistics.sides[side.opposite].pingRoundTrips.add(time.nanoseconds(since: sent))
        }
      case .close:
        checkClose(of: side, at: time, into: &receiver)
      default:
        break
      }
    }
    deliver(side, isControl: true, into: &receiver)
  }

  /// Checks the payload of a Close frame (RFC 6455 §5.5.1).
  private mutating func checkClose<R: WebSocketReceiver>(of side: Side, at time: Timestamp, into receiver: inout R) {
    if readers[side].control.controlPayload.count == 1 { report(.closeCodeCut, from: side, at: time, into: &receiver) }
    guard let code = readers[side].control.closeCode else { return }
    if !code.maySend { report(.closeCodeInvalid, from: side, at: time, into: &receiver) }
    if !readers[side].control.isCloseReasonUTF8 { report(.closeReasonNotUTF8, from: side, at: time, into: &receiver) }
  }

  /// Counts a message or a control frame, and hands it over.
  mutating func deliver<R: WebSocketReceiver>(_ side: Side, isControl: Bool, into receiver: inout R) {
    if isControl {
      statistics.sides[side].add(readers[side].control)
      receiver.receive(readers[side].control)
    } else {
      statistics.sides[side].add(readers[side].message)
      receiver.receive(readers[side].message)
    }
  }
}
