/// What the index of an extraction says of a body beside what its exchange says.
struct ExtractedFile: Sendable {
  /// Nil when none of its bytes came.
  var name: String?
  var byteCount = 0
  var sha256: [UInt8]?
  /// Whether it is the whole body.
  var isComplete = false
  /// Whether it has its content codings still.
  var isCoded = false
}
