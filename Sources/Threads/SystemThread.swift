import Glibc

/// A thread of the operating system. It wraps the C library's.
@safe
package final class SystemThread {
  private var thread = pthread_t()
  private var isRunning = false

  /// What a thread does; its one use is the thread's.
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Starts a thread that does not see signals: they are for the one that waits for people.
  package init?(_ body: @escaping @Sendable () -> Void) {
    var all = sigset_t()
    var before = sigset_t()
    // The sets outlive the calls; the new thread takes over what is blocked.
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    let work = unsafe Unmanaged.passRetained(Work(body))
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        // The one who started the thread gave away its reference.
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    isRunning = status == 0
    if !isRunning {
      unsafe work.release()
      return nil
    }
  }

  /// Waits until the thread has ended.
  package func join() {
    guard isRunning else { return }
    isRunning = false
    _ = pthread_join(thread, nil)
  }
}
