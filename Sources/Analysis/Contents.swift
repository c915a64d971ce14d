import Bytes
import ContentCoding
import Findings
import HTTP
import Metrics
import TLS

/// What the caller wants of contents.
package struct ContentOptions: Sendable {
  /// Whether codings are undone.
  package var decodes = true
  /// Whether decoded content is hashed.
  package var hashes = false

  package init() {}
}

/// The contents that are under way, of all connections.
struct Contents {
  private let options: ContentOptions
  private let pool = DecoderPool()
  private var places = Slab<Content>()
  private var idleHashes: [RunningHash] = []
  private var sampler: BodySampler

  /// Whether codings are undone.
  var decodes: Bool { options.decodes }

  init(options: ContentOptions, demand: SampleDemand = SampleDemand()) {
    self.options = options
    self.sampler = BodySampler(demand: demand)
  }

  // MARK: While content comes

  /// Makes a place for the content of the message that a side sends, if anybody wants it.
  ///
  /// - Parameters:
  ///   - connection: the identifier of the exchange's connection.
  ///   - isWanted: whether the receiver of the records wants it as it comes, decoded if that can be.
  mutating func open(
    _ exchange: borrowing Exchange, of connection: Int, from side: Side, isWanted: Bool
  ) -> ContentHandle {
    let codings = CodingChain(exchange, from: side)
    let problem = codings.problem ?? (codings.isEmpty || options.decodes ? nil : .turnedOff)
    var origin = ContentOrigin(exchange: exchange.index, stream: exchange.stream, from: side)
    if let problem {
      guard isWanted else { return .undecodable(problem) }
      origin.isCoded = true
    }
    var readers = ContentReaders(of: origin)
    readers.isWanted = isWanted
    if let problem { return insert(Content(decoder: nil, problem: problem, readers: readers)) }
    readers.messages = MessageReaders(for: exchange, from: side, undoesCompression: options.decodes)
    if options.hashes { readers.hash = takeHash() }
    if side == .server, codings.isEmpty, options.decodes { readers.sample = sampler.begin(exchange) }
    if side == .server, options.decodes, exchange.response.message.header.offersDictionary { readers.dictionary = [] }
    if codings.isEmpty, readers.isEmpty { return .unwanted }
    let decoder = codings.isEmpty ? nil : ContentDecoder(codings, of: connection)
    return insert(Content(decoder: decoder, readers: readers))
  }

  private mutating func insert(_ content: consuming Content) -> ContentHandle {
    ContentHandle(rawValue: Int32(truncatingIfNeeded: places.insert(content)))
  }

  mutating func receive(_ bytes: RawSpan, of content: ContentHandle, at time: Timestamp, into sink: MessageSink) {
    places[Int(content.rawValue)].receive(bytes, at: time, using: pool, into: sink)
  }

  mutating func skip(_ byteCount: Int, of content: ContentHandle, at time: Timestamp, into sink: MessageSink) {
    places[Int(content.rawValue)].skip(byteCount, at: time, using: pool, into: sink)
  }

  private mutating func takeHash() -> RunningHash? {
    guard let hash = idleHashes.popLast() else { return RunningHash(.sha256) }
    hash.begin()
    return hash
  }

  private mutating func putBack(_ hash: RunningHash) {
    if idleHashes.count < AnalysisLimits.idleHashes { idleHashes.append(hash) }
  }

  /// A connection is over.
  func end(connection: Int) {
    pool.dictionaries.remove(of: connection)
  }

  /// Keeps a content for those of its connection that are coded with it.
  private mutating func add(_ dictionary: [UInt8], of connection: Int) {
    guard let hash = takeHash() else { return }
    hash.update(dictionary.rawSpan)
    if let digest = hash.finish().flatMap({ DictionaryDigest($0.rawSpan) }) {
      pool.dictionaries.add(dictionary, digest, of: connection)
    }
    putBack(hash)
  }

  // MARK: At its end

