import Bytes
import Findings

/// A content that comes in pieces, as lines of a transcript: text line by line, other bytes as a dump.
struct ContentTranscript: Sendable {
  private enum Form: Sendable {
    case text(TextDecoder)
    case dump(HexDump)
  }

  private let side: Side
  private var form: Form
  /// A carriage return came, and it is not known yet whether a line feed follows.
  private var hasReturn = false

  init(_ verdict: ContentSniffer.Verdict, from side: Side) {
    self.side = side
    switch verdict {
    case .text(let charset): form = .text(TextDecoder(charset))
    case .binary: form = .dump(HexDump())
    }
  }

  mutating func receive(_ bytes: RawSpan, into lines: inout TranscriptLines) {
    switch form {
    case .text(var decoder):
      decoder.receive(bytes) { write($0, of: $1, into: &lines) }
      form = .text(decoder)
    case .dump(var dump):
      dump.receive(bytes) { Self.write($0, from: side, into: &lines) }
      form = .dump(dump)
    }
  }

  /// Bytes are missing here.
  mutating func skip(_ byteCount: Int, into lines: inout TranscriptLines) {
    switch form {
    case .text:
      finish(into: &lines)
    case .dump(var dump):
      dump.skip(byteCount) { Self.write($0, from: side, into: &lines) }
      form = .dump(dump)
    }
    lines.note("\(PlainNumbers.counted(byteCount, "byte")) missing from the capture", .warning)
  }

  mutating func finish(into lines: inout TranscriptLines) {
    switch form {
    case .text(var decoder):
      decoder.finish { write($0, of: $1, into: &lines) }
      form = .text(decoder)
      endReturn(into: &lines)
      lines.endOpenLine(from: side)
    case .dump(var dump):
      dump.finish { Self.write($0, from: side, into: &lines) }
      form = .dump(dump)
    }
  }

  private static func write(_ row: [UInt8], from side: Side, into lines: inout TranscriptLines) {
    lines.append(printable: row.rawSpan, from: side)
    lines.endLine(from: side)
  }

  private mutating func write(_ element: TextDecoder.Element, of bytes: RawSpan, into lines: inout TranscriptLines) {
    switch element {
    case .plain(let range):
      endReturn(into: &lines)
      lines.append(printable: bytes.extracting(range), from: side)
    case .scalar("\n"):
      hasReturn = false
      lines.endLine(from: side)
    case .scalar("\r"):
      endReturn(into: &lines)
      hasReturn = true
    case .scalar("\t"):
      endReturn(into: &lines)
      lines.append(printable: "\t".rawSpan, from: side)
    case .scalar(let scalar):
      endReturn(into: &lines)
      let text = PrintableText.mustBeEscaped(scalar) ? PrintableText.escaped(scalar) : String(scalar)
      lines.append(printable: text.rawSpan, from: side)
    case .stray(let byte):
      endReturn(into: &lines)
      lines.append(printable: PrintableText.escaped(byte).rawSpan, from: side)
    }
  }

  /// Writes out a carriage return that no line feed followed.
  private mutating func endReturn(into lines: inout TranscriptLines) {
    guard hasReturn else { return }
    hasReturn = false
    lines.append(printable: PrintableText.escaped(ASCII.carriageReturn).rawSpan, from: side)
  }
}
