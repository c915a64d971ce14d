import Foundation

/// A file for one test, removed with `remove()`.
struct TemporaryFile {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("wireprism-\(UUID().uuidString)").path

  /// What stands in it.
  var text: String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
