import Glibc
import Synchronization

/// Signals that ask the program to stop: it finishes what it has, writes it out and ends. It wraps the C library's signals.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// Whether to stop.
  static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// The exit status that a shell expects after the signal; nil when there was none, or when the reader of standard output
  /// went away, which is no fault.
  static var exitStatus: Int32? {
    switch received.load(ordering: .relaxed) {
    case 0, SIGPIPE: nil
    case let signal: 128 + signal
    }
  }

  /// Catches the signals from now on. A second interrupt ends the program at once.
  static func watch() {
    // The first access makes the value, which a signal handler must not do.
    received.store(0, ordering: .relaxed)
    for signal in [SIGINT, SIGTERM, SIGPIPE] {
      // The handler does nothing but store an integer without a lock.
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { Interruption.received.store($0, ordering: .relaxed) }
      action.sa_flags = signal == SIGPIPE ? 0 : Int32(bitPattern: UInt32(SA_RESETHAND))
      _ = unsafe sigaction(signal, &action, nil)
    }
  }
}
