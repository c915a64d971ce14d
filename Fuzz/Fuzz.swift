import Analysis
import Bytes
import Capture
import Findings
import Glibc
import HPACK
import HTTP
import HTTP1
import HTTP2
import Packet

/// libFuzzer's loop: parses its own options from the arguments and calls `body` with each input.
@_silgen_name("LLVMFuzzerRunDriver")
private func LLVMFuzzerRunDriver(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What is fuzzed: `wireprism-fuzz TARGET [libFuzzer's options and corpus folders]`.
enum FuzzTarget: String, CaseIterable {
  case capture
  case packet
  case hpack
  case http1
  case http2
}

@main
enum Fuzz {
  static func main() {
    guard CommandLine.argc >= 2, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
      print("usage: wireprism-fuzz \(FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")) [options] [folders]")
      exit(64)
    }
    // Drop the target's name and leave the rest to libFuzzer.
    var arguments = unsafe CommandLine.unsafeArgv
    unsafe arguments[1] = arguments[0]
    unsafe arguments = arguments + 1
    var count = CommandLine.argc - 1
    let body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt =
      switch target {
      case .capture: { unsafe run($0, $1, fuzzCapture) }
      case .packet: { unsafe run($0, $1, fuzzPacket) }
      case .hpack: { unsafe run($0, $1, fuzzHPACK) }
      case .http1: { unsafe run($0, $1, fuzzHTTP1) }
      case .http2: { unsafe run($0, $1, fuzzHTTP2) }
      }
    exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, body))
  }

  private static func run(_ bytes: UnsafePointer<UInt8>?, _ count: Int, _ body: ([UInt8]) -> Void) -> CInt {
    body(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  }
}
