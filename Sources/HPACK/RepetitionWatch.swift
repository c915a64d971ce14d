import Bytes

/// Remembers the field lines of a direction's first blocks, to tell which come again.
///
/// A literal is known by a fingerprint of 64 bits. `HPACKLimits.watchedBlocks` and `HPACKLimits.watchedLines` bound it to
/// 16 KiB; most connections stay below 2.
struct RepetitionWatch: Sendable {
  private(set) var repetition = Repetition()
  private var blocksLeft = HPACKLimits.watchedBlocks
  /// One bit for each entry of the static table that came.
  private var staticSeen: UInt64 = 0
  /// Fingerprints at the place that their low bits say or behind it; 0 where none is. As many as a power of two.
  private var literalsSeen: [UInt64] = []
  private var literalCount = 0

  /// Whether lines are still looked at.
  var isWatching: Bool { blocksLeft > 0 }

  /// Looks at no more lines.
  mutating func end() {
    blocksLeft = 0
    literalsSeen = []
  }

  mutating func endBlock() {
    guard blocksLeft > 0 else { return }
    blocksLeft -= 1
    if blocksLeft == 0 { literalsSeen = [] }
  }

  /// `1 <= index <= 61`
  mutating func noteStatic(_ index: Int) {
    guard isWatching else { return }
    repetition.fieldLines += 1
    let bit = UInt64(1) << UInt64(index)
    if staticSeen & bit != 0 { repetition.staticRepeats += 1 }
    staticSeen |= bit
  }

  mutating func noteDynamic() {
    guard isWatching else { return }
    repetition.fieldLines += 1
    repetition.dynamicHits += 1
  }

  /// - Parameter line: name and value, joined.
  mutating func noteLiteral(_ line: RawSpan, nameCount: Int) {
    guard isWatching else { return }
    repetition.fieldLines += 1
    // Another count, or another end of the name, makes another line. The product wraps around on purpose; 0 stands for none.
    let counts = UInt64(truncatingIfNeeded: line.byteCount << 32 + nameCount)
    let print = max(1, line.fingerprint ^ counts &* 0x9E37_79B9_7F4A_7C15)
    if literalCount * 2 >= literalsSeen.count { grow() }
    let place = place(of: print)
    if literalsSeen[place] == print {
      repetition.literalRepeats += 1
    } else if literalCount < HPACKLimits.watchedLines {
      literalsSeen[place] = print
      literalCount += 1
    } else {
      blocksLeft = 0
    }
  }

  /// Where a fingerprint is, or belongs.
  private func place(of print: UInt64) -> Int {
    let mask = literalsSeen.count - 1
    var place = Int(truncatingIfNeeded: print ^ print >> 32) & mask
    while literalsSeen[place] != 0, literalsSeen[place] != print { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = literalsSeen
    literalsSeen = [UInt64](repeating: 0, count: max(32, old.count * 2))
    for print in old where print != 0 { literalsSeen[place(of: print)] = print }
  }
}
