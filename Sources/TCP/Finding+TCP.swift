import Findings

extension Finding {
  /// The same sequence numbers were sent twice with different bytes; the first copy was kept.
  static func conflictingOverlap(from side: Side, at offset: Int) -> Finding {
    Finding(
      .warning, code: "tcp-overlap-conflict",
      message: "The \(side.name) sent different bytes for the same sequence numbers at offset \(offset) of its stream; "
        + "the first copy is shown.",
      reference: "RFC 9293 §3.10.7.4")
  }

  /// The same, noticed when the first copy was handed on already: somewhere in the segment at the offset.
  static func conflictingRepetition(from side: Side, at offset: Int) -> Finding {
    Finding(
      .warning, code: "tcp-overlap-conflict",
      message: "the \(side.name) sent its segment at offset \(offset) of its stream again with different bytes; "
        + "the first copy is shown",
      reference: "RFC 9293 §3.10.7.4")
  }

  /// Bytes were acknowledged or passed over, but are not in the capture.
  static func gap(from side: Side, at offset: Int, byteCount: Int) -> Finding {
    Finding(
      .warning, code: "tcp-gap",
      message: "\(byteCount) bytes of the \(side.name)'s stream at offset \(offset) are not in the capture.")
  }
}
