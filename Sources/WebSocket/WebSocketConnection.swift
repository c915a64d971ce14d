import Bytes
import Findings

/// Both directions of one WebSocket (RFC 6455), on a connection of its own or on an HTTP/2 stream (RFC 8441): bytes and gaps
/// go in, messages come out.
///
/// Each side's bytes run through the same code: `FrameDecoder` cuts them into frames, and the extensions in
/// `WebSocketConnection+….swift` act on them. Payload is unmasked, decompressed (RFC 7692), checked and handed on in pieces;
/// none is kept but that of control frames.
package struct WebSocketConnection {
  let extensions: WebSocketExtensions
  /// The HTTP/2 stream that carries it.
  let stream: UInt32?
  var readers: BySide<SideReader>
  /// The pings that a side sent.
  var pings = BySide(both: PingLedger())
  /// Payload that was unmasked, and what it was decompressed to, a piece at a time.
  var unmasked: [UInt8] = []
  var decompressed: [UInt8] = []

  /// What both sides did so far.
  package internal(set) var statistics = WebSocketStatistics()

  /// A WebSocket from its first frame on.
  ///
  /// - Parameters:
  ///   - exchange: the index of the exchange that opened it.
  ///   - stream: the HTTP/2 stream that carries it, or nil.
  ///   - extensions: what the server accepted.
  package init(exchange: Int, stream: UInt32? = nil, extensions: WebSocketExtensions) {
    self.extensions = extensions
    self.stream = stream
    readers = BySide(
      client: SideReader(exchange: exchange, stream: stream, from: .client, extensions.deflate),
      server: SideReader(exchange: exchange, stream: stream, from: .server, extensions.deflate))
  }

  /// Takes the next bytes of a side. After its end, nothing is taken.
  ///
  /// - Parameter time: when the last of them was there.
  package mutating func receive<R: WebSocketReceiver>(
    _ bytes: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard !readers[side].isFinished else { return }
    var offset = 0
    if readers[side].phase == .searching {
      guard let start = FrameChain.start(in: bytes, from: side, extensions) else { return }
      readers[side].phase = .frames
      offset = start
    }
    while offset < bytes.byteCount, readers[side].phase == .frames {
      if !readers[side].decoder.isInPayload {
        guard readers[side].decoder.readHeader(bytes, at: &offset, time: time) else { return }
        beginFrame(of: side, at: time, into: &receiver)
        guard readers[side].phase == .frames else { return }
      }
      let count = min(readers[side].decoder.remaining, bytes.byteCount - offset)
      if count > 0 {
        let piece = bytes.extracting(ByteRange(start: offset, count: count))
        receivePayload(piece, from: side, at: time, into: &receiver)
        readers[side].decoder.advance(count)
        offset += count
      }
      if readers[side].decoder.remaining == 0 { endFrame(of: side, at: time, into: &receiver) }
    }
  }

  /// Passes over bytes of a side that are missing from the capture.
  ///
  /// A gap that ends within a payload, or with it, leaves the frames known. Otherwise they are searched.
  ///
  /// - Parameter byteCount: how many are missing before the next byte received; nil when nobody knows, not even whether any
  ///   are.
  package mutating func skip<R: WebSocketReceiver>(
    _ byteCount: Int?, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard byteCount != 0, !readers[side].isFinished, readers[side].phase == .frames else { return }
    guard let byteCount, readers[side].decoder.isInPayload else {
      loseFraming(of: side, into: &receiver)
      return
    }
    let missing = min(byteCount, readers[side].decoder.remaining)
    losePayload(missing, of: side)
    readers[side].decoder.advance(missing)
    if readers[side].decoder.remaining == 0 { endFrame(of: side, at: nil, into: &receiver) }
    if missing < byteCount { loseFraming(of: side, into: &receiver) }
  }

  /// Ends a side: no more of its bytes will come. A message under way is handed over as it is.
  ///
  /// - Parameter isClosed: whether the side said that it sends no more, by FIN or END_STREAM.
  package mutating func finish<R: WebSocketReceiver>(
    _ side: Side, isClosed: Bool, at time: Timestamp, into receiver: inout R
  ) {
    guard !readers[side].isFinished else { return }
    if isClosed, readers[side].phase == .frames {
      if readers[side].decoder.isInPayload || readers[side].decoder.isInHeader {
        report(.frameCutByEnd, from: side, at: time, into: &receiver)
      } else if !readers.client.isClosing, !readers.server.isClosing {
        report(.endWithoutClose, from: side, at: time, into: &receiver)
      }
    }
    abandonFrame(of: side, into: &receiver)
    abandonMessage(of: side, into: &receiver)
    readers[side].isFinished = true
    if readers[side.opposite].isFinished {
      unmasked = []
      decompressed = []
    }
  }

  /// Hands a violation over, the first time that a side commits it.
  mutating func report<R: WebSocketReceiver>(
    _ violation: Violation, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard readers[side].reported.insert(violation) else { return }
    var finding = Finding.webSocket(violation, by: readers[side], from: side)
    finding.stream = stream
    receiver.receive(finding, at: time)
  }
}
