import Bytes
import Testing

@testable import ContentCoding

/// What decoding gave.
struct Decoded: Equatable {
  var bytes: [UInt8] = []
  var problem: ContentProblem?
  var trailingByteCount = 0
  var isRawDeflate = false

  init(_ bytes: [UInt8] = [], _ problem: ContentProblem? = nil, trailing: Int = 0, isRawDeflate: Bool = false) {
    self.bytes = bytes
    self.problem = problem
    self.trailingByteCount = trailing
    self.isRawDeflate = isRawDeflate
  }

  /// Decodes input that is cut at some offsets, and expects the same whether the pieces are held until they are whole or not.
  init(
    _ input: [UInt8], _ codings: String, cuts: [Int] = [], isComplete: Bool = true,
    limits: ContentCodingLimits = ContentCodingLimits()
  ) {
    self.init(input, codings, cuts: cuts, isComplete: isComplete, mayHold: true, limits: limits)
    let other = Decoded(input, codings, cuts: cuts, isComplete: isComplete, mayHold: false, limits: limits)
    expectAgreement(self, other, "\(codings), held or not")
  }

  private init(
    _ input: [UInt8], _ codings: String, cuts: [Int], isComplete: Bool, mayHold: Bool, limits: ContentCodingLimits
  ) {
    var decoder = ContentDecoder(codings)
    let pool = DecoderPool(limits: limits)
    var start = 0
    for end in cuts + [input.count] {
      decoder.receive(input.rawSpan.extracting(start..<end), mayHold: mayHold, using: pool) { bytes.append($0) }
      start = end
    }
    problem = decoder.finish(isComplete: isComplete, using: pool) { bytes.append($0) }
    trailingByteCount = decoder.trailingByteCount
    isRawDeflate = decoder.isRawDeflate
    #expect(decoder.decodedByteCount == bytes.count)
    #expect(pool.memoryByteCount == 0)
  }
}

/// Expects that two ways to cut one input end alike. How much comes out ahead of what is corrupt is up to the library.
func expectAgreement(_ left: Decoded, _ right: Decoded, _ what: String) {
  if left.problem == nil {
    #expect(left == right, "\(what)")
  } else {
    #expect(left.problem == right.problem, "\(what)")
    #expect(left.bytes.starts(with: right.bytes) || right.bytes.starts(with: left.bytes), "\(what)")
  }
}

extension ContentDecoder {
  /// A decoder of the codings that a Content-Encoding field names.
  init(_ contentEncoding: String) {
    var chain = CodingChain()
    chain.add(contentEncoding: Array(contentEncoding.utf8).rawSpan)
    self.init(chain)
  }
}

