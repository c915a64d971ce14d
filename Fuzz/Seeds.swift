import Bytes
import Capture
import Findings
import Packet
import Report
import TCP

/// Makes inputs to begin with out of captures: `FOLDER/TARGET/NAME`, in folders that are there. The captures themselves are those of
/// the targets `capture` and `pipeline`.
func makeSeeds(from captures: [String], into folder: String) throws {
  for path in captures {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var seeds = Seeds(folder: folder, name: name)
    var captures = try CaptureSet([.file(path)])
    var decoder = PacketDecoder()
    var tcp = TCPReassembly()
    captures.forEachPacket { record, bytes in
      let linkType = LinkType(rawValue: record.linkType)
      seeds.add(bytes, linkType)
      decoder.decode(bytes, originalByteCount: record.originalByteCount, linkType: linkType, at: record.time) {
        tcp.receive($0, $1, at: record.time, now: record.time, into: &seeds)
      }
      return true
    }
    tcp.finish(into: &seeds)
    seeds.writePackets()
    if let failure = seeds.failure { throw failure }
  }
  for seed in tlsSeeds() { try writeSeed(seed.bytes, "\(folder)/\(seed.target)/\(seed.name)") }
}

private func writeSeed(_ seed: [UInt8], _ path: String) throws(OutputError) {
  let file = try OutputFile(creating: path)
  try file.write(seed.rawSpan)
  try file.close()
}

/// Collects what the connections of a capture say.
private struct Seeds: TCPReceiver {
  let folder: String
  let name: String
  private(set) var failure: OutputError?
  private var conversations: [MarkedPieces] = []
  private var linkType: LinkType?
  private var packets = MarkedPieces()

  /// Short inputs are many a second.
  private static let longest = 6_000
  /// The first packets of a capture show all its headers.
  private static let packetCount = 8
  /// The first segments of a connection hold what comes ahead of its protocol.
  private static let openingCount = 12

  init(folder: String, name: String) {
    self.folder = folder
    self.name = name
  }

  mutating func add(_ packet: RawSpan, _ linkType: LinkType) {
    if self.linkType == nil { self.linkType = linkType }
    guard self.linkType == linkType, packets.pieces.count < Self.packetCount else { return }
    packets.pieces.append(MarkedPieces.Piece(mark: 0, bytes: [UInt8](packet)))
  }

  mutating func writePackets() {
    guard let linkType else { return }
    write([UInt8(linkType.rawValue >> 8 & 0xFF), UInt8(linkType.rawValue & 0xFF)] + packets.encoded, "packet", name)
  }

  mutating func open(_ slot: ConnectionSlot, id: Int, ends: TCPEnds, at time: Timestamp) {
    while conversations.count <= slot { conversations.append(MarkedPieces()) }
    conversations[slot] = MarkedPieces()
  }

  mutating func receive(_ bytes: RawSpan, from side: Side, of slot: ConnectionSlot, at time: Timestamp) {
    conversations[slot].pieces.append(MarkedPieces.Piece(mark: Conversation.mark(of: side), bytes: [UInt8](bytes)))
  }

  mutating func skip(_ byteCount: Int, from side: Side, of slot: ConnectionSlot, at time: Timestamp) {}
  mutating func finish(_ side: Side, _ end: TCPStreamEnd, of slot: ConnectionSlot, at time: Timestamp) {}
  mutating func receive(_ finding: Finding, of slot: ConnectionSlot, at time: Timestamp) {}

  mutating func establish(_ slot: ConnectionSlot, synToSynAck: Int64, synAckToAck: Int64, at time: Timestamp) {}

