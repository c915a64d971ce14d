import Glibc

/// The processors of the machine. It wraps the C library's count.
enum Processors {
  /// Those that this process may run on; at least 1.
  static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
