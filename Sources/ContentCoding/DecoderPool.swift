/// What all contents that are decoded by one thread share: the decoders that none uses at the moment, the buffers, the limits.
package final class DecoderPool {
  package let limits: ContentCodingLimits
  /// Memory of the decoders in use.
  var memoryByteCount = 0
  /// The free bytes that contents took, as `ContentCodingLimits.freeByteCountOfAll` counts them.
  var freeByteCountTaken = 0
  private var idleInflates: [InflateDecoder] = []
  private var idleZstds: [ZstdDecoder] = []
  private var buffers: [[UInt8]] = []
  private var idleHeld: [[UInt8]] = []
  /// Undoes what is there as a whole; nil when there is no memory.
  private(set) lazy var wholeGzip = WholeGzip()
  var repeatedGzip = RepeatedGzip()
  package var dictionaries = Dictionaries()

  package init(limits: ContentCodingLimits = ContentCodingLimits()) {
    self.limits = limits
  }

  /// A decoder at the beginning of coded data, of a connection; nil when there is no memory for it.
  func take(_ coding: ContentCoding, of connection: Int) -> StreamDecoder? {
    switch coding {
    case .gzip, .deflate:
      guard let idle = idleInflates.popLast() else { break }
      idle.begin(coding)
      return .inflate(idle)
    case .zstd:
      guard let idle = idleZstds.popLast() else { break }
      idle.begin()
      return .zstd(idle)
    case .brotli, .dictionaryBrotli, .dictionaryZstd:
      break
    }
    return StreamDecoder(coding, of: connection, using: self)
  }

  /// Takes back a decoder that is not used any more.
  func putBack(_ decoder: StreamDecoder) {
    switch decoder {
    case .inflate(let inflate):
      if idleInflates.count < ContentCodingLimits.idleDecoders { idleInflates.append(inflate) }
    case .zstd(let zstd):
      if idleZstds.count < ContentCodingLimits.idleDecoders,
        zstd.memoryByteCount <= ContentCodingLimits.idleDecoderByteCount
      {
        idleZstds.append(zstd)
      }
    case .dictionary(let decoder):
      if let zstd = decoder.zstd { putBack(.zstd(zstd)) }
    case .brotli:
      break
    }
  }

  /// A buffer for one piece. Codings one on the other need one each.
  func takeBuffer() -> [UInt8] {
    buffers.popLast() ?? [UInt8](repeating: 0, count: ContentCodingLimits.pieceByteCount)
  }

  func putBack(_ buffer: consuming [UInt8]) {
    buffers.append(buffer)
  }

  /// An empty buffer for coded bytes that are held.
  func takeHeld() -> [UInt8] {
    idleHeld.popLast() ?? []
  }

  func putBack(held buffer: consuming [UInt8]) {
    guard idleHeld.count < ContentCodingLimits.idleDecoders else { return }
    buffer.removeAll(keepingCapacity: true)
    idleHeld.append(buffer)
  }
}
