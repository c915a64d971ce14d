import Foundation
import Glibc

/// The built program, run as a user runs it.
enum Program {
  /// What a run left behind.
  struct Outcome {
    var status: Int32
    /// What it wrote to standard output.
    var output: String
    /// What it said on standard error, line by line.
    var errors: [String]

    /// Standard output as NDJSON.
    var records: [[String: Any]] {
      get throws {
        try output.split(separator: "\n").compactMap {
          try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
      }
    }
  }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - input: what stands on standard input; nothing without it.
  ///   - output: the file to which standard output goes instead.
  static func run(
    _ arguments: [String], input: [UInt8] = [], output: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(process(arguments, environment: environment), input: input, output: output)
  }

  /// Runs a process to its end.
  fileprivate static func run(_ process: Process, input: [UInt8] = [], output: String? = nil) throws -> Outcome {
    let folder = try TemporaryFolder()
    let stdin = try folder.add("stdin", input)
    let stdout = try output ?? folder.add("stdout", [])
    let stderr = try folder.add("stderr", [])
    process.standardInput = FileHandle(forReadingAtPath: stdin)
    process.standardOutput = FileHandle(forWritingAtPath: stdout)
    process.standardError = FileHandle(forWritingAtPath: stderr)
    try process.run()
    process.waitUntilExit()
    // A signal's number reads as a shell shows it.
    let status = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    return Outcome(
      status: status, output: output == nil ? try folder.text("stdout") : "",
      errors: try folder.text("stderr").split(separator: "\n").map(String.init))
  }

  /// A process that is not running yet.
  static func process(_ arguments: [String], environment: [String: String] = [:]) -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = sanitizers.merging(["PATH": "/usr/bin:/bin"]) { $1 }.merging(environment) { $1 }
    return process
  }

  /// What sanitizers are told, which the program must be told, too: see `Scripts/run-tests`.
  static let sanitizers = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("SAN_OPTIONS") }

  /// It stands beside the tests' own executable.
  static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "wireprism")
}

/// A script in which the program runs; it is `$wireprism` there.
enum Shell {
  static func run(_ script: String, _ arguments: [String] = []) throws -> Program.Outcome {
    let process = Program.process([])
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", script, "bash"] + arguments
    process.environment?["wireprism"] = Program.executable.path
    return try Program.run(process)
  }

  /// Whether this machine allows file systems that one script alone sees.
  static let canMount =
    (try? run("exec unshare --map-root-user --mount mount -t tmpfs none /mnt").status) == 0
}

/// A folder for one test, which goes with it.
final class TemporaryFolder {
  private let url = FileManager.default.temporaryDirectory.appending(path: "wireprism-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  var path: String { url.path }

  /// The path of a file in it, whether there is one or not.
  func path(_ name: String) -> String {
    url.appending(path: name).path
  }

  /// Makes a file and answers its path.
  func add(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: url.appending(path: name))
    return path(name)
  }

  /// What stands in a file.
  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }
}
