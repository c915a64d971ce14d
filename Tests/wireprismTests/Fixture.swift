import Foundation
import Testing

/// The captures in Fixtures.
enum Fixture {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

  /// The path of a capture by its file name.
  static func path(_ name: String) -> String {
    folder.appending(path: name).path
  }

  /// The path of a capture by the part of its name that stands before the format.
  static func capture(_ base: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let name = names.first { $0.hasPrefix(base + ".") && $0.contains(".pcap") }
    return path(try #require(name, "no capture for \(base)"))
  }

  /// The path of the key log beside a capture, if there is one.
  static func keyLog(of base: String) -> String? {
    existing(base + ".keys")
  }

  /// The path of the private key beside a capture, if there is one.
  static func rsaKey(of base: String) -> String? {
    existing(base + ".rsa.pem")
  }

  private static func existing(_ name: String) -> String? {
    FileManager.default.fileExists(atPath: path(name)) ? path(name) : nil
  }

  /// What stands in a capture.
  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// The packets of a little-endian pcap file, dealt out to two such files in turns: a packet with the time of the one before
  /// it goes into the same file, so that only one order of them all is the order of time.
  static func halves(_ name: String) throws -> [[UInt8]] {
    let bytes = try Self.bytes(name)
    var halves = [Array(bytes[..<24]), Array(bytes[..<24])]
    var turn = 0
    var time: ArraySlice<UInt8> = []
    var position = 24
    while position < bytes.count {
      let length = bytes[position + 8..<position + 12].reversed().reduce(0) { $0 << 8 | Int($1) }
      let record = bytes[position..<position + 16 + length]
      if record.prefix(8) != time { turn = 1 - turn }
      time = record.prefix(8)
      halves[turn] += record
      position += record.count
    }
    try #require(halves.allSatisfy { $0.count > 24 })
    return halves
  }
}
