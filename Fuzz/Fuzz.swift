import Bytes
import Glibc
import Report

/// libFuzzer's loop: parses its own options from the arguments and calls `body` with each input.
@_silgen_name("LLVMFuzzerRunDriver")
private func LLVMFuzzerRunDriver(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What is fuzzed, each in its file in `Targets`.
enum FuzzTarget: String, CaseIterable {
  case capture
  case packet
  case hpack
  case http1
  case http2
  case connection
  case pipeline

  /// What libFuzzer calls with each input: a C function, which cannot capture the target.
  fileprivate var body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt {
    switch self {
    case .capture: { unsafe run(fuzzCapture, on: $0, $1) }
    case .packet: { unsafe run(fuzzPacket, on: $0, $1) }
    case .hpack: { unsafe run(fuzzHPACK, on: $0, $1) }
    case .http1: { unsafe run(fuzzHTTP1, on: $0, $1) }
    case .http2: { unsafe run(fuzzHTTP2, on: $0, $1) }
    case .connection: { unsafe run(fuzzConnection, on: $0, $1) }
    case .pipeline: { unsafe run(fuzzPipeline, on: $0, $1) }
    }
  }
}

/// `wireprism-fuzz TARGET [libFuzzer's options and corpus folders]`, or `wireprism-fuzz make-seeds FOLDER CAPTURE…`.
@main
enum Fuzz {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "make-seeds", arguments.count >= 2 {
      return try makeSeeds(from: Array(arguments.dropFirst(2)), into: arguments[arguments.startIndex + 1])
    }
    guard let target = arguments.first.flatMap(FuzzTarget.init) else {
      print("usage: wireprism-fuzz \(FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")) [options] [folders]")
      exit(64)
    }
    exit(drive(target))
  }

  /// Hands the arguments behind the target's name to libFuzzer.
  private static func drive(_ target: FuzzTarget) -> CInt {
    var arguments = unsafe CommandLine.unsafeArgv
    unsafe arguments[1] = arguments[0]
    unsafe arguments += 1
    var count = CommandLine.argc - 1
    // libFuzzer changes both only during the call.
    return unsafe LLVMFuzzerRunDriver(&count, &arguments, target.body)
  }
}

private func run(_ body: ([UInt8]) -> Void, on bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The bytes belong to libFuzzer and are copied at once.
  body(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

/// Ends the run when what must hold does not, so that libFuzzer keeps the input.
func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
  guard !condition else { return }
  try? OutputFile(descriptor: STDERR_FILENO, path: nil).write([UInt8]("does not hold: \(message())\n".utf8).rawSpan)
  abort()
}
