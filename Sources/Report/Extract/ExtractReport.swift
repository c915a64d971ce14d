import Analysis
import Bytes
import Findings
import HTTP
import HTTP2
import TLS
import WebSocket

/// Bodies as files in a directory, with an index that ties each to its exchange.
///
/// What comes of a body waits in memory and is appended to its file when it is much; the file has a partial name until
/// the body is whole. No file stays open, however many bodies come at once.
package final class ExtractReport: Renderer {
  package let wantsContents = true

  private let selection: BodySelection
  private let directory: OutputDirectory
  private var index: ExtractIndex
  private var failure: OutputError?

  private var bodies: [BodyKey: ExtractedBody] = [:]
  /// Bytes of all bodies that are not written.
  private var waitingByteCount = 0
  private var idleHashes: [RunningHash] = []

  /// What was seen of the selection, and what else there is.
  private var outcome: SelectionOutcome
  /// Files that were written, and how many of them are not whole.
  private var fileCount = 0
  private var partialFileCount = 0

  private struct BodyKey: Hashable {
    var connection: Int
    var exchange: Int
    var side: Side
  }

  /// Makes the directory, if need be, and the index in it.
  ///
  /// - Throws: also when there is an index already.
  package init(_ selection: BodySelection, into path: String) throws(OutputError) {
    self.selection = selection
    directory = try OutputDirectory(path)
    index = try ExtractIndex(in: directory)
    outcome = SelectionOutcome(of: selection.exchanges)
  }

  package var isFinished: Bool { failure != nil }

  package var problem: String? { selection.exchanges.connection == nil ? nil : outcome.problem }

  package var result: String? {
    let files = fileCount == 1 ? "1 body was written" : "\(fileCount) bodies were written"
    return files + (partialFileCount > 0 ? ", \(partialFileCount) of them not whole." : ".")
  }

  // MARK: Contents

  package func wants(contentOf exchange: borrowing Exchange, from side: Side, of connection: ConnectionContext) -> Bool
  {
    guard selection.includes(exchange, from: side, of: connection) else { return false }
    let name = BodyFileName(
      of: exchange.request, connection: connection.id, exchange: exchange.index, side: side)
    let header = side == .client ? exchange.request.message.header : exchange.response.message.header
    bodies[BodyKey(connection: connection.id, exchange: exchange.index, side: side)] = ExtractedBody(
      name: name, header: header)
    return true
  }

  package func receive(_ content: RawSpan, of origin: ContentOrigin, of connection: ConnectionContext) {
    guard failure == nil else { return }
    let key = BodyKey(connection: connection.id, exchange: origin.exchange, side: origin.side)
    guard var body = bodies.removeValue(forKey: key) else { return }
    body.receive(content, isCoded: origin.isCoded, newHash: takeHash)
    waitingByteCount += content.byteCount
    if body.waiting.count >= ReportLimits.waitingBodyByteCount
      || waitingByteCount > ReportLimits.waitingBodiesByteCount
    {
      do { try writeWaiting(of: &body) } catch { failure = error }
    }
    bodies[key] = body
  }

  // MARK: Records

  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    if selection.exchanges.includes(connection) { outcome.note(exchange) }
    end(exchange.request.message, from: .client, in: exchange, of: connection)
    end(exchange.response.message, from: .server, in: exchange, of: connection)
  }

  package func receive(_ connection: borrowing ConnectionRecord) {
    outcome.note(connection)
  }

  package func finish() throws(OutputError) {
    do { try index.finish() } catch { failure = failure ?? error }
    directory.close()
    if let failure { throw failure }
  }

  // MARK: Files

  /// A message ended: so does its body, if it has one.
  private func end(
    _ message: borrowing Message, from side: Side, in exchange: borrowing Exchange, of connection: ConnectionContext
  ) {
    let key = BodyKey(connection: connection.id, exchange: exchange.index, side: side)
    guard let body = bodies.removeValue(forKey: key), failure == nil else { return }
    let isWhole = message.isComplete && message.missingBodyByteCount == 0 && !message.mayMissContent
    var file = ExtractedFile()
    file.byteCount = body.byteCount
    file.sha256 = body.hash?.finish()
    file.isCoded = body.isCoded
    file.isComplete = isWhole && (body.isCoded || message.notDecodedBecause == nil)
    do {
      file.name = try end(body, isComplete: file.isComplete)
      try index.add(file, of: message, from: side, in: exchange, of: connection)
    } catch {
      failure = error
    }
    if let hash = body.hash, idleHashes.count < ReportLimits.idleHashes { idleHashes.append(hash) }
    guard file.name != nil else { return }
    fileCount += 1
    if !file.isComplete { partialFileCount += 1 }
  }

  /// Writes the rest of a body and answers the name of its file, if it has one.
  private func end(_ body: ExtractedBody, isComplete: Bool) throws(OutputError) -> String? {
    guard body.byteCount > 0 else { return nil }
    guard let name = body.fileName else {
      // It comes to its file all at once.
      let name = isComplete ? body.chosenName : body.chosenName + BodyFileName.partialMark
      try write(body.waiting, to: try directory.create(name), named: name)
      return name
    }
    let partialName = name + BodyFileName.partialMark
    try write(body.waiting, to: try directory.reopen(partialName), named: partialName)
    guard isComplete else { return partialName }
    try directory.rename(partialName, to: name)
    return name
  }

  /// Writes what waits of a body that did not end.
  private func writeWaiting(of body: inout ExtractedBody) throws(OutputError) {
    let name = body.fileName ?? body.chosenName
    let partialName = name + BodyFileName.partialMark
    let file = body.fileName == nil ? try directory.create(partialName) : try directory.reopen(partialName)
    body.fileName = name
    try write(body.takeWaiting(), to: file, named: partialName)
  }

  /// Writes bytes to an open file and closes it. A file that cannot be written whole is removed, which leaves room for the
  /// end of the index.
  private func write(_ bytes: [UInt8], to file: OutputFile, named name: String) throws(OutputError) {
    waitingByteCount -= bytes.count
    do {
      defer { try? file.close() }
      try file.write(bytes.rawSpan)
    } catch {
      directory.remove(name)
      throw error
    }
  }

  private func takeHash() -> RunningHash? {
    guard let hash = idleHashes.popLast() else { return RunningHash(.sha256) }
    hash.begin()
    return hash
  }
}
