import Bytes
import Findings
import HTTP
import HTTP2
import WebSocket

/// Where records go as soon as they are finished. The order is OUTPUT's: the capture first, a connection after its
/// exchanges, the summary last. What is lent (`borrowing`) must be copied to be kept.
///
/// A receiver is an object: whoever made it keeps it, and the types that hold it do not depend on what it is.
package protocol RecordReceiver: AnyObject {
  /// Whether frame records are wanted; building them costs time.
  var wantsFrames: Bool { get }
  /// Whether contents are wanted while they come; handing them over costs time.
  var wantsContents: Bool { get }
  /// Whether further records are in vain, as when the output cannot be written.
  var isFinished: Bool { get }
  func receive(_ capture: CaptureRecord)
  /// A message of a WebSocket; the record of its exchange comes before it over HTTP/1.1, and after it over HTTP/2.
  func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext)
  /// A message inside the content of an exchange, whose record comes after it.
  func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext)
  func receive(_ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext)
  func receive(_ connection: borrowing ConnectionRecord)
  /// - Parameter connection: nil when the finding is about the capture as a whole.
  func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?)
  func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp)
  func receive(_ summary: borrowing SummaryRecord)

  // Contents, if they are wanted at all.

  /// Whether the content is wanted that a side sends in an exchange; of its message the header section was read.
  func wants(contentOf exchange: borrowing Exchange, from side: Side, of connection: ConnectionContext) -> Bool
  /// The next bytes of a content, in order; the record of its exchange comes after the last ones.
  func receive(_ content: RawSpan, of origin: ContentOrigin, of connection: ConnectionContext)
  /// So many bytes of a content, as it was sent, are missing from the capture here.
  func skip(_ byteCount: Int, of origin: ContentOrigin, of connection: ConnectionContext)
  /// The next bytes of a message of a WebSocket, unmasked and decompressed; the record of the message comes after the last ones.
  func receive(_ payload: RawSpan, of message: borrowing WebSocketMessage, of connection: ConnectionContext)
}

/// What a receiver has no use for it need not take.
extension RecordReceiver {
  package var wantsFrames: Bool { false }
  package var wantsContents: Bool { false }
  package var isFinished: Bool { false }
  package func receive(_ capture: CaptureRecord) {}
  package func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {}
  package func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext) {}
  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {}
  package func receive(_ connection: borrowing ConnectionRecord) {}
  package func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {}
  package func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) {}
  package func receive(_ summary: borrowing SummaryRecord) {}
  package func wants(contentOf exchange: borrowing Exchange, from side: Side, of connection: ConnectionContext) -> Bool
  {
    false
  }
  package func receive(_ content: RawSpan, of origin: ContentOrigin, of connection: ConnectionContext) {}
  package func skip(_ byteCount: Int, of origin: ContentOrigin, of connection: ConnectionContext) {}
  package func receive(_ payload: RawSpan, of message: borrowing WebSocketMessage, of connection: ConnectionContext) {}
}
