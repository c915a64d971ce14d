import Glibc

/// The three descriptors that every process is expected to have. It wraps the C library's `open` and `signal`.
enum StandardStreams {
  /// What a program does before it opens or writes anything.
  static func prepare() {
    openAll()
    // That nobody reads the output any more, or that a file may not become larger, shows when it is written.
    for signal in [SIGPIPE, SIGXFSZ] { _ = Glibc.signal(signal, SIG_IGN) }
  }

  /// Puts /dev/null in place of those that were closed when the program began: else a file that it opens would take their
  /// number, and what is said on standard error would land in it.
  private static func openAll() {
    while true {
      // The C library reads the path only during the call; the descriptor is the lowest that is free.
      let descriptor = unsafe Glibc.open("/dev/null", O_RDWR)
      if descriptor < 0 { return }
      if descriptor > STDERR_FILENO {
        close(descriptor)
        return
      }
    }
  }
}
