import Bytes
import HTTP
import TLS

/// A body on its way into a file.
struct ExtractedBody {
  private let name: BodyFileName
  private let type: DeclaredType?
  /// The content codings that its header names.
  private let coding: String?
  /// Of all bytes that came; nil before the first of them.
  private(set) var hash: RunningHash?
  /// How many came.
  private(set) var byteCount = 0
  /// Whether they came with their content codings.
  private(set) var isCoded = false
  /// The last of them, which are not written.
  private(set) var waiting: [UInt8] = []
  /// The name that it is to have when it is whole; nil before anything is written, which is under the partial name.
  var fileName: String?

  init(name: BodyFileName, header: borrowing FieldSection) {
    self.name = name
    type = DeclaredType(of: header)
    coding = header.first("content-encoding").map { String(decodingUTF8: header.value($0)).lowercased() }
  }

  /// Takes the next bytes.
  ///
  /// - Parameter newHash: makes the hash for the first of them.
  mutating func receive(_ bytes: RawSpan, isCoded: Bool, newHash: () -> RunningHash?) {
    if byteCount == 0 { hash = newHash() }
    self.isCoded = isCoded
    byteCount += bytes.byteCount
    hash?.update(bytes)
    waiting.append(bytes)
  }

  /// Its name by its first bytes, which must wait still.
  var chosenName: String {
    name.text(type: type, head: waiting.rawSpan, coding: isCoded ? coding : nil)
  }

  /// Takes away what is not written.
  mutating func takeWaiting() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &waiting)
    return taken
  }
}
