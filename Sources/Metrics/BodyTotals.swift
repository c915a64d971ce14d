/// Bodies that were sent in one content coding.
package struct CodedBodyTotals: Sendable, Equatable, BitwiseCopyable {
  package private(set) var bodies = 0
  /// As sent.
  package private(set) var byteCount = 0
  /// After the coding was undone.
  package private(set) var decodedByteCount = 0
  /// Bodies that the coding made larger.
  package private(set) var enlarged = 0

  package init() {}

  package mutating func add(_ byteCount: Int, decodedByteCount: Int) {
    bodies += 1
    self.byteCount += byteCount
    self.decodedByteCount += decodedByteCount
    enlarged += byteCount > decodedByteCount ? 1 : 0
  }

  package mutating func merge(_ other: CodedBodyTotals) {
    bodies += other.bodies
    byteCount += other.byteCount
    decodedByteCount += other.decodedByteCount
    enlarged += other.enlarged
  }
}

/// What a sample of bodies takes in each coding.
package struct CompressionSample: Sendable, Equatable, BitwiseCopyable {
  /// Bodies of which at least the beginning was compressed, and the bytes of them that were.
  package var bodies = 0
  package var byteCount = 0
  package var gzipByteCount = 0
  package var brotliByteCount = 0
  package var zstdByteCount = 0

  package init() {}

  package mutating func merge(_ other: CompressionSample) {
    bodies += other.bodies
    byteCount += other.byteCount
    gzipByteCount += other.gzipByteCount
    brotliByteCount += other.brotliByteCount
    zstdByteCount += other.zstdByteCount
  }
}

/// The bodies of responses of one content type. It adds up.
package struct BodyTotals: Sendable, Equatable {
  package var bodies = 0
  /// As sent.
  package var byteCount = 0
  /// Those in a coding that could be undone, by its name.
  package private(set) var coded: [(coding: Int, name: String, totals: CodedBodyTotals)] = []
  /// Bodies large enough to be compressed, of a type that is worth it: all, and those that were; in bytes without coding.
  package var compressibleByteCount = 0
  package var compressedByteCount = 0
  /// Those that were not, although the request allowed a coding.
  package var missedBodies = 0
  package var missedByteCount = 0
  /// What some of these take when they are compressed.
  package var sample = CompressionSample()

  package init() {}

  package static func == (left: BodyTotals, right: BodyTotals) -> Bool {
    left.bodies == right.bodies && left.byteCount == right.byteCount && left.sample == right.sample
      && left.compressibleByteCount == right.compressibleByteCount && left.missedBodies == right.missedBodies
      && left.compressedByteCount == right.compressedByteCount && left.missedByteCount == right.missedByteCount
      && left.coded.elementsEqual(right.coded) { $0.coding == $1.coding && $0.totals == $1.totals }
  }

  /// Counts a coded body. Each coding, or several of them, has a number.
  package mutating func addCoded(
    _ byteCount: Int, decodedByteCount: Int, _ coding: Int, name: @autoclosure () -> String
  ) {
    let place = place(of: coding, name: name())
    coded[place].totals.add(byteCount, decodedByteCount: decodedByteCount)
  }

  private mutating func place(of coding: Int, name: @autoclosure () -> String) -> Int {
    if let place = coded.firstIndex(where: { $0.coding == coding }) { return place }
    coded.append((coding, name(), CodedBodyTotals()))
    return coded.count - 1
  }

  /// What the missed bodies would take under gzip, by the ratio of the sample; nil without one.
  package var missedGzipByteCount: Int? { missedByteCount { $0.gzipByteCount } }

  /// What the missed bodies would take in a coding, by the ratio of the sample; nil without one.
  package func missedByteCount(in coding: (CompressionSample) -> Int) -> Int? {
    guard sample.byteCount > 0 else { return missedByteCount == 0 ? 0 : nil }
    guard !isSampleWhole else { return coding(sample) }
    return Int(Double(missedByteCount) * (Double(coding(sample)) / Double(sample.byteCount)))
  }

  /// Whether all missed bodies were compressed as a whole.
  package var isSampleWhole: Bool { sample.byteCount == missedByteCount }

  package mutating func merge(_ other: BodyTotals) {
    bodies += other.bodies
    byteCount += other.byteCount
    for (coding, name, totals) in other.coded { coded[place(of: coding, name: name)].totals.merge(totals) }
    compressibleByteCount += other.compressibleByteCount
    compressedByteCount += other.compressedByteCount
    missedBodies += other.missedBodies
    missedByteCount += other.missedByteCount
    sample.merge(other.sample)
  }
}
