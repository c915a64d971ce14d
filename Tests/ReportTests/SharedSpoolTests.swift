import Bytes
import Testing

@testable import Report

@Suite("Shared spool")
struct SharedSpoolTests {
  @Test("Streams that grow side by side come back whole", arguments: [(0, 0), (3, 1000), (10, 12), (1000, 1000)])
  func sideBySide(streamLimit: Int, limit: Int) throws {
    var spool = SharedSpool(streamLimit: streamLimit, limit: limit)
    defer { spool.close() }
    // Twice: what was read makes room for what comes.
    for round in 0..<2 {
      var streams = [SpooledStream](repeating: SpooledStream(), count: 5)
      var expected = [[UInt8]](repeating: [], count: 5)
      for step in 0..<200 {
        let index = step * step % 5
        let piece = [UInt8](repeating: UInt8(step + round), count: step % 7)
        try spool.append(piece.rawSpan, to: &streams[index])
        expected[index] += piece
      }
      for index in [3, 0, 4, 1, 2] {
        #expect(streams[index].byteCount == expected[index].count)
        #expect(try read(&streams[index], from: &spool) == expected[index])
        #expect(try read(&streams[index], from: &spool) == [])
      }
    }
  }

  @Test("A stream that nobody reads is forgotten")
  func forgotten() throws {
    var spool = SharedSpool(streamLimit: 0, limit: 0)
    defer { spool.close() }
    var (kept, dropped) = (SpooledStream(), SpooledStream())
    try spool.append([1, 2].rawSpan, to: &kept)
    try spool.append([3].rawSpan, to: &dropped)
    try spool.append([4].rawSpan, to: &kept)
    try spool.remove(dropped)
    #expect(try read(&kept, from: &spool) == [1, 2, 4])
  }

  private func read(_ stream: inout SpooledStream, from spool: inout SharedSpool) throws -> [UInt8] {
    var (bytes, buffer): ([UInt8], [UInt8]) = ([], [])
    while try spool.take(from: &stream, into: &buffer) { bytes += buffer }
    return bytes
  }
}
