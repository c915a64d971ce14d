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
  case webSocket = "websocket"
  case content
  case grpc
  case events
  case text
  case fields
  case json
  case preludes
  case reports
  case connection
  case pipeline
  case keylog
  case tls
  case tlsRecords = "tls-records"

  /// What libFuzzer calls with each input: a C function, which cannot capture the target.
  fileprivate var body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt {
    switch self {
    case .capture: { unsafe run(fuzzCapture, on: $0, $1) }
    case .packet: { unsafe run(fuzzPacket, on: $0, $1) }
    case .hpack: { unsafe run(fuzzHPACK, on: $0, $1) }
    case .http1: { unsafe run(fuzzHTTP1, on: $0, $1) }
    case .webSocket: { unsafe run(fuzzWebSocket, on: $0, $1) }
    case .http2: { unsafe run(fuzzHTTP2, on: $0, $1) }
    case .content: { unsafe run(fuzzContent, on: $0, $1) }
    case .grpc: { unsafe run(fuzzGRPC, on: $0, $1) }
    case .events: { unsafe run(fuzzEventStream, on: $0, $1) }
    case .text: { unsafe run(fuzzText, on: $0, $1) }
    case .fields: { unsafe run(fuzzFields, on: $0, $1) }
    case .json: { unsafe run(fuzzJSON, on: $0, $1) }
    case .preludes: { unsafe run(fuzzPreludes, on: $0, $1) }
    case .reports: { unsafe run(fuzzReports, on: $0, $1) }
    case .connection: { unsafe run(fuzzConnection, on: $0, $1) }
    case .pipeline: { unsafe run(fuzzPipeline, on: $0, $1) }
    case .keylog: { unsafe run(fuzzKeyLog, on: $0, $1) }
    case .tls: { unsafe run(fuzzTLS, on: $0, $1) }
    case .tlsRecords: { unsafe run(fuzzTLSRecords, on: $0, $1) }
    }
  }
}

/// Runs libFuzzer on the target that the environment names: it starts itself anew for some of its options, and knows nothing
/// of arguments that are not its own. `wireprism-fuzz make-seeds FOLDER CAPTURE…` makes seeds instead.
@main
enum Fuzz {
  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count > 2, arguments[1] == "make-seeds" {
      return try makeSeeds(from: Array(arguments[3...]), into: arguments[2])
    }
    // The environment's text is copied at once.
    let name = unsafe getenv("FUZZ_TARGET").map { unsafe String(cString: $0) }
    guard let target = name.flatMap(FuzzTarget.init) else {
      print("FUZZ_TARGET must be one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")).")
      exit(64)
    }
    var count = CommandLine.argc
    var pointers = unsafe CommandLine.unsafeArgv
    // libFuzzer changes both only during the call.
    exit(unsafe LLVMFuzzerRunDriver(&count, &pointers, target.body))
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
