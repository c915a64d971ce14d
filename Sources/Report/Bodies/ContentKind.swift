import Bytes

/// What a content is by its first bytes, whatever its header says (WHATWG MIME Sniffing §6 and §7): to show it and to name
/// its file, for nothing else.
package enum ContentKind: Sendable, CaseIterable {
  case png, jpeg, gif, webp, bmp, icon, avif
  case pdf
  case zip, gzip, zstd, rar, sevenZip
  case woff, woff2, trueType, openType
  case mp4, webm, ogg, mp3, wave, avi, flac
  case wasm, elf
  case html, xml

  /// Nil when the beginning of a content is none of these.
  package init?(of head: RawSpan) {
    guard let kind = Self.allCases.first(where: { $0.isKind(of: head) }) else { return nil }
    self = kind
  }

  /// In a person's words.
  package var name: String {
    switch self {
    case .png: "PNG image"
    case .jpeg: "JPEG image"
    case .gif: "GIF image"
    case .webp: "WebP image"
    case .bmp: "BMP image"
    case .icon: "icon"
    case .avif: "AVIF image"
    case .pdf: "PDF document"
    case .zip: "ZIP archive"
    case .gzip: "gzip data"
    case .zstd: "zstd data"
    case .rar: "RAR archive"
    case .sevenZip: "7z archive"
    case .woff: "WOFF font"
    case .woff2: "WOFF2 font"
    case .trueType: "TrueType font"
    case .openType: "OpenType font"
    case .mp4: "MP4 video"
    case .webm: "WebM video"
    case .ogg: "Ogg audio"
    case .mp3: "MP3 audio"
    case .wave: "WAVE audio"
    case .avi: "AVI video"
    case .flac: "FLAC audio"
    case .wasm: "WebAssembly module"
    case .elf: "ELF program"
    case .html: "HTML"
    case .xml: "XML"
    }
  }

  /// What the name of such a file ends in, without the dot.
  package var fileExtension: String {
    switch self {
    case .jpeg: "jpg"
    case .icon: "ico"
    case .zstd: "zst"
    case .gzip: "gz"
    case .sevenZip: "7z"
    case .trueType: "ttf"
    case .openType: "otf"
    case .wave: "wav"
    case .png, .gif, .webp, .bmp, .avif, .pdf, .zip, .rar, .woff, .woff2, .mp4, .webm, .ogg, .mp3, .avi, .flac, .wasm,
      .elf, .html, .xml:
      "\(self)"
    }
  }

  /// Whether it is text for a person to read.
  package var isText: Bool { self == .html || self == .xml }

  private func isKind(of head: RawSpan) -> Bool {
    switch self {
    case .png: head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    case .jpeg: head.starts(with: [0xFF, 0xD8, 0xFF])
    case .gif: head.matches("GIF87a") || head.matches("GIF89a")
    case .webp: head.matches("RIFF") && head.matches("WEBPVP", at: 8)
    case .bmp: head.matches("BM") && head.starts(with: [0, 0, 0, 0], at: 6)
    case .icon: head.starts(with: [0, 0, 1, 0])
    case .avif: head.isMP4(brands: ["avif", "avis"])
    case .pdf: head.matches("%PDF-")
    case .zip: head.starts(with: [0x50, 0x4B, 0x03, 0x04])
    case .gzip: head.starts(with: [0x1F, 0x8B, 0x08])
    case .zstd: head.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    case .rar: head.starts(with: [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07])
    case .sevenZip: head.starts(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C])
    case .woff: head.matches("wOFF")
    case .woff2: head.matches("wOF2")
    case .trueType: head.starts(with: [0, 1, 0, 0, 0])
    case .openType: head.matches("OTTO")
    case .mp4: head.isMP4(brands: ["mp4", "isom", "iso2", "avc1", "M4V", "M4A", "dash"])
    case .webm: head.starts(with: [0x1A, 0x45, 0xDF, 0xA3])
    case .ogg: head.starts(with: [0x4F, 0x67, 0x67, 0x53, 0x00])
    case .mp3: head.matches("ID3")
    case .wave: head.matches("RIFF") && head.matches("WAVE", at: 8)
    case .avi: head.matches("RIFF") && head.matches("AVI ", at: 8)
    case .flac: head.matches("fLaC")
    case .wasm: head.starts(with: [0x00, 0x61, 0x73, 0x6D])
    case .elf: head.starts(with: [0x7F, 0x45, 0x4C, 0x46])
    case .html: head.startsAsMarkup(["<!doctype html", "<html", "<head", "<body"])
    case .xml: head.startsAsMarkup(["<?xml"])
    }
  }
}

extension RawSpan {
  fileprivate func starts(with pattern: [UInt8], at offset: Int = 0) -> Bool {
    guard pattern.count <= byteCount - offset else { return false }
    return extracting(offset..<offset + pattern.count).equals(pattern.rawSpan)
  }

  /// MIME Sniffing §6.2.1: a box `ftyp` first, which names the brand.
  fileprivate func isMP4(brands: [StaticString]) -> Bool {
    matches("ftyp", at: 4) && brands.contains { matches($0, at: 8) }
  }

  /// MIME Sniffing §7.1: white space, then one of some literals in lower case, whatever its case here.
  fileprivate func startsAsMarkup(_ literals: [StaticString]) -> Bool {
    var start = 0
    if let mark = Charset.byteOrderMark(of: self), mark.charset == .utf8 { start = mark.byteCount }
    while start < byteCount, [0x09, 0x0A, 0x0C, 0x0D, 0x20].contains(byte(at: start)) { start += 1 }
    return literals.contains { literal in
      let count = literal.utf8CodeUnitCount
      return count <= byteCount - start && extracting(start..<start + count).equalsIgnoringCase(literal)
    }
  }
}
