import Bytes

/// The codings of a message's content, in the order in which they were applied: what its Content-Encoding fields list, then
/// what its Transfer-Encoding fields list.
package struct CodingChain: Equatable, Sendable, BitwiseCopyable {
  /// How many codings there are.
  package private(set) var count = 0
  /// How many of them are transfer codings: the last ones.
  package private(set) var transferCount = 0
  /// Why the codings cannot be undone; nil when they can.
  package private(set) var problem: ContentProblem?
  /// Four bits a coding, the first one lowest.
  private var codes: UInt64 = 0

  package init() {}

  /// Whether gzip is all there is to undo.
  var isGzipAlone: Bool { count == 1 && problem == nil && self[0] == .gzip }

  /// Whether content stands for itself.
  package var isEmpty: Bool { count == 0 && problem == nil }

  /// The coding at a position. `0 <= position < count`.
  package subscript(position: Int) -> ContentCoding {
    ContentCoding(rawValue: UInt8(truncatingIfNeeded: codes &>> UInt64(4 * position) & 0xF)) ?? .gzip
  }

  /// Takes in the value of a Content-Encoding field line: codings in the order in which they were applied (RFC 9110 §8.4).
  package mutating func add(contentEncoding value: RawSpan) {
    forEachToken(of: value) { chain, token in chain.add(token, isTransferCoding: false) }
  }

  /// Takes in the value of a Transfer-Encoding field line (RFC 9112 §6.1), after all of Content-Encoding. Chunked is not a matter
  /// of these codings: whoever delimits the message undoes it.
  package mutating func add(transferEncoding value: RawSpan) {
    forEachToken(of: value) { chain, token in
      if !token.equalsIgnoringCase("chunked") { chain.add(token, isTransferCoding: true) }
    }
  }

  /// Notes why the codings cannot be undone, unless that was noted before.
  package mutating func fail(_ reason: ContentProblem) {
    problem = problem ?? reason
  }

  private mutating func add(_ token: RawSpan, isTransferCoding: Bool) {
    if token.isEmpty || token.equalsIgnoringCase("identity") { return }
    guard let coding = ContentCoding(token: token) else {
      return fail(.unknownCoding)
    }
    guard count < ContentCodingLimits.codings else {
      return fail(.tooManyCodings)
    }
    codes |= UInt64(coding.rawValue) &<< UInt64(4 * count)
    count += 1
    if isTransferCoding { transferCount += 1 }
  }

  /// Calls a closure with each member of a list (RFC 9110 §5.6.1), without the blanks around it and without parameters.
  private mutating func forEachToken(of value: RawSpan, _ body: (inout CodingChain, RawSpan) -> Void) {
    var start = 0
    while start <= value.byteCount {
      let end = value.firstIndex(of: 0x2C, from: start) ?? value.byteCount
      let semicolon = value.extracting(start..<end).firstIndex(of: 0x3B)
      body(&self, value.extracting(value.trimmingBlanks(start..<(semicolon.map { start + $0 } ?? end))))
      start = end + 1
    }
  }
}
