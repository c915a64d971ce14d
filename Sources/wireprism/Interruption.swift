import Glibc
import Synchronization

/// Signals that ask the program to stop: it finishes what it has, writes it out and ends. It wraps the C library's signals.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// Whether to stop.
  static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// The exit status that a shell expects after the signal; nil when there was none.
  static var exitStatus: Int32? {
    let signal = received.load(ordering: .relaxed)
    return signal == 0 ? nil : 128 + signal
  }

  /// Catches the signals from now on. They end a system call that waits, and a second one ends the program at once.
  static func watch() {
    // The first access makes the value, which a signal handler must not do.
    received.store(0, ordering: .relaxed)
    // Whoever started the program may have left them blocked; the set lives as long as the calls that fill and read it.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM] {
      unsafe sigaddset(&signals, signal)
      // The handler does nothing but store an integer without a lock.
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { Interruption.received.store($0, ordering: .relaxed) }
      // Without SA_RESTART, so that a read from a quiet pipe returns.
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      _ = unsafe sigaction(signal, &action, nil)
    }
    _ = unsafe sigprocmask(SIG_UNBLOCK, &signals, nil)
  }
}
