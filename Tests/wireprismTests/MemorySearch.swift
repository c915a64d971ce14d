import Bytes
import Foundation
import Glibc
import TLS
import Testing

/// Looks for bytes in what this process can write to. Once it is made it allocates nothing, so that what was freed stays as it was.
@safe
final class MemorySearch {
  private let memory: Int32
  private let window: UnsafeMutableRawBufferPointer
  private let mappings: [Range<UInt>]

  init() throws {
    memory = unsafe open("/proc/self/mem", O_RDONLY)
    unsafe window = .allocate(byteCount: 1 << 20, alignment: 4096)
    // They look like `7f0a1c000000-7f0a1c021000 rw-p 00000000 00:00 0`.
    mappings = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8).split(separator: "\n").compactMap {
      line in
      let words = line.split(separator: " ", maxSplits: 2)
      let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      return words[1].hasPrefix("rw") && ends.count == 2 ? ends[0]..<ends[1] : nil
    }
    try #require(memory >= 0 && !mappings.isEmpty)
  }

  deinit {
    close(memory)
    unsafe window.deallocate()
  }

  /// How often the bytes of a buffer from the 17th on stand somewhere else; the first ones may be overwritten when they are freed.
  func count(of buffer: SecretBuffer) -> Int {
    unsafe buffer.bytes.extracting(16...).withUnsafeBytes { needle in
      mappings.reduce(0) { unsafe $0 + count(of: needle, in: $1) }
    }
  }

  private func count(of needle: UnsafeRawBufferPointer, in mapping: Range<UInt>) -> Int {
    guard let first = unsafe window.baseAddress, let wanted = needle.baseAddress else { return 0 }
    let own = UInt(bitPattern: wanted)
    let windowStart = UInt(bitPattern: first)
    let windows = unsafe windowStart..<windowStart + UInt(window.count)
    var result = 0
    var start = mapping.lowerBound
    while start < mapping.upperBound {
      let byteCount = unsafe pread(memory, first, min(Int(mapping.upperBound - start), window.count), Int(start))
      guard byteCount >= needle.count else { break }
      var offset = 0
      while let hit = unsafe memchr(first + offset, Int32(needle[0]), byteCount - needle.count - offset + 1) {
        offset = Int(UInt(bitPattern: hit) - windowStart)
        let place = start + UInt(offset)
        let isElsewhere = place != own && !windows.contains(place)
        if isElsewhere, unsafe memcmp(hit, wanted, needle.count) == 0 { result += 1 }
        offset += 1
      }
      // The next window begins with the end of this one: what is looked for may lie across.
      start += UInt(byteCount - needle.count + 1)
    }
    return result
  }
}
