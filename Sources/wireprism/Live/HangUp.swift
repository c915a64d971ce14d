import Glibc
import Synchronization

/// The signal that asks to go on in new files, because the old ones were moved away. It wraps the C library's signals.
enum HangUp {
  private static let received = Atomic<Bool>(false)

  /// Whether the signal came since the last call.
  static func take() -> Bool { received.exchange(false, ordering: .relaxed) }

  /// Catches the signal from now on.
  static func watch() {
    // The first access makes the value, which a signal handler must not do.
    received.store(false, ordering: .relaxed)
    // The handler does nothing but store a flag without a lock.
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in HangUp.received.store(true, ordering: .relaxed) }
    _ = unsafe sigaction(SIGHUP, &action, nil)
    // Whoever started the program may have left it blocked.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGHUP)
    _ = unsafe sigprocmask(SIG_UNBLOCK, &signals, nil)
  }
}