  mutating func close(_ slot: ConnectionSlot, _ statistics: TCPStatistics, at time: Timestamp) {
    let conversation = conversations[slot]
    let name = "\(name)-\(statistics.payloadByteCounts.client)-\(statistics.payloadByteCounts.server)"
    let client = conversation.pieces.filter { $0.mark == Conversation.mark(of: .client) }.flatMap(\.bytes)
    if client.starts(with: "PRI".utf8) {
      write([0, 7] + conversation.encoded, "http2", name)
      write([0] + Self.payloads(ofType: 1, in: client.dropFirst(24)).encoded, "hpack", name)
      write([0, 3] + Self.payloads(ofType: 0, in: client.dropFirst(24)).encoded, "grpc", name)
    } else {
      write([7] + conversation.encoded, "http1", name)
      writeContent(of: conversation, name)
    }
    if let frames = Self.frames(of: conversation) { write([7, 0] + frames.encoded, "websocket", name) }
    write([6, 8] + conversation.encoded, "connection", name)
    write([1, 6, 255] + conversation.encoded, "reports", name)
    let opening = conversation.pieces.prefix(Self.openingCount)
    write([3] + MarkedPieces(opening).encoded, "preludes", name)
    if let server = conversation.pieces.first(where: { $0.mark == Conversation.mark(of: .server) }) {
      write([7] + server.bytes.prefix(2_000), "text", name)
    }
    if client.starts(with: "PRI".utf8) { return }
    write(MarkedPieces(Self.fieldValues(of: conversation)).encoded, "fields", name)
  }

  /// Request target, host and field values of the first messages.
  private static func fieldValues(of conversation: MarkedPieces) -> [MarkedPieces.Piece] {
    let text = conversation.pieces.prefix(openingCount).flatMap {
      String(decoding: $0.bytes, as: UTF8.self).split(separator: "\r\n")
    }
    var values: [Substring] = []
    for line in text.prefix(40) {
      if line.contains("HTTP/1."), let target = line.split(separator: " ").dropFirst().first {
        values.insert(target, at: 0)
      } else if let colon = line.firstIndex(of: ":") {
        values.append(line[line.index(after: colon)...].drop { $0 == " " })
      }
    }
    return values.map { MarkedPieces.Piece(mark: 0, bytes: Array($0.utf8)) }
  }

  /// What follows an upgrade to WebSocket; nil when there is none.
  private static func frames(of conversation: MarkedPieces) -> MarkedPieces? {
    var frames = MarkedPieces()
    var isUpgraded = BySide(both: false)
    for piece in conversation.pieces {
      let side: Side = piece.mark == Conversation.mark(of: .client) ? .client : .server
      let text = String(decoding: piece.bytes, as: Unicode.ASCII.self).lowercased()
      if isUpgraded[side] {
        frames.pieces.append(piece)
      } else if text.contains("upgrade: websocket"), let end = text.firstRange(of: "\r\n\r\n") {
        isUpgraded[side] = true
        let head = text.unicodeScalars.distance(from: text.startIndex, to: end.upperBound)
        frames.pieces.append(MarkedPieces.Piece(mark: piece.mark, bytes: Array(piece.bytes.dropFirst(head))))
      }
    }
    return frames.pieces.isEmpty ? nil : frames
  }

  /// Writes what stands behind the first header section of the server, as content in the coding that it names.
  private mutating func writeContent(of conversation: MarkedPieces, _ name: String) {
    let server = conversation.pieces.filter { $0.mark == Conversation.mark(of: .server) }.flatMap(\.bytes)
    let text = String(decoding: server, as: UTF8.self)
    guard let end = server.indices.first(where: { server[$0...].starts(with: "\r\n\r\n".utf8) }) else { return }
    for (index, codings) in contentCodings.enumerated() where text.contains("Content-Encoding: \(codings)\r\n") {
      write([UInt8(index), 7] + server[(end + 4)...], "content", name)
    }
  }

  /// The payloads of the frames of a type: field blocks of HEADERS (1), pieces of content of DATA (0).
  private static func payloads(ofType type: UInt8, in frames: ArraySlice<UInt8>) -> MarkedPieces {
    var payloads = MarkedPieces()
    var rest = frames
    while rest.count >= 9 {
      let header = Array(rest.prefix(9))
      let length = header[0..<3].reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(9)
      // Without padding and priority, the payload is that alone.
      if header[3] == type, header[4] & 0x28 == 0 {
        payloads.pieces.append(MarkedPieces.Piece(mark: 0, bytes: Array(rest.prefix(length))))
      }
      rest = rest.dropFirst(length)
    }
    return payloads
  }

  private mutating func write(_ seed: [UInt8], _ target: String, _ name: String) {
    guard failure == nil, seed.count <= Self.longest else { return }
    do throws(OutputError) {
      try writeSeed(seed, "\(folder)/\(target)/\(name)")
    } catch {
      failure = error
    }
  }
}
