import Bytes
import Testing

@testable import HTTP

@Suite("Field sections")
struct FieldSectionTests {
  @Test("A section that is used again holds nothing of before, not even lines without text")
  func reuse() {
    var section = FieldSection()
    section.append(joined: RawSpan(), nameCount: 0, certainty: .unknown)
    section.removeAll()
    #expect(section.isEmpty)
    let line = Array("acceptgzip".utf8)
    section.append(joined: line.rawSpan, nameCount: 6)
    section.removeAll()
    #expect(section.isEmpty && section.text.isEmpty && section.listByteCount == 0)
  }
}
