import Findings

/// When the handshakes of a connection were over, as far as that is known by now.
package struct ConnectionSetup: Equatable, Sendable, BitwiseCopyable {
  /// When one that began was over.
  package struct Handshake: Equatable, Sendable, BitwiseCopyable {
    package var start: Timestamp
    package var end: Timestamp

    package init(start: Timestamp, end: Timestamp) {
      self.start = start
      self.end = end
    }
  }

  /// When TCP's handshake was over; nil when not all of it was captured, and inside a tunnel.
  package var tcpEnd: Timestamp?
  /// TLS's handshake, of the outermost TLS; nil without TLS, and while it is not over.
  package var tls: Handshake?

  package init() {}

  /// When the last of them was over.
  package var end: Timestamp? {
    guard let tls else { return tcpEnd }
    return max(tls.end, tcpEnd ?? tls.end)
  }
}
