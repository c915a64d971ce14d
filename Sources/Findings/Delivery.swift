/// How the in-order bytes of a stream came: whether the transport had held them up.
public enum Delivery: Sendable, Equatable, BitwiseCopyable {
  /// Nothing was held up when they came.
  case prompt
  /// They were missing, and fill a hole or a part of one.
  case filling
  /// They were here since then, behind a hole.
  case held(since: Timestamp)
}
