import Foundation
import Testing

/// Whole expected outputs, in the folder of the same name. To write them anew:
/// `WIREPRISM_RECORD_GOLDEN=1 swift test --filter ReportTests`
enum Golden {
  /// Compares a text with the file of a name.
  static func expect(_ text: String, matches name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    if ProcessInfo.processInfo.environment["WIREPRISM_RECORD_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self), sourceLocation: sourceLocation)
  }
}
