import Bytes
import CBrotli
import Glibc

/// Undoes brotli (RFC 7932). The library cannot begin anew with what it has: a decoder is for one content.
@safe
final class BrotliDecoder {
  private let state: OpaquePointer
  /// How much memory the library holds; it counts there itself.
  private let held: UnsafeMutablePointer<Int>
  private(set) var mayEnd = false

  /// Nil when there is no memory.
  init?() {
    unsafe held = .allocate(capacity: 1)
    unsafe held.initialize(to: 0)
    guard let state = unsafe BrotliDecoderCreateInstance(allocateCounted, freeCounted, held) else {
      unsafe held.deallocate()
      return nil
    }
    unsafe self.state = state
  }

  deinit {
    unsafe BrotliDecoderDestroyInstance(state)
    unsafe held.deallocate()
  }

  var memoryByteCount: Int { unsafe held.pointee }

  /// See `StreamDecoder.decode`.
  func decode(_ input: RawSpan, into output: inout [UInt8]) -> DecoderProgress {
    if mayEnd { return DecoderProgress(consumed: 0, produced: 0, state: .over) }
    // Both buffers outlive the call, and brotli keeps to the counts that it is given.
    let (result, consumed, produced) = unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        var (offered, free) = (source.count, target.count)
        var next = unsafe source.baseAddress?.assumingMemoryBound(to: UInt8.self)
        var room = unsafe target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let result = unsafe BrotliDecoderDecompressStream(state, &offered, &next, &free, &room, nil)
        return (result, source.count - offered, target.count - free)
      }
    }
    var progress = DecoderProgress(consumed: consumed, produced: produced, state: .open)
    if result == BROTLI_DECODER_RESULT_SUCCESS {
      mayEnd = true
      progress.state = .over
    } else if result == BROTLI_DECODER_RESULT_ERROR {
      progress.state = .failed(.corrupt)
    }
    return progress
  }
}

/// Allocates for brotli and counts what the system really gave.
private func allocateCounted(_ held: UnsafeMutableRawPointer?, _ byteCount: Int) -> UnsafeMutableRawPointer? {
  let memory = unsafe malloc(byteCount)
  // `held` is the pointer that was given with this function, to an Int.
  unsafe held?.assumingMemoryBound(to: Int.self).pointee += malloc_usable_size(memory)
  return unsafe memory
}

private func freeCounted(_ held: UnsafeMutableRawPointer?, _ memory: UnsafeMutableRawPointer?) {
  unsafe held?.assumingMemoryBound(to: Int.self).pointee -= malloc_usable_size(memory)
  unsafe free(memory)
}
