import Findings
import HTTP
import Packet

/// Where a pipeline's results go: records, and what concerns the capture as a whole. All of it depends on the order in which
/// the packets of different connections came, so that it is either told at once or written down with its place in that order.
///
/// A connection is named by its place in the pipeline.
protocol ResultReceiver: AnyObject {
  /// A connection begins. Answers its number, which goes into its context.
  ///
  /// - Parameter outer: the connection whose tunnel carries it.
  func open(_ connection: Int, inside outer: Int?) -> Int

  /// A connection has its first request for an origin, which is the last one from now on.
  func serve(_ origin: ServedOrigin, by connection: Int)
  /// A request of a connection is for an origin that it had requests for before.
  ///
  /// - Parameter origin: how many origins came before it.
  func turn(_ connection: Int, to origin: Int)
  /// A connection that was idle has a request.
  func beginUse(of connection: Int, _ pause: UsePause, at time: Timestamp)
  /// The last response that a connection was in use for ended.
  func endUse(of connection: Int, at time: Timestamp)

  /// An exchange of a connection, which may be exchanged for an empty one.
  ///
  /// - Parameter sample: the beginning of its response's content, if that could have been compressed.
  func receive(
    _ exchange: inout Exchange, _ facts: borrowing ContentFacts, sample: consuming BodySample?, by connection: Int,
    _ context: ConnectionContext)
  func receive(_ finding: Finding, by connection: Int, _ context: ConnectionContext, at time: Timestamp)
  /// A finding that is not reported because its connection had too many of the kind.
  func suppress(_ severity: Finding.Severity)
  /// Connections end one after the other: what comes now is of this one.
  func beginEnding(of connection: Int)
  /// A connection is over.
  func close(_ connection: Int, _ record: borrowing ConnectionRecord)
}

/// An origin that a connection serves.
struct ServedOrigin: Sendable {
  var scheme: [UInt8]
  var authority: [UInt8]
  var isHTTP2: Bool
  var client: IPAddress
  /// Whether a request is open.
  var isBusy: Bool
  /// When the connection is known to serve it.
  var time: Timestamp
}

/// How long a connection was idle, and how long it may be when the next request had waited for it, in nanoseconds.
struct UsePause: Sendable, BitwiseCopyable {
  /// Nil when it was not in use before.
  var nanoseconds: Int64?
  var slack: Int64
}
