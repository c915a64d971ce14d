import Bytes
import HTTP

/// A message behind its flags and length.
func message(_ payload: [UInt8], flags: UInt8 = 0) -> [UInt8] {
  [flags] + [24, 16, 8, 0].map { UInt8(payload.count >> $0 & 0xFF) } + payload
}

/// A message of text behind its flags and length.
func message(_ text: String, flags: UInt8 = 0) -> [UInt8] {
  message([UInt8](text.utf8), flags: flags)
}

/// The lines of a section as text.
func lines(_ section: FieldSection) -> [String] {
  section.lines.map { String(decodingUTF8: section.name($0)) + ": " + String(decodingUTF8: section.value($0)) }
}

/// A section of lines written as `name: value`.
func section(_ lines: [String]) -> FieldSection {
  var section = FieldSection()
  for line in lines {
    // A name may begin with a colon.
    let parts = line.dropFirst().split(separator: ":", maxSplits: 1)
    let name = line.prefix(1) + (parts.first ?? "")
    let value = parts.dropFirst().first ?? ""
    section.append(name: [UInt8](name.utf8).rawSpan, value: [UInt8](value.drop { $0 == " " }.utf8).rawSpan)
  }
  return section
}
