import Bytes

/// A conversation as TCP segments of a capture through the whole pipeline, behind bytes that say how they are sent
/// (`Sending`). Repeated and out of order, few segments must give what they give in order; many that wait behind a gap are
/// joined, and where one begins a message may be searched.
func fuzzConnection(_ input: [UInt8]) {
  guard input.count >= Sending.byteCount else { return }
  let conversation = Conversation(input.dropFirst(Sending.byteCount))
  var sending = Sending(input)
  let capture = ConversationCapture(conversation, sending)
  let shuffled = analyse(capture.bytes)
  // Without a handshake, the first segment says where its side begins.
  guard sending.hasHandshake, sending.isShuffled || sending.isRepeated, capture.segmentCount <= 64 else { return }
  sending.isShuffled = false
  sending.isRepeated = false
  let ordered = analyse(ConversationCapture(conversation, sending).bytes)
  guard let shuffled, let ordered else { return }
  for (line, other) in zip(shuffled.transcript, ordered.transcript) where line != other {
    expect(false, "the order of segments does not matter:\n" + String(decoding: line + other, as: UTF8.self))
  }
  expect(shuffled.transcript.count == ordered.transcript.count, "the order of segments does not matter")
}
