import Bytes

/// The search for the next record in bytes of which nothing is known.
///
/// One plausible header is not enough: at the end of its record another one of the same version must stand, or the end
/// of all bytes. In random bytes such a chain is found once in 10^13.
enum RecordSearch {
  /// Where a record begins, or the first offset at which one still may.
  struct Boundary: Equatable {
    var offset: Int
    var isProved: Bool
  }

  /// - Parameter isEnd: whether nothing follows the bytes, or a gap.
  static func nextBoundary(in bytes: RawSpan, isEnd: Bool) -> Boundary {
    var offset = 0
    while bytes.byteCount - offset >= RecordHeader.byteCount {
      let header = RecordHeader(bytes, at: offset)
      if header.isPlausible {
        let end = offset + RecordHeader.byteCount + header.length
        if bytes.byteCount - end >= RecordHeader.byteCount {
          let next = RecordHeader(bytes, at: end)
          if next.isPlausible, next.version == header.version { return Boundary(offset: offset, isProved: true) }
        } else if !isEnd {
          return Boundary(offset: offset, isProved: false)
        } else if end == bytes.byteCount {
          return Boundary(offset: offset, isProved: true)
        }
      }
      offset += 1
    }
    return Boundary(offset: isEnd ? bytes.byteCount : offset, isProved: false)
  }
}
