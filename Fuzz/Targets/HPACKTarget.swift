import Bytes
import HPACK
import HTTP

/// Field blocks as marked pieces, behind a byte that says where in them a second decoder joins.
///
/// What the second decoder is sure of must be what the first one read, and what was read must survive being encoded and
/// decoded again.
func fuzzHPACK(_ input: [UInt8]) {
  guard let joinsAt = input.first else { return }
  var decoder = HPACKDecoder(isFromStart: true)
  var joiner = HPACKDecoder(isFromStart: false)
  var roundTrip = HPACKRoundTrip()
  var isValid = true
  for (index, piece) in MarkedPieces(input.dropFirst()).pieces.enumerated() {
    let isJoined = index >= Int(joinsAt & 7)
    if piece.mark & 1 == 1 {
      let allowed = Int(piece.mark) << 6
      decoder.setAllowedTableByteCount(allowed)
      joiner.setAllowedTableByteCount(allowed)
    }
    if piece.mark & 2 == 2 { joiner.forgetEntries() }
    var section = FieldSection()
    if decoder.decode(piece.bytes.rawSpan, into: &section) != nil { isValid = false }
    expect(section.text.count <= HPACKLimits.listByteCount, "a section is bounded")
    var joined = FieldSection()
    if isJoined { _ = joiner.decode(piece.bytes.rawSpan, into: &joined) }
    if isValid {
      if isJoined { expectAgreement(joined, section) }
      roundTrip.check(section)
    }
  }
}

/// Expects that a decoder which saw less of the connection is sure of nothing that is wrong.
private func expectAgreement(_ joined: FieldSection, _ section: FieldSection) {
  expect(joined.lines.count == section.lines.count, "both decoders see as many lines")
  for (guess, line) in zip(joined.lines, section.lines) {
    expect(line.certainty == .certain, "a decoder from the start is sure")
    if guess.certainty == .certain || guess.certainty == .unknownValue {
      expect([UInt8](joined.name(guess)) == [UInt8](section.name(line)), "names agree")
    }
    if guess.certainty == .certain || guess.certainty == .unknownName {
      expect([UInt8](joined.value(guess)) == [UInt8](section.value(line)), "values agree")
    }
  }
}

/// An encoder and the decoder at its other end.
private struct HPACKRoundTrip {
  private var encoder = HPACKEncoder()
  private var counter = HPACKEncoder()
  private var decoder = HPACKDecoder(isFromStart: true)

  mutating func check(_ section: FieldSection) {
    var block: [UInt8] = []
    for line in section.lines {
      let before = block.count
      encoder.encode(name: section.name(line), value: section.value(line), into: &block)
      let counted = counter.encodedByteCount(name: section.name(line), value: section.value(line))
      expect(block.count - before == counted, "an encoded line is as long as counted")
    }
    var decoded = FieldSection()
    expect(decoder.decode(block.rawSpan, into: &decoded) == nil, "what was encoded can be decoded")
    expect(decoded.lines.count == section.lines.count, "encoding keeps the number of lines")
    for (copy, line) in zip(decoded.lines, section.lines) {
      let names = ([UInt8](decoded.name(copy)), [UInt8](section.name(line)).map(\.lowercased))
      expect(names.0 == names.1, "encoding keeps a name")
      expect([UInt8](decoded.value(copy)) == [UInt8](section.value(line)), "encoding keeps a value")
    }
  }
}

extension UInt8 {
  fileprivate var lowercased: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }
}
