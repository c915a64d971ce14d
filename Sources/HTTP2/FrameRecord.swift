import Bytes
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

extension FrameRecord {
  /// A record of a frame whose payload ended. Of a payload that is not there whole, only what is there is read.
  init(_ header: FrameHeader, payload: RawSpan) {
    self.init(type: header.type, flags: header.flags.rawValue, stream: header.stream, length: header.length)
    switch header.type {
    case .settings:
      var settings: [Setting] = []
      Setting.forEach(in: payload) { settings.append($0) }
      self.settings = settings
    case .rstStream where payload.byteCount >= 4:
      errorCode = ErrorCode(rawValue: payload.uint32(at: 0))
    case .goaway where payload.byteCount >= 8:
      lastStream = payload.uint32(at: 0) & 0x7FFF_FFFF
      errorCode = ErrorCode(rawValue: payload.uint32(at: 4))
    case .windowUpdate where payload.byteCount >= 4:
      increment = payload.uint32(at: 0) & 0x7FFF_FFFF
    case .headers, .pushPromise:
      let fragment = FieldBlockFragment(header, payload: payload)
      if header.type == .pushPromise { promisedStream = fragment?.promisedStream }
      if header.isPadded, payload.byteCount > 0 { paddingByteCount = min(1 + Int(payload.byte(at: 0)), header.length) }
    default:
      break
    }
  }
}

/// Where the HTTP/2 dissector's results go: exchanges and findings, and its frames if they are wanted.
package protocol HTTP2Receiver: HTTPReceiver {
  /// Whether `receive(_:from:at:)` is to be called for each frame; building the records costs time.
  var wantsFrames: Bool { get }
  /// A frame ended: its last byte was there at `time`, or a gap that ends within or with the frame took it.
  mutating func receive(_ frame: FrameRecord, from side: Side, at time: Timestamp)
}
