import Bytes

/// A whole record and where its fragment lies: see `RecordReader.fragment`.
package struct Record: Equatable, Sendable, BitwiseCopyable {
  package var header: RecordHeader
  /// The fragment in the span that `next` was given, or in what the reader holds.
  var fragment: ByteRange
  /// Whether the reader holds it, because it did not lie whole in the span.
  var isHeld: Bool

  /// Whether it is no TLS record but a ClientHello in the form of SSL 2.0, for `ClientHello.init(ssl2:)`.
  package var isSSL2Hello: Bool { header.version == .ssl2 }
}

/// What `RecordReader` found next.
package enum RecordStep: Equatable, Sendable {
  case record(Record)
  /// A gap cut exactly one record; where the next one begins is known.
  case lostRecord(RecordHeader)
  /// Where the next record begins is not known any more; it is searched from here on.
  case boundaryLost(BoundaryLoss)
  /// The search ended; the bytes between the last boundary that was known and this one, those of gaps included, held an
  /// unknown number of records.
  case boundaryFound(lostByteCount: Int)
  /// The bytes ended, and so many of the last ones belong to no whole record.
  case leftOver(byteCount: Int)
  /// Nothing more until more bytes come.
  case needsMore
}

/// Why the boundaries of records were lost.
package enum BoundaryLoss: Equatable, Sendable {
  /// Bytes were not captured; so many of them lie behind the last boundary that was known.
  case gap(byteCount: Int)
  /// A record cannot begin with these bytes.
  case notARecord(RecordHeader)
}
