import Bytes
import HTTP

@testable import HPACK

/// `name: value` of each line of a section; `?` for what nobody saw.
func text(of section: FieldSection) -> [String] {
  section.lines.map { line in
    let name = String(decodingUTF8: section.name(line))
    let value = String(decodingUTF8: section.value(line))
    return switch line.certainty {
    case .certain: "\(name): \(value)"
    case .unknownName: "?: \(value)"
    case .unknownValue: "\(name): ?"
    case .unknown: "?: ?"
    }
  }
}

/// `(s = SIZE) name: value` of each entry, the newest first, as the RFC's examples write it.
func text(of table: DynamicTable) -> [String] {
  stride(from: 1, through: table.count, by: 1).map { index in
    let entry = table[index]
    var name: [UInt8] = []
    table.appendName(entry, to: &name)
    let line = String(decodingUTF8: table.line(entry))
    return "(s = \(entry.byteCount)) \(String(decodingUTF8: name.rawSpan)): \(line.dropFirst(name.count))"
  }
}

/// The bytes of hexadecimal digits; a wrong digit makes an empty array, which no test expects.
func bytes(_ hexadecimal: String) -> [UInt8] {
  Hexadecimal.decode(hexadecimal) ?? []
}

extension HPACKDecoder {
  /// Decodes a block into a section of its own.
  mutating func lines(_ block: [UInt8]) -> (lines: [String], error: HPACKError?) {
    var section = FieldSection()
    let error = decode(block.rawSpan, into: &section)
    return (text(of: section), error)
  }

  /// Decodes a block written in hexadecimal digits.
  mutating func lines(_ hexadecimal: String) -> (lines: [String], error: HPACKError?) {
    lines(bytes(hexadecimal))
  }
}

/// A deterministic generator (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
