import Glibc

/// This program's file. It wraps the C library's calls.
enum Executable {
  /// Where it lies.
  static var path: String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      // `readlink` writes at most as many bytes as it is told, and no zero behind them.
      guard let base = buffer.baseAddress else { return "wireprism" }
      let count = unsafe readlink("/proc/self/exe", base, buffer.count)
      guard count > 0 else { return "wireprism" }
      return unsafe String(decoding: UnsafeRawBufferPointer(buffer).prefix(count), as: UTF8.self)
    }
  }
}
