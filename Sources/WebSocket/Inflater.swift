import Bytes
import CZlib

/// Decompresses DEFLATE blocks (RFC 1951) without a header or an end, in pieces.
@safe
final class Inflater {
  /// What came of a piece of input.
  struct Progress {
    /// Bytes of the input that were used.
    var consumed: Int
    /// Bytes that were written.
    var produced: Int
    /// Whether the input is no DEFLATE data.
    var isDamaged = false
  }

  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether the last byte used ended a block that says it is the last one.
  private(set) var isAfterFinalBlock = false

  /// Nil when there is no memory.
  ///
  /// - Parameter windowBits: the logarithm of the window's size; 8 to 15.
  init?(windowBits: Int) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateInit2_(
      stream, -Int32(windowBits), ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Whether the data so far ends where a block does.
  var isAtBlockEnd: Bool {
    // zlib says so by 128, and how many bits of the last byte it has not used.
    unsafe isAfterFinalBlock || stream.pointee.data_type & 0xBF == 128
  }

  /// Decompresses as much as there is room for in an array. The input is used up, and nothing more comes of it, when fewer
  /// bytes were written than there was room for.
  func decode(_ input: RawSpan, into output: inout [UInt8]) -> Progress {
    var consumed = 0
    var produced = 0
    // Both buffers outlive the calls, and zlib keeps to the counts that it is given.
    return unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        while true {
          let rest = unsafe UnsafeRawBufferPointer(rebasing: source[consumed...])
          let room = unsafe UnsafeMutableRawBufferPointer(rebasing: target[produced...])
          unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: rest.baseAddress?.assumingMemoryBound(to: UInt8.self))
          unsafe stream.pointee.avail_in = UInt32(clamping: rest.count)
          unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
          unsafe stream.pointee.avail_out = UInt32(clamping: room.count)
          let status = unsafe inflate(stream, Z_SYNC_FLUSH)
          let used = unsafe rest.count - Int(stream.pointee.avail_in)
          if used > 0 { isAfterFinalBlock = false }
          consumed += used
          produced = unsafe target.count - Int(stream.pointee.avail_out)
          switch status {
          case Z_STREAM_END:
            // What follows a final block still refers to what came before it (RFC 7692 §7.2.3.5).
            isAfterFinalBlock = true
            unsafe inflateResetKeep(stream)
            if consumed == source.count { return Progress(consumed: consumed, produced: produced) }
          case Z_OK, Z_BUF_ERROR:
            return Progress(consumed: consumed, produced: produced)
          default:
            return Progress(consumed: consumed, produced: produced, isDamaged: true)
          }
        }
      }
    }
  }
}
