import Bytes

/// The five bytes before each fragment (RFC 8446 §5.1).
///
///     ContentType (8), ProtocolVersion (16), length (16)
package struct RecordHeader: Equatable, Sendable, BitwiseCopyable {
  /// Bytes of a record header.
  package static let byteCount = 5

  /// What the record says that it carries; in TLS 1.3 the true type is encrypted.
  package var type: ContentType
  /// SSL 3.0 to TLS 1.2; TLS 1.3 keeps writing an older one.
  package var version: TLSVersion
  /// Bytes of the fragment.
  package var length: Int

  package init(type: ContentType, version: TLSVersion, length: Int) {
    self.type = type
    self.version = version
    self.length = length
  }

  /// Reads the header at an offset. `0 <= offset <= bytes.byteCount - 5`.
  package init(_ bytes: RawSpan, at offset: Int) {
    type = ContentType(rawValue: bytes.byte(at: offset))
    version = TLSVersion(rawValue: bytes.uint16(at: offset + 1))
    length = Int(bytes.uint16(at: offset + 3))
  }

  /// Whether a record of any version can begin so. Only application data may be empty (RFC 5246 §6.2.1).
  package var isPlausible: Bool {
    type.isKnown && version.isRecordVersion && length <= TLSLimits.recordByteCount
      && (length > 0 || type == .applicationData)
  }
}
