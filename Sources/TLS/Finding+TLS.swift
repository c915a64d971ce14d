import Findings

/// The findings of TLS.
extension Finding {
  static func notARecord(_ header: RecordHeader, from side: Side) -> Finding {
    Finding(
      .error, code: "tls-not-a-record",
      message: "The \(side.name) sent bytes that begin no TLS record (type \(header.type.rawValue), "
        + "\(header.length) bytes); the next record is searched.",
      reference: "RFC 8446 §5.1")
  }

  static func recordNotAuthentic(_ number: UInt64, from side: Side, _ byteCount: Int) -> Finding {
    Finding(
      .error, code: "tls-record-not-authentic",
      message:
        "Record \(number) of the \(side.name) does not verify under its keys; its \(byteCount) bytes are left out.",
      reference: "RFC 8446 §5.2")
  }

  static func recordNotDecompressed(from side: Side) -> Finding {
    Finding(
      .warning, code: "tls-record-not-decompressed",
      message:
        "A record of the \(side.name) cannot be decompressed, for records before it are missing or it is malformed.",
      reference: "RFC 3749 §2.1")
  }

  static func endWithoutCloseNotify(from side: Side) -> Finding {
    Finding(
      .note, code: "tls-no-close-notify",
      message:
        "The \(side.name) ended the connection without a close_notify alert: what it sent may have been cut off.",
      reference: "RFC 8446 §6.1")
  }

  static func alert(_ alert: Alert, from side: Side) -> Finding {
    Finding(
      alert.isFatal ? .error : .note, code: "tls-alert",
      message: "The \(side.name) sent the \(alert.isFatal ? "fatal " : "")alert \(alert.description.name).",
      reference: "RFC 8446 §6")
  }

  static func unknownContentType(_ type: ContentType, from side: Side) -> Finding {
    Finding(
      .error, code: "tls-unknown-content-type",
      message: "The \(side.name) sent a record of content type \(type.rawValue), which is not allowed there.",
      reference: "RFC 8446 §5")
  }

  static func malformedHandshake(_ type: HandshakeType, from side: Side) -> Finding {
    Finding(
      .error, code: "tls-malformed-handshake",
      message: "The \(side.name)'s \(type.name) is malformed.", reference: "RFC 8446 §4")
  }

  static func handshakeInTheOpen(from side: Side) -> Finding {
    Finding(
      .error, code: "tls-handshake-in-the-open",
      message: "The \(side.name) sent a handshake record in the open behind encrypted ones; it is passed over.",
      reference: "RFC 8446 §5")
  }

  static func handshakeTooLong(_ type: HandshakeType, _ byteCount: Int, from side: Side) -> Finding {
    Finding(
      .warning, code: "tls-handshake-too-long",
      message: "The \(side.name)'s \(type.name) has \(byteCount) bytes, more than are read.",
      reference: "RFC 8446 §4")
  }
}
