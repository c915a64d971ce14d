import Bytes
import Findings

/// A content, or the payload of a message, that waits until what stands above it can be written.
struct HeldContent: Sendable {
  /// A place where bytes are missing.
  struct Gap: Sendable, BitwiseCopyable {
    /// Bytes of the content that came before it.
    var position: Int
    /// As they were sent.
    var missingByteCount: Int
  }

  private let type: DeclaredType?
  /// Bytes that are kept when it is binary.
  private let binaryLimit: Int
  /// The first bytes, until they are enough to tell what it is.
  private var head: [UInt8] = []
  /// How it is shown; nil while that is not decided.
  private var verdict: ContentSniffer.Verdict?
  /// What is kept of it.
  var stream = SpooledStream()
  private(set) var gaps: [Gap] = []
  /// Bytes that came, kept or not.
  private(set) var byteCount = 0
  /// Bytes that came and were not kept.
  var omittedByteCount: Int { byteCount - stream.byteCount }

  /// - Parameter verdict: how it is shown, when its bytes need not be asked.
  init(type: DeclaredType?, verdict: ContentSniffer.Verdict? = nil, binaryLimit: Int) {
    self.type = type
    self.verdict = verdict
    self.binaryLimit = binaryLimit
  }

  /// Takes the next bytes.
  mutating func receive(_ bytes: RawSpan, into spool: inout SharedSpool) throws(OutputError) {
    byteCount += bytes.byteCount
    guard verdict == nil else { return try keep(bytes, in: &spool) }
    let count = min(ReportLimits.sniffedByteCount - head.count, bytes.byteCount)
    head.append(bytes.extracting(0..<count))
    guard head.count == ReportLimits.sniffedByteCount else { return }
    _ = try decide(keepingIn: &spool)
    try keep(bytes.extracting(from: count), in: &spool)
  }

  /// So many bytes of it are missing here.
  mutating func skip(_ missingByteCount: Int) {
    if gaps.count < ReportLimits.placedGaps {
      gaps.append(Gap(position: byteCount, missingByteCount: missingByteCount))
    } else {
      gaps[gaps.count - 1].missingByteCount += missingByteCount
    }
  }

  /// Says how it is shown; what waited for the answer is kept now.
  mutating func decide(keepingIn spool: inout SharedSpool) throws(OutputError) -> ContentSniffer.Verdict {
    if let verdict { return verdict }
    let verdict = ContentSniffer.verdict(of: head.rawSpan, type: type)
    self.verdict = verdict
    let head = self.head
    self.head = []
    try keep(head.rawSpan, in: &spool)
    return verdict
  }

  private mutating func keep(_ bytes: RawSpan, in spool: inout SharedSpool) throws(OutputError) {
    switch verdict {
    case .binary:
      let room = max(0, binaryLimit - stream.byteCount)
      try spool.append(bytes.extracting(0..<min(room, bytes.byteCount)), to: &stream)
    case .text, nil:
      try spool.append(bytes, to: &stream)
    }
  }
}
