/// What a hostile call can cost at most. Messages themselves are counted and never kept.
enum GRPCLimits {
  /// Bytes kept of the trailers in a gRPC-Web content; the protocol suggests that clients accept 8 KiB.
  static let trailerByteCount = 16 * 1024
}
