import Bytes
import Foundation
import Testing

@testable import Report

@Suite("Replaced file")
struct ReplacedFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "wireprism-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  @Test("It stands there when it is finished, and only then")
  func finish() throws {
    let path = folder.appending(path: "out").path
    try Data("before".utf8).write(to: URL(fileURLWithPath: path))
    do {
      var file = try ReplacedFile(at: path)
      try file.write(Array("after".utf8).rawSpan)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
      try file.finish()
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "after")
    #expect(try names == ["out"])
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
  }

  @Test("What is given up leaves nothing behind")
  func givenUp() throws {
    do {
      let file = try ReplacedFile(at: folder.appending(path: "out").path)
      try file.write(Array("half".utf8).rawSpan)
    }
    #expect(try names.isEmpty)
  }

  @Test("A symbolic link stays one, and what is no regular file is not replaced")
  func places() throws {
    let (target, link) = (folder.appending(path: "target"), folder.appending(path: "link"))
    try Data("before".utf8).write(to: target)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
    do {
      var file = try ReplacedFile(at: link.path)
      try file.write(Array("after".utf8).rawSpan)
      try file.finish()
    }
    #expect(try String(contentsOf: target, encoding: .utf8) == "after")
    #expect(try names == ["link", "target"])
    for path in ["/dev/null", folder.path, "/nowhere/at.all"] {
      #expect(throws: OutputError.self) { _ = try ReplacedFile(at: path) }
    }
  }
}
