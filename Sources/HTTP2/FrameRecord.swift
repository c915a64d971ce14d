import Findings
import HTTP

/// One frame as a record shows it: the header, and of the payload what its type says.
package struct FrameRecord: Sendable {
  package var type: FrameType
  package var flags: UInt8
  /// Without the reserved bit.
  package var stream: UInt32
  /// Bytes of payload, padding included.
  package var length: Int
  /// SETTINGS: the parameters in order.
  package var settings: [Setting]?
  /// RST_STREAM and GOAWAY.
  package var errorCode: ErrorCode?
  /// GOAWAY.
  package var lastStream: UInt32?
  /// WINDOW_UPDATE.
  package var increment: UInt32?
  /// PUSH_PROMISE.
  package var promisedStream: UInt32?
  /// DATA, HEADERS and PUSH_PROMISE with the PADDED flag: the pad length octet and the padding.
  package var paddingByteCount: Int?

  package init(type: FrameType, flags: UInt8, stream: UInt32, length: Int) {
    self.type = type
    self.flags = flags
    self.stream = stream
    self.length = length
  }
}

/// Where the HTTP/2 dissector's results go: exchanges and findings, and its frames if they are wanted.
package protocol HTTP2Receiver: HTTPReceiver {
  /// Whether `receive(_:from:at:)` is to be called for each frame; building the records costs time.
  var wantsFrames: Bool { get }
  /// A frame ended (its last byte was there at `time`), or a gap cut it.
  mutating func receive(_ frame: FrameRecord, from side: Side, at time: Timestamp)
}
