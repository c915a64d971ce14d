import Testing

@testable import Capture

@Suite struct CaptureErrorTests {
  private func reason(_ input: CaptureInput) -> CaptureError.Reason? {
    do {
      _ = try CaptureSet([input])
      return nil
    } catch {
      #expect(error.input == input.name)
      #expect(error.message.hasPrefix(input.name))
      #expect(error.message.hasSuffix("."))
      return error.reason
    }
  }

  private func reason(_ bytes: [UInt8]) -> CaptureError.Reason? {
    reason(.bytes(bytes, name: "some.pcap"))
  }

  @Test func files() {
    #expect(reason(.file("/nonexistent.pcap")) == .missing)
    #expect(reason(.file("/")) == .isDirectory)
    #expect(reason(.file("/dev/null")) == .empty)
    #expect(throws: CaptureError(input: nil, reason: .noInput)) { _ = try CaptureSet([CaptureInput]()) }
    #expect(throws: CaptureError(input: "standard input", reason: .repeatedStandardInput)) {
      _ = try CaptureSet([.standardInput, .standardInput])
    }
  }

  @Test func notCaptures() {
    #expect(reason([]) == .empty)
    #expect(reason([0, 1, 2]) == .notACapture(nil))
    #expect(reason([UInt8]("no".utf8)) == .notACapture("a text file"))
    #expect(reason([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]) == .notACapture("a PNG image"))
    #expect(reason([UInt8]("\u{7F}ELF\u{2}".utf8)) == .notACapture("a program"))
    #expect(reason([UInt8]("BZh91AY".utf8)) == .unknownCompression("bzip2", command: "bunzip2"))
    #expect(reason([UInt8]("PK\u{3}\u{4}".utf8)) == .unknownCompression("ZIP", command: "unzip"))
    for magic in ["snoop\0\0\0", "GMBU\0", "RTSS\0"] {
      guard case .notACapture(_?)? = reason([UInt8](magic.utf8)) else {
        Issue.record("\(magic) is recognised")
        continue
      }
    }
    // A carriage return and line feeds may start a text, too.
    #expect(reason([0x0A, 0x0D, 0x0D, 0x0A] + [UInt8](repeating: 0x20, count: 40)) == .notACapture("a text file"))
  }

  @Test func headers() {
    for count in 4..<24 {
      #expect(reason(Array(PcapFile().bytes[..<count])) == .truncatedHeader("pcap"))
    }
    for count in 4..<28 {
      #expect(reason(Array(PcapngFile().bytes[..<count])) == .truncatedHeader("pcapng"))
    }
    #expect(reason(PcapFile(version: (3, 0)).bytes) == .unknownVersion("pcap 3.0"))
    var section = PcapngFile()
    section.bytes.removeAll()
    section.addSection(majorVersion: 2)
    #expect(reason(section.bytes) == .unknownVersion("pcapng 2.0"))
  }
}