  /// Ends the content of a message, which learns what it amounted to, and notes what was odd about it.
  ///
  /// - Parameter outcome: a new one. It is large, and most messages leave it as it is.
  mutating func close(_ message: inout Message, noting outcome: inout ContentOutcome, into sink: MessageSink) {
    let isWhole = message.isComplete && message.missingBodyByteCount == 0 && !message.mayMissContent
    guard message.content.isOpen else {
      outcome.problem = message.content.problem
      if outcome.problem == nil, isWhole { message.decodedBodyByteCount = message.bodyByteCount }
      if options.hashes, isWhole, message.bodyByteCount == 0 { message.contentSHA256 = takeHash()?.finish() }
      message.notDecodedBecause = outcome.problem?.sentence
      return
    }
    let place = Int(message.content.rawValue)
    outcome.failure = places[place].failure
    // What is given only now is not asked for its time.
    let end = message.end ?? Timestamp(nanoseconds: 0)
    outcome.missingDictionary = places[place].missingDictionary
    outcome.problem = places[place].finish(isComplete: message.isComplete, at: end, using: pool, into: sink)
    if let decoder = places[place].decoder {
      judge(decoder, of: &message, into: &outcome)
    } else if let problem = outcome.problem {
      message.notDecodedBecause = problem.sentence
    } else if isWhole {
      message.decodedBodyByteCount = message.bodyByteCount
    }
    if let hash = places[place].readers.hash {
      if message.decodedBodyByteCount != nil { message.contentSHA256 = hash.finish() }
      putBack(hash)
    }
    if message.decodedBodyByteCount != nil, let dictionary = places[place].readers.dictionary {
      add(dictionary, of: sink.connection.id)
    }
    if let sample = places[place].readers.sample {
      outcome.sample = sampler.end(sample, of: message, isWhole: isWhole)
    }
    places[place].readers.finish(
      isComplete: message.isComplete, isDecoded: outcome.problem == nil, using: pool, into: sink)
    outcome.messages = places[place].readers.messages
    message.content = .unwanted
    places.remove(place, leaving: .none)
  }

  /// Tells what came of a decoder that is at its end.
  private func judge(
    _ decoder: borrowing ContentDecoder, of message: inout Message, into outcome: inout ContentOutcome
  ) {
    // What is corrupt or cut short may be so only in the capture.
    if message.missingBodyByteCount > 0 || outcome.problem != nil && message.mayMissContent {
      outcome.problem = .missingBytes
    }
    outcome.decodedByteCount = decoder.decodedByteCount
    message.notDecodedBecause = outcome.problem?.sentence
    guard outcome.problem == nil else { return }
    message.decodedBodyByteCount = decoder.decodedByteCount
    // Without the transfer codings (RFC 9112 §7): they are the message's, not the content's.
    if decoder.codings.transferCount > 0 { message.bodyByteCount = decoder.contentByteCount }
    outcome.trailingByteCount = decoder.trailingByteCount
    outcome.isRawDeflate = decoder.isRawDeflate
    outcome.isCodedAgain = decoder.beginning.isGzip || decoder.beginning.isZstd
  }
}

/// What was odd about a content.
struct ContentOutcome {
  /// Why it was not decoded.
  var problem: ContentProblem?
  /// When that turned out, if not at its end.
  var failure: Timestamp?
  /// The dictionary that it needs and that is not there.
  var missingDictionary: DictionaryDigest?
  /// How far it was decoded.
  var decodedByteCount = 0
  /// Bytes behind the coded data.
  var trailingByteCount = 0
  var isRawDeflate = false
  /// Whether what was decoded begins as coded data does.
  var isCodedAgain = false

  /// Its beginning, if it could have been compressed.
  var sample: BodySample?
  /// Who read messages out of it; nil when nobody did.
  var messages: MessageReaders?

  /// Whether there is nothing to say of its codings.
  var isOrdinary: Bool {
    guard problem == nil else { return problem == .turnedOff }
    return trailingByteCount == 0 && !isRawDeflate && !isCodedAgain
  }
}

extension FieldSection {
  /// Whether the response may be a dictionary for those that follow (RFC 9842 §2.1).
  fileprivate var offersDictionary: Bool {
    lines.contains { $0.nameCount == 17 && name($0).equalsIgnoringCase("use-as-dictionary") }
  }
}

extension ContentHandle {
  /// Content that is not wanted because it could not be decoded.
  fileprivate static func undecodable(_ problem: ContentProblem) -> ContentHandle {
    ContentHandle(rawValue: ContentHandle.unwanted.rawValue - 1 - Int32(problem.rawValue))
  }

  /// Why the content cannot be decoded, if that is why it is not wanted.
  fileprivate var problem: ContentProblem? {
    guard rawValue < ContentHandle.unwanted.rawValue else { return nil }
    return ContentProblem(rawValue: UInt8(truncatingIfNeeded: ContentHandle.unwanted.rawValue - 1 - rawValue))
  }
}