/// Expects the same of input whole, byte by byte and split everywhere.
func expect(_ expected: Decoded, of input: [UInt8], _ codings: String, isComplete: Bool = true) {
  #expect(Decoded(input, codings, isComplete: isComplete) == expected)
  #expect(Decoded(input, codings, cuts: Array(input.indices), isComplete: isComplete) == expected)
  for cut in input.indices { #expect(Decoded(input, codings, cuts: [cut], isComplete: isComplete) == expected) }
}

@Suite("Content decoders")
struct ContentDecoderTests {
  @Test("Content that nobody reads is known again, and one that differs in a byte is not")
  func repetition() {
    let pool = DecoderPool()
    func decode(_ content: [UInt8], isRead: Bool = false) -> (
      count: Int, isGzip: Bool, problem: ContentProblem?, read: Int
    ) {
      var decoder = ContentDecoder("gzip")
      var read = 0
      decoder.receive(content.rawSpan, mayHold: true, isRead: isRead, using: pool) { read += $0.byteCount }
      let problem = decoder.finish(isComplete: true, using: pool) { read += $0.byteCount }
      return (decoder.decodedByteCount, decoder.beginning.isGzip, problem, read)
    }
    let first = decode(Encoded.gzip, isRead: true)
    #expect(first.count == first.read)
    let content = Encoded.gzip
    for time in 0..<4 {
      #expect(decode(Encoded.gzip).count == first.count)
      let isKept = pool.repeatedGzip.find(content.rawSpan) != nil
      #expect(isKept == (time > 0))
    }
    // Its checksum, kept in the trailer, is what the content is looked up by.
    var damaged = Encoded.gzip
    damaged[Encoded.gzip.count / 2] ^= 1
    #expect(decode(damaged).problem == .corrupt)
    #expect(decode(Encoded.gzip, isRead: true).read == first.count)
  }

  @Test("What is remembered of repeated content is bounded, and goes on after it was full")
  func repetitionBound() {
    var memory = RepeatedGzip()
    let known = RepeatedGzip.Known(decodedByteCount: 7, beginning: Beginning())
    var kept = 0
    for number in 0..<200 {
      var content = [UInt8](repeating: UInt8(number), count: 16 * 1024)
      content[16 * 1024 - 8] = UInt8(truncatingIfNeeded: number &* 37)
      memory.note(content.rawSpan, known)
      let afterOne = memory.find(content.rawSpan)?.decodedByteCount
      memory.note(content.rawSpan, known)
      let afterTwo = memory.find(content.rawSpan)?.decodedByteCount
      if afterOne == nil, afterTwo == 7 { kept += 1 }
    }
    #expect(kept == 200)
  }

  private static let all: [(String, [UInt8], Bool)] = [
    ("gzip", Encoded.gzip, false), ("deflate", Encoded.zlib, false), ("deflate", Encoded.rawDeflate, true),
    ("br", Encoded.brotli, false), ("zstd", Encoded.zstd, false), ("gzip, br", Encoded.gzipThenBrotli, false),
  ]

  @Test("What the tools encoded", arguments: all)
  func whole(codings: String, input: [UInt8], isRaw: Bool) {
    expect(Decoded(Encoded.text, isRawDeflate: isRaw), of: input, codings)
  }

  @Test("Nothing is nothing", arguments: all)
  func empty(codings: String, input: [UInt8], isRaw: Bool) {
    #expect(Decoded([], codings) == Decoded())
  }

  @Test("Coded data that ends early", arguments: all)
  func truncated(codings: String, input: [UInt8], isRaw: Bool) {
    for count in 1..<input.count {
      let decoded = Decoded(Array(input[..<count]), codings)
      #expect(decoded.problem == .truncated)
      #expect(Encoded.text.starts(with: decoded.bytes))
      #expect(Decoded(Array(input[..<count]), codings, isComplete: false).problem == .incompleteMessage)
    }
  }

  @Test("A changed byte is noticed, or changes nothing but what no checksum covers", arguments: all)
  func corrupt(codings: String, input: [UInt8], isRaw: Bool) {
    for index in input.indices {
      var changed = input
      changed[index] ^= 0x55
      let whole = Decoded(changed, codings)
      let split = Decoded(changed, codings, cuts: Array(changed.indices))
      expectAgreement(whole, split, "\(codings), byte \(index) changed")
      if codings == "gzip", index != 4, index != 5, index != 6, index != 7, index != 8, index != 9 {
        #expect(whole.problem != nil)
      }
    }
  }

  @Test("RFC 1952 §2.2: members follow one another")
  func members() {
    expect(Decoded(Encoded.text + Encoded.text), of: Encoded.gzip + Encoded.gzip, "x-gzip")
    let cut = Array(Encoded.gzip.dropLast())
    #expect(Decoded(Encoded.gzip + cut, "gzip").problem == .truncated)
  }

  @Test("RFC 8878 §3: frames follow one another, skippable ones too")
  func frames() {
    let skippable: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    expect(Decoded(Encoded.text + Encoded.text), of: Encoded.zstd + skippable + Encoded.zstd, "zstd")
    expect(Decoded(Encoded.text), of: skippable + Encoded.zstd, "zstd")
  }

  @Test("Formats of zstd before its standard are not taken, neither first nor behind a frame")
  func oldFrames() {
    let old: [UInt8] = [0x27, 0xB5, 0x2F, 0xFD, 0x1B, 0x00]
    expect(Decoded([], .mislabelled), of: old, "zstd")
    expect(Decoded(Encoded.text, trailing: old.count), of: Encoded.zstd + old, "zstd")
    expect(Decoded([], .mislabelled), of: old, "br, zstd")
  }

  @Test("RFC 8878 §3.1.1.1.4: a frame of other size than its header says")
  func frameContentSize() {
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x60, 0x58, 0xC9, 0x01, 0x00, 0x00]
    expect(Decoded([], .corrupt), of: frame, "zstd")
  }

  @Test("What a coding holds is judged by its first bytes alone where they came in pieces")
  func innerBeginning() {
    // The beginning of a member of gzip with four bytes that are no brotli.
    let stored: [UInt8] = [1, 4, 0, 0xFB, 0xFF] + Array("text".utf8)
    let gzip: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + stored
    #expect(Decoded(gzip, "br, gzip").problem == Decoded(gzip, "br, gzip", cuts: Array(gzip.indices)).problem)
  }

  @Test(
    "Bytes behind the coded data are passed over",
    arguments: [[0], [0, 0, 0], [0x1F], [0x1F, 0], [0x28], [0x28, 0xB5, 0x2F], Array("</html>\r\n".utf8)] as [[UInt8]])
  func trailing(junk: [UInt8]) {
    for (codings, input, isRaw) in Self.all where codings == "br" || codings == "deflate" {
      expect(Decoded(Encoded.text, trailing: junk.count, isRawDeflate: isRaw), of: input + junk, codings)
    }
    for (codings, input) in [("gzip", Encoded.gzip), ("zstd", Encoded.zstd)] {
      for cuts in [[], Array(0..<input.count + junk.count), [input.count], [input.count + 1]] {
        let decoded = Decoded(input + junk, codings, cuts: cuts)
        #expect(decoded.bytes == Encoded.text)
        #expect(decoded.problem == nil)
        #expect(decoded.trailingByteCount == junk.count, "\(codings) \(junk) \(cuts.count)")
      }
    }
  }

  @Test("Content that is not what its header says")
  func mislabelled() {
    let page = Array("<!doctype html><title>Not coded</title>".utf8)
    for codings in ["gzip", "deflate", "br", "zstd"] {
      #expect(Decoded(page, codings).problem == .mislabelled, "\(codings)")
      #expect(Decoded(page, codings, cuts: Array(page.indices)).problem == .mislabelled, "\(codings)")
    }
    #expect(Decoded(Encoded.gzip, "zstd").problem == .mislabelled)
    #expect(Decoded(Encoded.zstd, "gzip").problem == .mislabelled)
    #expect(Decoded(Encoded.gzip, "gzip, gzip").problem == .mislabelled)
  }

  @Test("Codings that cannot be undone")
  func undecodable() {
    #expect(Decoded(Encoded.gzip, "gzip, compress") == Decoded([], .unknownCoding))
    #expect(Decoded(Encoded.gzip, "gzip, gzip, gzip, gzip, gzip") == Decoded([], .tooManyCodings))
  }

  @Test("Nothing is decoded beyond a gap")
  func gap() {
    var decoder = ContentDecoder("gzip")
    let pool = DecoderPool()
    let input = Encoded.gzip
    var count = 0
    decoder.receive(input.rawSpan.extracting(0..<100), mayHold: false, using: pool) { count += $0.byteCount }
    decoder.skip(using: pool) { count += $0.byteCount }
    let before = count
    decoder.receive(input.rawSpan.extracting(from: 110), mayHold: false, using: pool) { count += $0.byteCount }
    #expect(count == before)
    let problem = decoder.finish(isComplete: true, using: pool) { _ in }
    #expect(problem == .missingBytes)
  }

  @Test("Decoders that are used again remember nothing")
  func reuse() {
    let pool = DecoderPool()
    for _ in 0..<3 {
      for (codings, input, _) in Self.all {
        for count in [input.count / 2, input.count] {
          var decoder = ContentDecoder(codings)
          var bytes: [UInt8] = []
          decoder.receive(input.rawSpan.extracting(0..<count), mayHold: true, using: pool) { bytes.append($0) }
          let isWhole = decoder.finish(isComplete: true, using: pool) { bytes.append($0) } == nil
          #expect(isWhole == (count == input.count))
          if isWhole { #expect(bytes == Encoded.text) }
        }
      }
    }
  }

  @Test("Random bytes decode the same however they are split, and end", arguments: ["gzip", "deflate", "br", "zstd"])
  func random(codings: String) {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var input = (0..<Int.random(in: 1...300, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      if Bool.random(using: &generator) { input = Array(Encoded.rawDeflate[..<20]) + input }
      let whole = Decoded(input, codings)
      expectAgreement(whole, Decoded(input, codings, cuts: Array(input.indices)), "\(codings) \(input)")
    }
  }

  // MARK: At once

  @Test("Small gzip is held until it is whole, and goes on if it was not the whole")
  func held() {
    let pool = DecoderPool()
    let input = Encoded.gzip
    var decoder = ContentDecoder("gzip")
    var bytes: [UInt8] = []
    decoder.receive(input.rawSpan.extracting(0..<50), mayHold: true, using: pool) { bytes.append($0) }
    decoder.receive(input.rawSpan.extracting(50..<input.count - 1), mayHold: true, using: pool) { bytes.append($0) }
    #expect(bytes.isEmpty)
    decoder.receive(input.rawSpan.extracting(from: input.count - 1), mayHold: true, using: pool) { bytes.append($0) }
    #expect(bytes == Encoded.text)
    decoder.receive(input.rawSpan, mayHold: true, using: pool) { bytes.append($0) }
    #expect(bytes == Encoded.text + Encoded.text)
    let junk: [UInt8] = [1, 2, 3]
    decoder.receive(junk.rawSpan, mayHold: true, using: pool) { bytes.append($0) }
    let problem = decoder.finish(isComplete: true, using: pool) { bytes.append($0) }
    #expect(problem == nil)
    #expect(decoder.decodedByteCount == 2 * Encoded.text.count)
    #expect(decoder.trailingByteCount == 3)
    #expect(pool.memoryByteCount == 0)
  }

  @Test(
    "RFC 1951 §3.2.6: a length code that no encoder writes is corrupt, unless the checksum proves what it stands for")
  func lengthCodeOfNobody() {
    // 1,240 letters in which one code 285, a repetition of 258 bytes, became 287 by a flipped bit.
    var input: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x2B, 0xC9, 0x48, 0x55, 0x28, 0x4E, 0xCC, 0x4D, 0x55,
      0x28, 0xCF, 0x2F, 0x4A, 0x29, 0x56, 0x48, 0x4C, 0x4F, 0xCC, 0xCC, 0x53, 0x48, 0xCC, 0x4B, 0x81, 0xB2, 0x4A, 0x46,
      0xA5, 0xC7, 0xA5, 0x47, 0xA5, 0x47, 0xA5, 0x87, 0x9A, 0x34, 0x00, 0x70, 0xFC, 0x51, 0xDA, 0xD8, 0x04, 0x00, 0x00,
    ]
    func decode(mayHold: Bool) -> (bytes: [UInt8], problem: ContentProblem?) {
      let pool = DecoderPool()
      var decoder = ContentDecoder("gzip")
      var bytes: [UInt8] = []
      decoder.receive(input.rawSpan, mayHold: mayHold, using: pool) { bytes.append($0) }
      let problem = decoder.finish(isComplete: true, using: pool) { bytes.append($0) }
      return (bytes, problem)
    }
    let (whole, pieces) = (decode(mayHold: true), decode(mayHold: false))
    #expect(whole.bytes.count == 1_240 && whole.problem == nil)
    #expect(pieces.problem == .corrupt && whole.bytes.starts(with: pieces.bytes))
    input[input.count - 8] ^= 1
    #expect(decode(mayHold: true).problem == .corrupt)
  }

  @Test("What is held when bytes are missing is decoded as far as it goes")
  func heldAheadOfGap() {
    let pool = DecoderPool()
    var decoder = ContentDecoder("gzip")
    var bytes: [UInt8] = []
    let input = Encoded.gzip
    decoder.receive(input.rawSpan.extracting(0..<100), mayHold: true, using: pool) { bytes.append($0) }
    #expect(bytes.isEmpty)
    decoder.skip(using: pool) { bytes.append($0) }
    #expect(!bytes.isEmpty && Encoded.text.starts(with: bytes))
    #expect(pool.memoryByteCount == 0)
  }

  @Test("Gzip that is too large to be held, or to be undone at once")
  func heldTooLarge() {
    for (input, count) in [(Encoded.storedGzip, 48_000), (Encoded.gzipZeros, 128 * 1024)] {
      let expected = Decoded([UInt8](repeating: 0, count: count))
      #expect(Decoded(input, "gzip") == expected)
      #expect(Decoded(input, "gzip", cuts: Array(stride(from: 50, to: input.count, by: 1_400))) == expected)
    }
  }

  @Test("A checksum of the header, which only the decoder of pieces verifies")
  func headerChecksum() {
    var input = Encoded.gzip
    input[3] |= 2
    input.insert(contentsOf: [0, 0], at: 10)
    #expect(Decoded(input, "gzip").problem == .corrupt)
  }

  // MARK: Transfer codings

  @Test("RFC 9112 §6.1: transfer codings are undone first, and counted apart")
  func transferCodings() {
    var chain = CodingChain()
    chain.add(contentEncoding: Array("gzip".utf8).rawSpan)
    chain.add(transferEncoding: Array("br, chunked".utf8).rawSpan)
    #expect(chain.count == 2)
    #expect(chain.transferCount == 1)
    var decoder = ContentDecoder(chain)
    let pool = DecoderPool()
    var bytes: [UInt8] = []
    let input = Encoded.gzipThenBrotli
    decoder.receive(input.rawSpan, mayHold: true, using: pool) { bytes.append($0) }
    let problem = decoder.finish(isComplete: true, using: pool) { bytes.append($0) }
    #expect(problem == nil)
    #expect(bytes == Encoded.text)
    #expect(decoder.contentByteCount == Encoded.gzip.count)
  }
}
