import Bytes
import Testing

@testable import ContentCoding

@Suite("Chains of codings")
struct CodingChainTests {
  @Test(
    "RFC 9110 §8.4: tokens in the order in which they were applied",
    arguments: [
      ([], []), ([""], []), (["identity"], []), (["gzip"], [.gzip]), (["GZip"], [.gzip]), (["x-gzip"], [.gzip]),
      (["gzip, br"], [.gzip, .brotli]), (["gzip", " zstd ,\tdeflate"], [.gzip, .zstd, .deflate]),
      ([",identity,, br,"], [.brotli]), (["gzip;q=1"], [.gzip]),
    ] as [([String], [ContentCoding])])
  func tokens(lines: [String], codings: [ContentCoding]) {
    var chain = CodingChain()
    for line in lines { chain.add(contentEncoding: Array(line.utf8).rawSpan) }
    #expect((0..<chain.count).map { chain[$0] } == codings)
    #expect(chain.problem == nil)
    #expect(chain.isEmpty == codings.isEmpty)
  }

  @Test(
    "What is no coding, or too many",
    arguments: [("gzip x", ContentProblem.unknownCoding), ("br, none", .unknownCoding)])
  func problems(line: String, problem: ContentProblem) {
    var chain = CodingChain()
    chain.add(contentEncoding: Array(line.utf8).rawSpan)
    #expect(chain.problem == problem)
    #expect(!chain.isEmpty)
  }
}
