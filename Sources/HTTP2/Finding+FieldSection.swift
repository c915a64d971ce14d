import Bytes
import Findings
import HTTP

extension Finding {
  /// One finding for each rule that a section breaks.
  static func h2Problems(
    _ reading: FieldSectionReading, in section: borrowing FieldSection, stream: UInt32, from side: Side
  ) -> [Finding] {
    let name = reading.problemLine.map { "\"" + String(decodingUTF8: section.name($0)) + "\"" } ?? "a field"
    let table: [(FieldSectionReading.Problems, code: String, message: String, section: String)] = [
      (.upperCaseName, "h2-upper-case-field-name", "\(name) has upper-case letters in its name", "8.2"),
      (.connectionSpecific, "h2-connection-specific-field", "\(name) is about a connection of HTTP/1.1", "8.2.2"),
      (.forbiddenBytes, "h2-forbidden-field-bytes", "a name is empty, or a field holds NUL, CR or LF", "8.2.1"),
      (.missingPseudo, "h2-missing-pseudo-header", "a mandatory pseudo-header field is missing", "8.3"),
      (.misplacedPseudo, "h2-misplaced-pseudo-header", "a pseudo-header field stands where none may", "8.3"),
      (.unknownPseudo, "h2-unknown-pseudo-header", "\(name) is no pseudo-header field of such a message", "8.3"),
      (.duplicatePseudo, "h2-duplicate-pseudo-header", "a pseudo-header field occurs more than once", "8.3"),
      (.emptyPath, "h2-empty-path", ":path is empty", "8.3.1"),
      (.badStatus, "h2-bad-status", ":status is not three digits", "8.3.2"),
      (.badContentLength, "h2-bad-content-length", "Content-Length is no number or contradicts itself", "8.1.1"),
    ]
    var findings: [Finding] = []
    for entry in table where reading.problems.contains(entry.0) {
      findings.append(
        Finding(
          .error, code: entry.code,
          message: "A field section of the \(side.name) on stream \(stream) is malformed: \(entry.message).",
          reference: "RFC 9113 §" + entry.section, stream: stream))
    }
    return findings
  }
}
