import Bytes
import HTTP

/// A message behind its flags and length.
func message(_ text: String, flags: UInt8 = 0) -> [UInt8] {
  let count = text.utf8.count
  return [flags] + [24, 16, 8, 0].map { UInt8(count >> $0 & 0xFF) } + text.utf8
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
