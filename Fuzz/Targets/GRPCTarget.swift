import Bytes
import ContentCoding
import Findings
import HTTP

@testable import GRPC

/// The content of one side of a call as marked pieces, behind a byte that says of which format it is and one that says how to split
/// it. However it is split, the same must come out.
func fuzzGRPC(_ input: [UInt8]) {
  guard input.count > 1 else { return }
  let format = GRPCFormat.allCases[Int(input[0] & 3) % GRPCFormat.allCases.count]
  let isComplete = input[0] & 4 == 0
  let pieces = MarkedPieces(input.dropFirst(2)).pieces
  let whole = readGRPC(pieces, format, isComplete, splitInto: .max)
  let split = readGRPC(pieces, format, isComplete, splitInto: max(1, Int(input[1])))
  expect(
    whole.messages.elementsEqual(split.messages, by: isSame), "splitting gives the same messages")
  expect(whole.reader.problem == split.reader.problem, "splitting gives the same problem")
  expect(whole.reader.trailers.text == split.reader.trailers.text, "splitting gives the same trailers")
  expect(whole.reader.trailers.text.count <= GRPCLimits.trailerByteCount, "trailers are bounded")
  for piece in pieces { readGRPCFields(piece.bytes) }
}

/// Whether two readings of a message agree. With codes that no encoder writes a message can be undone only when it is whole: see
/// `WholeGzip`.
private func isSame(_ left: GRPCMessage, _ right: GRPCMessage) -> Bool {
  var (left, right) = (left, right)
  if left.decodedByteCount == nil || right.decodedByteCount == nil {
    left.decodedByteCount = nil
    right.decodedByteCount = nil
  }
  return left == right
}

/// Reads pieces. Bit 0 of a mark says that bytes were lost before its piece, the others how many.
private func readGRPC(
  _ pieces: [MarkedPieces.Piece], _ format: GRPCFormat, _ isComplete: Bool, splitInto byteCount: Int
) -> (messages: [GRPCMessage], reader: GRPCMessageReader) {
  let pool = DecoderPool()
  var header = FieldSection()
  header.append(name: [UInt8]("grpc-encoding".utf8).rawSpan, value: [UInt8]("gzip".utf8).rawSpan)
  var reader = GRPCMessageReader(format, header: header)
  var messages: [GRPCMessage] = []
  for (step, piece) in pieces.enumerated() {
    let time = Timestamp(nanoseconds: Int64(step))
    if piece.mark & 1 == 1 { reader.skip(1 << (piece.mark >> 1), at: time, using: pool, into: &messages) }
    for start in stride(from: 0, to: piece.bytes.count, by: byteCount) {
      let count = min(byteCount, piece.bytes.count - start)
      reader.receive(
        piece.bytes.rawSpan.extracting(ByteRange(start: start, count: count)), at: time, using: pool, into: &messages)
    }
  }
  reader.finish(isComplete: isComplete, using: pool, into: &messages)
  expect(messages.count == reader.messageCount, "each message is handed over once")
  for (index, message) in messages.enumerated() {
    expect(message.index == index, "messages are in order")
    expect(message.start <= message.end, "a message ends after its start")
    expect(message.missingByteCount >= 0 && message.absentByteCount >= 0, "nothing is negative")
    expect(
      message.missingByteCount + message.absentByteCount <= message.byteCount, "no more is missing than there was")
  }
  return (messages, reader)
}

/// What stands in the fields of a call may be anything.
private func readGRPCFields(_ value: [UInt8]) {
  _ = GRPCFormat(contentType: value.rawSpan)
  if let timeout = GRPCTimeout(value.rawSpan) { expect(timeout.nanoseconds >= 0, "nobody waits less than no time") }
  if let status = GRPCStatus(value.rawSpan) { expect(!(status.name ?? "x").isEmpty, "a status has a name or none") }
  expect(StatusMessage.decode(value.rawSpan).count <= value.count, "decoding makes nothing longer")
  if let method = GRPCMethod(path: value.rawSpan) {
    expect(method.service.end + 1 == method.method.start, "a slash stands between service and method")
    expect(method.method.end == value.count, "a method ends the path")
  }
}
