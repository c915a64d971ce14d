import Bytes

/// Files that people mistake for captures, or that other tools capture into: recognised only to name them.
enum ForeignFormat {
  /// How many bytes at a file's start are looked at.
  static let sniffedByteCount = 512

  /// Why a file that starts with these bytes cannot be read.
  static func reason(_ bytes: RawSpan) -> CaptureError.Reason {
    for (magic, name, command) in compressions where bytes.matches(magic) {
      return .unknownCompression(name, command: command)
    }
    // Numbers that are not UTF-8, which a literal cannot hold.
    if bytes.byteCount >= 4 {
      switch bytes.uint32(at: 0) {
      case 0x0221_4C18: return .unknownCompression("the old LZ4 format", command: "lz4 -d")
      case 0x28CD_3D45: return .notACapture("a file system image")
      case 0x8950_4E47: return .notACapture("a PNG image")
      case 0xFFD8_FFE0...0xFFD8_FFEF: return .notACapture("a JPEG image")
      case 0x1C00_01AC, 0x1C00_01AB, 0xAC01_001C, 0xAB01_001C: return .notACapture("an IXIA capture")
      default: break
      }
      if bytes.uint16(at: 0) == 0x1F9D { return .unknownCompression("compress", command: "uncompress") }
    }
    for (magic, name) in signatures where bytes.matches(magic) {
      return .notACapture(name)
    }
    return .notACapture(isText(bytes) ? "a text file" : nil)
  }

  private static let compressions: [(magic: StaticString, name: String, command: String)] = [
    ("BZh", "bzip2", "bunzip2"),
    ("LZIP", "lzip", "lzip -d"),
    ("PK\u{3}\u{4}", "ZIP", "unzip"),
    ("7z", "7-Zip", "7z x"),
    ("Rar!", "RAR", "unrar x"),
  ]

  private static let signatures: [(magic: StaticString, name: String)] = [
    ("snoop\0\0\0", "a snoop capture (convert it with `editcap -F pcapng`)"),
    ("btsnoop\0", "a Bluetooth snoop capture"),
    ("GMBU", "a Microsoft Network Monitor capture (convert it with `editcap -F pcapng`)"),
    ("RTSS", "a Microsoft Network Monitor capture (convert it with `editcap -F pcapng`)"),
    ("TRSNIFF data", "a Sniffer capture (convert it with `editcap -F pcapng`)"),
    ("iptrace ", "an AIX iptrace capture (convert it with `editcap -F pcapng`)"),
    ("\u{7F}ELF", "a program"),
    ("MZ", "a Windows program"),
    ("GIF8", "a GIF image"),
    ("%PDF", "a PDF document"),
    ("SQLite format 3", "an SQLite database"),
  ]

  /// Whether all bytes are printable ASCII or white space.
  private static func isText(_ bytes: RawSpan) -> Bool {
    for index in 0..<min(bytes.byteCount, sniffedByteCount) {
      switch bytes.byte(at: index) {
      case ASCII.tab, ASCII.lineFeed, ASCII.carriageReturn, 0x20...0x7E: continue
      default: return false
      }
    }
    return true
  }
}
