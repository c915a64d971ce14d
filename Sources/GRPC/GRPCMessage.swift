import Findings

/// One length-prefixed message of a call.
package struct GRPCMessage: Equatable, Sendable, BitwiseCopyable {
  /// Bytes of flags and length in front of each message.
  package static let prefixByteCount = 5

  /// 0, 1, 2… the order of its side's messages.
  package let index: Int
  /// Whether it is compressed as grpc-encoding says.
  package let isCompressed: Bool
  /// Bytes as its length announces, without the five of the prefix.
  package let byteCount: Int
  /// When the first byte of its prefix was there.
  package let start: Timestamp
  /// When its last byte was there, or of a message that was cut off the last one seen.
  package internal(set) var end: Timestamp
  /// Bytes that were sent but not captured.
  package internal(set) var missingByteCount = 0
  /// Bytes that were announced, and never came before the content ended.
  package internal(set) var absentByteCount = 0

  /// Bytes of a compressed message without its compression; nil when it could not be undone.
  package internal(set) var decodedByteCount: Int?

  /// Bytes that are there, without compression; nil when it could not be undone.
  package var contentByteCount: Int? { isCompressed ? decodedByteCount : capturedByteCount }
  /// Bytes that are there, as they were sent.
  package var capturedByteCount: Int { byteCount - missingByteCount - absentByteCount }
  /// Whether each of its bytes was seen.
  package var isComplete: Bool { missingByteCount == 0 && absentByteCount == 0 }
}
