import Bytes

/// What a client shows to resume a session (RFC 8446 §4.6.1, RFC 5077 §3.3). Ranges are of the message's body.
package struct NewSessionTicket: Equatable, Sendable {
  package var lifetimeSeconds: UInt32
  /// Before TLS 1.3 it may be empty.
  package var ticket: ByteRange
  /// TLS 1.3: what the pre-shared key is derived with, else empty.
  package var nonce = ByteRange.empty
  /// TLS 1.3: how many bytes of early data the server takes, or nil when none.
  package var maxEarlyDataByteCount: UInt32?

  /// Nil when the message is malformed.
  package init?(_ body: RawSpan, version: TLSVersion) {
    var reader = ByteReader(body)
    guard let lifetime = reader.readUInt32() else { return nil }
    lifetimeSeconds = lifetime
    if version.isTLS13 {
      // Between them the value that is added to the ticket's age.
      guard reader.skip(4), let nonce = reader.readVector8(), let ticket = reader.readVector16(),
        let extensions = ExtensionList(&reader)
      else { return nil }
      self.nonce = nonce
      self.ticket = ticket
      maxEarlyDataByteCount = extensions.maxEarlyDataByteCount(body)
    } else {
      guard let ticket = reader.readVector16() else { return nil }
      self.ticket = ticket
    }
    guard reader.isAtEnd else { return nil }
  }
}
