import Analysis
import Bytes
import Capture
import Glibc

@testable import Report

/// A conversation through the whole pipeline into a report, behind a byte that says which one and those of `Sending`: an archive
/// is JSON of the same exchanges as the records; a transcript steers no terminal.
func fuzzReports(_ input: [UInt8]) {
  guard let choice = input.first, input.count > Sending.byteCount else { return }
  let sending = Array(input.dropFirst())
  let conversation = Conversation(sending.dropFirst(Sending.byteCount))
  let capture = ConversationCapture(conversation, Sending(sending)).bytes
  switch choice & 3 {
  case 0, 1: expectArchive(of: capture, withBodies: choice & 1 == 1)
  case 2: expectTranscript(of: capture)
  default: _ = written(of: capture) { FollowReport(Selection(connection: 0), as: .raw, to: $0) }
  }
}

private func expectArchive(of capture: [UInt8], withBodies: Bool) {
  var options = HAROptions()
  options.bodyByteLimit = withBodies ? 1000 : nil
  let archive = written(of: capture) { HARReport(to: $0, version: "0", options: options) }
  let log: JSONObject?
  do throws(JSONParser.Failure) {
    log = try JSONParser.parse(archive.rawSpan).object?["log"]?.object
  } catch {
    return expect(false, "an archive is JSON: at \(error.offset) of \(String(decoding: archive, as: UTF8.self))")
  }
  let entries = log?["entries"]?.array ?? []
  var exchangeCount = 0
  for line in analyse(capture)?.transcript ?? [] where line.starts(with: #"{"record":"exchange""#.utf8) {
    exchangeCount += 1
  }
  expect(entries.count == exchangeCount, "an entry an exchange: \(entries.count) of \(exchangeCount)")
  for entry in entries {
    let timings = entry.object?["timings"]?.object
    let parts = ["blocked", "dns", "connect", "send", "wait", "receive"].compactMap {
      timings?[$0]?.number?.nanoseconds
    }
    expect(parts.count == 6, "an entry has all parts")
    let sum = parts.filter { $0 != -1_000_000 }.reduce(0, +)
    expect(sum == entry.object?["time"]?.number?.nanoseconds, "the parts add up")
    expect(parts.allSatisfy { $0 >= 0 || $0 == -1_000_000 }, "no part is negative")
  }
}

private func expectTranscript(of capture: [UInt8]) {
  let transcript = written(of: capture) { FollowReport(Selection(connection: 0), as: .transcript, to: $0) }
  guard let text = String(validating: transcript, as: UTF8.self) else { return expect(false, "a transcript is UTF-8") }
  for scalar in text.unicodeScalars where scalar != "\n" && scalar != "\t" {
    expect(!PrintableText.mustBeEscaped(scalar), "a transcript steers no terminal")
  }
}

/// What a report writes of a capture.
private func written(of capture: [UInt8], _ makeReport: (OutputFile) -> some Renderer) -> [UInt8] {
  guard var captures = try? CaptureSet([.bytes(capture, name: "input")]) else { return [] }
  let report = makeReport(OutputFile(descriptor: scratch, path: nil))
  var pipeline = Pipeline(options: AnalysisOptions(names: ["input"]), receiver: report)
  pipeline.run(&captures) { true }
  do { try report.finish() } catch { expect(false, "\(error)") }
  defer {
    _ = ftruncate(scratch, 0)
    _ = lseek(scratch, 0, SEEK_SET)
  }
  var bytes = [UInt8](repeating: 0, count: max(0, Int(lseek(scratch, 0, SEEK_END))))
  // The kernel writes at most `$0.count` bytes into the buffer, which outlives the call.
  let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(scratch, $0.baseAddress, $0.count, 0) }
  expect(count == bytes.count, "the scratch file can be read")
  return bytes
}

/// A file without a name, in memory.
private let scratch: CInt = {
  let path = "/dev/shm/wireprism-fuzz-\(getpid())"
  // The C library reads the path only during the call.
  let file = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  _ = unsafe unlink(path)
  return file
}()
