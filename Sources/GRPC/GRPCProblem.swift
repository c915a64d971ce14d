/// Why the messages of a content cannot be read to its end.
package enum GRPCProblem: Hashable, Sendable, BitwiseCopyable {
  /// The first byte of a message has flags that nobody knows.
  case unknownFlags(UInt8)
  /// The content ends in the prefix of a message.
  case prefixCut
  /// The content ends before a message of so many bytes does.
  case messageCut(byteCount: Int, absentByteCount: Int)
  /// gRPC-Web: the content ends before its trailers do.
  case trailersCut(absentByteCount: Int)
  /// gRPC-Web: there is content behind the trailers.
  case contentAfterTrailers
  /// gRPC-Web as text: a character is none of base64's.
  case notBase64
}
