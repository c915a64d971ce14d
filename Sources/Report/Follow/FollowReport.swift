import Analysis
import Bytes
import Findings
import HTTP
import HTTP2
import WebSocket

/// One connection, or one exchange on it, as a transcript or as its bytes alone.
///
/// Exchanges are written in the order of their requests. What comes too early for that waits in a `SharedSpool`: contents for
/// the record of their exchange, whole transcripts for exchanges that were asked for earlier.
package final class FollowReport: Renderer {
  /// What is written.
  package enum Form: Sendable {
    /// For a person to read.
    case transcript
    /// Decoded content with nothing added.
    case raw
  }

  package let wantsContents = true

  private let selection: Selection
  private let form: Form
  private let isDetailed: Bool
  private let file: OutputFile
  private var failure: OutputError?

  private var lines: TranscriptLines
  private var spool = SharedSpool()
  private var contents: [MessageKey: HeldContent] = [:]
  /// WebSocket messages that came before the record of their exchange, by its index.
  private var earlyMessages: [Int: SpooledStream] = [:]
  private var order = TranscriptOrder()
  /// Used when streams are read.
  private var buffer: [UInt8] = []

  /// What the bytes alone do not show.
  private var missing = MissingContent()

  /// What was seen of the selection, and what else there is.
  private var outcome: SelectionOutcome
  private var isConnectionOver = false
  /// Whether a line was written.
  private var hasBegun = false

  /// A message of an exchange, or the WebSocket message that a side is sending.
  private struct MessageKey: Hashable {
    var exchange: Int
    var side: Side
  }

  /// - Parameter selection: names one connection.
  package init(
    _ selection: Selection, as form: Form, to file: OutputFile, options: TextOptions = TextOptions(),
    redaction: Redaction = .none
  ) {
    self.selection = selection
    self.form = form
    self.file = file
    isDetailed = options.detail == .verbose
    lines = TranscriptLines(width: options.width, isColored: options.isColored, redaction: redaction)
    outcome = SelectionOutcome(of: selection)
  }

  package var isFinished: Bool { failure != nil || isConnectionOver }
  package var omissions: [String] { missing.warnings }
  package var problem: String? { outcome.problem }

  // MARK: Contents

  package func wants(contentOf exchange: borrowing Exchange, from side: Side, of connection: ConnectionContext) -> Bool
  {
    guard isChosen(exchange.index, exchange.stream, side, of: connection) else { return false }
    let type = DeclaredType(
      of: side == .client ? exchange.request.message.header : exchange.response.message.header)
    contents[MessageKey(exchange: exchange.index, side: side)] = held(type: type)
    return true
  }

  package func receive(_ content: RawSpan, of origin: ContentOrigin, of connection: ConnectionContext) {
    keep(content, of: MessageKey(exchange: origin.exchange, side: origin.side))
  }

  package func skip(_ byteCount: Int, of origin: ContentOrigin, of connection: ConnectionContext) {
    contents[MessageKey(exchange: origin.exchange, side: origin.side)]?.skip(byteCount)
  }

  package func receive(
    _ payload: RawSpan, of message: borrowing WebSocketMessage, of connection: ConnectionContext
  ) {
    guard isChosen(message.exchange, message.stream, message.from, of: connection) else { return }
    let key = MessageKey(exchange: message.exchange, side: message.from)
    if contents[key] == nil { contents[key] = held(type: nil, verdict: message.opcode == .text ? .text(.utf8) : nil) }
    keep(payload, of: key)
  }

  private func keep(_ bytes: RawSpan, of key: MessageKey) {
    attempt { () throws(OutputError) in try contents[key]?.receive(bytes, into: &spool) }
  }

  private func held(type: DeclaredType?, verdict: ContentSniffer.Verdict? = nil) -> HeldContent {
    HeldContent(
      type: type, verdict: form == .raw ? .text(.utf8) : verdict,
      binaryLimit: isDetailed ? .max : ReportLimits.shownBinaryByteCount)
  }

  private func isChosen(_ exchange: Int, _ stream: UInt32?, _ side: Side, of connection: ConnectionContext) -> Bool {
    selection.includes(connection) && selection.includes(exchange: exchange, stream: stream) && selection.includes(side)
  }

  // MARK: Records

  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    guard selection.includes(connection) else { return }
    outcome.note(exchange)
    guard selection.includes(exchange: exchange.index, stream: exchange.stream) else { return }
    let isDue = selection.isOneExchange || order.isDue(exchange.index)
    let place: Place = isDue ? .output : .transcript(exchange.index)
    switch form {
    case .transcript: write(exchange, of: connection, at: place)
    case .raw: writeContents(of: exchange, at: place)
    }
    if let messages = earlyMessages.removeValue(forKey: exchange.index) { copy(messages, to: place) }
    flush(to: place)
    if isDue { order.pass(exchange.index) } else { order.limitWaiting() }
    while let transcript = order.takeDue() { copy(transcript, to: .output) }
  }

  package func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    guard isChosen(message.exchange, message.stream, message.from, of: connection) else { return }
    // The messages on a stream of HTTP/2 come before the record of their exchange.
    let place: Place = message.stream != nil ? .messages(message.exchange) : .output
    let content = contents.removeValue(forKey: MessageKey(exchange: message.exchange, side: message.from))
    switch form {
    case .transcript:
      lines.writeHead(of: message)
      if let content { write(content, from: message.from, at: place) }
      lines.writeEnd(of: message)
    case .raw:
      if let content { write(content, from: message.from, at: place) }
      if !message.isComplete { missing.note(messageIn: message.exchange, from: message.from) }
    }
    flush(to: place)
  }

  package func receive(_ connection: borrowing ConnectionRecord) {
    outcome.note(connection)
    guard selection.includes(connection.context) else { return }
    while let transcript = order.takeNext() { copy(transcript, to: .output) }
    if form == .transcript { lines.writeEnd(of: connection, inside: outcome.inner) }
    flush(to: .output)
    isConnectionOver = true
  }

  package func finish() throws(OutputError) {
    spool.close()
    do { try file.close() } catch { failure = failure ?? error }
    if let failure { throw failure }
  }

  // MARK: Writing

  /// Where lines go.
  private enum Place {
    case output
    /// To the other lines of an exchange that waits.
    case transcript(Int)
    /// To the messages on a stream whose exchange did not end yet.
    case messages(Int)
  }

  private func write(_ exchange: borrowing Exchange, of connection: ConnectionContext, at place: Place) {
    if !hasBegun { lines.writeHead(of: connection) }
    hasBegun = true
    lines.writeHead(of: exchange, on: connection)
    // The request of a push is what the server promised.
    let asker: Side = exchange.isPushed ? .server : .client
    if exchange.hasRequest, selection.includes(asker) {
      lines.writeNote(on: exchange.request.message, as: exchange.isPushed ? "promised request" : "request")
      lines.writeHead(of: exchange.request, in: exchange.version, from: asker)
      writeContent(of: exchange.request.message, in: exchange, from: .client, at: place)
    }
    if selection.includes(.server) {
      for response in exchange.informational { lines.writeHead(of: response) }
      if exchange.hasResponse {
        lines.writeNote(on: exchange.response.message, as: "response")
        lines.writeHead(of: exchange.response, in: exchange.version)
        writeContent(of: exchange.response.message, in: exchange, from: .server, at: place)
      }
    }
    lines.writeEnd(of: exchange)
  }

  private func writeContent(
    of message: borrowing Message, in exchange: borrowing Exchange, from side: Side, at place: Place
  ) {
    if let content = contents.removeValue(forKey: MessageKey(exchange: exchange.index, side: side)) {
      write(content, from: side, at: place)
    }
    lines.writeEnd(of: message, from: side, isReset: exchange.state == .reset)
  }

  private func writeContents(of exchange: borrowing Exchange, at place: Place) {
    for side in Side.allCases {
      guard let content = contents.removeValue(forKey: MessageKey(exchange: exchange.index, side: side)) else {
        continue
      }
      for gap in content.gaps {
        missing.note(gap.missingByteCount, at: gap.position, in: exchange.index, from: side)
      }
      write(content, from: side, at: place)
      let isComplete = side == .client ? exchange.request.message.isComplete : exchange.response.message.isComplete
      if !isComplete { missing.note(endIn: exchange.index, from: side) }
    }
  }

  private func write(_ content: consuming HeldContent, from side: Side, at place: Place) {
    attempt { () throws(OutputError) in
      let verdict = try content.decide(keepingIn: &spool)
      var transcript = ContentTranscript(verdict, from: side)
      var position = 0
      // Bytes alone have no place for gaps.
      var gaps = form == .transcript ? content.gaps[...] : []
      while try spool.take(from: &content.stream, into: &buffer) {
        var start = 0
        while start < buffer.count {
          while let gap = gaps.first, gap.position == position {
            transcript.skip(gap.missingByteCount, into: &lines)
            gaps.removeFirst()
          }
          let count = min(buffer.count - start, (gaps.first?.position ?? .max) - position)
          let piece = buffer.rawSpan.extracting(ByteRange(start: start, count: count))
          switch form {
          case .transcript: transcript.receive(piece, into: &lines)
          case .raw: lines.append(raw: piece)
          }
          start += count
          position += count
        }
        if lines.bytes.count >= ReportLimits.flushByteCount { flush(to: place) }
      }
      guard form == .transcript else { return }
      transcript.finish(into: &lines)
      if content.omittedByteCount > 0 {
        let missing = gaps.reduce(0) { $0 + $1.missingByteCount }
        lines.noteOmission(of: content.omittedByteCount, missing: missing)
      } else {
        for gap in gaps { transcript.skip(gap.missingByteCount, into: &lines) }
      }
    }
  }

  /// Writes what waited.
  private func copy(_ stream: consuming SpooledStream, to place: Place) {
    flush(to: place)
    attempt { () throws(OutputError) in
      while try spool.take(from: &stream, into: &buffer) {
        lines.append(raw: buffer.rawSpan)
        flush(to: place)
      }
    }
  }

  /// Writes the lines that are there.
  private func flush(to place: Place) {
    let bytes = lines.take()
    attempt { () throws(OutputError) in
      switch place {
      case .output:
        try file.write(bytes.rawSpan)
      case .transcript(let index):
        try spool.append(bytes.rawSpan, to: &order.waiting[index, default: SpooledStream()])
      case .messages(let index):
        try spool.append(bytes.rawSpan, to: &earlyMessages[index, default: SpooledStream()])
      }
    }
    lines.reuse(bytes)
  }

  /// Does something unless something failed before, and keeps its failure.
  private func attempt(_ body: () throws(OutputError) -> Void) {
    guard failure == nil else { return }
    do { try body() } catch { failure = error }
  }
}
