import Findings
import HTTP
import HTTP2

/// Where records go as soon as they are finished. The order is OUTPUT's: the capture first, a connection after its
/// exchanges, the summary last. What is lent (`inout`, `borrowing`) must be copied to be kept.
package protocol RecordReceiver {
  /// Whether frame records are wanted; building them costs time.
  var wantsFrames: Bool { get }
  /// Whether further records are in vain, as when the output cannot be written.
  var isFinished: Bool { get }
  mutating func receive(_ capture: CaptureRecord)
  mutating func receive(_ exchange: borrowing Exchange, of connection: ConnectionContext)
  mutating func receive(_ connection: borrowing ConnectionRecord)
  /// - Parameter connection: nil when the finding is about the capture as a whole.
  mutating func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?)
  mutating func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp)
  mutating func receive(_ summary: borrowing SummaryRecord)
}
