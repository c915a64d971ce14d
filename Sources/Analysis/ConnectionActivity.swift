import Bytes
import Findings
import Metrics

/// What the metrics keep of an open connection: about 200 bytes, and a few words for each origin that it serves.
struct ConnectionActivity: Sendable {
  /// An origin that requests of the connection were for.
  struct ServedOrigin: Sendable {
    let scheme: [UInt8]
    let authority: [UInt8]
    let isHTTP2: Bool
    /// Its place in the summary.
    let place: Int
    /// The place of the client's connections to it; nil when there are too many clients.
    let pool: Int?

    func isAt(_ authority: RawSpan, scheme: RawSpan, isHTTP2: Bool) -> Bool {
      self.isHTTP2 == isHTTP2 && authority.equals(self.authority.rawSpan) && scheme.equals(self.scheme.rawSpan)
    }
  }

  /// The exchanges that are open.
  var meter = ConcurrencyMeter()
  /// One while as many are open as the server allows.
  var limitMeter = ConcurrencyMeter()
  /// When TCP held up bytes that a side sent.
  var stalls = BySide(both: StallLog())
  /// Requests, promised ones left out.
  var requests = 0
  /// The origins, in order of their first request.
  var origins: [ServedOrigin] = []
  /// Which of them the last request was for.
  var lastOrigin: Int?
  /// The pool in which the connection counts as busy.
  var busyPool: Int?
  /// When its last response ended, while nothing is open.
  var idleSince: Timestamp?
  /// SYN-ACK to ACK, in nanoseconds: from where the capture was taken to the client and back; 0 when not captured.
  var clientRoundTrip: Int64 = 0
  /// The handshake's round-trip time in nanoseconds; 0 when not captured.
  var roundTrip: Int64 = 0

  /// How long after a response's end a request may come that had waited for it: the response has to get to the client, and the
  /// request from there.
  var slack: Int64 {
    let reaction = max(MetricsLimits.backToBackNanoseconds, roundTrip / 10)
    return clientRoundTrip / 2 > Int64.max / 4 ? .max : clientRoundTrip + reaction
  }

  /// The pool of the origin that the last request was for.
  var lastPool: Int? {
    guard let lastOrigin else { return nil }
    return origins[lastOrigin].pool
  }

  /// Makes an origin the last one; false when no request was for it before.
  mutating func turn(to authority: RawSpan, scheme: RawSpan, isHTTP2: Bool) -> Bool {
    // Mostly it is the last one already.
    // Through a span, which lends the origin where the subscript would copy it.
    if let lastOrigin, origins.span[lastOrigin].isAt(authority, scheme: scheme, isHTTP2: isHTTP2) { return true }
    for index in origins.indices where origins.span[index].isAt(authority, scheme: scheme, isHTTP2: isHTTP2) {
      lastOrigin = index
      return true
    }
    return false
  }
}
