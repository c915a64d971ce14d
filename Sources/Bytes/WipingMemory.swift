import CLinux
import Glibc

/// Memory for a C library through whose hands secrets go: what the library gives back, whenever that is, is wiped first.
package enum WipingMemory {
  /// As `malloc` does.
  package static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer? {
    unsafe malloc(byteCount)
  }

  /// As `realloc` does.
  package static func reallocate(_ memory: UnsafeMutableRawPointer?, _ byteCount: Int) -> UnsafeMutableRawPointer? {
    guard let memory = unsafe memory else { return unsafe allocate(byteCount) }
    guard byteCount > 0 else {
      unsafe free(memory)
      return nil
    }
    guard let other = unsafe allocate(byteCount) else { return nil }
    // Both have room for as many bytes.
    unsafe other.copyMemory(from: memory, byteCount: min(malloc_usable_size(memory), byteCount))
    unsafe free(memory)
    return unsafe other
  }

  /// Frees what one of the others gave, or nil.
  package static func free(_ memory: UnsafeMutableRawPointer?) {
    guard let memory = unsafe memory else { return }
    // All that the block has room for is its own.
    unsafe explicit_bzero(memory, malloc_usable_size(memory))
    unsafe Glibc.free(memory)
  }
}
