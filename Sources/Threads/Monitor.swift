import Glibc

/// A value that several threads change, one at a time, and whose changes they wait for. It wraps the C library's mutex and
/// condition, whose order the thread sanitizer knows.
@safe
package final class Monitor<Value: Sendable>: @unchecked Sendable {
  // Neither may move while it is in use.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  /// Touched by who holds the mutex.
  private var value: Value

  package init(_ value: Value) {
    self.value = value
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    // Neither fails with the default attributes.
    _ = unsafe pthread_mutex_init(mutex, nil)
    _ = unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Changes the value, and wakes who waits for it.
  package func change<Result>(_ body: (inout Value) -> Result) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    defer { unsafe pthread_cond_broadcast(condition) }
    return body(&value)
  }

  /// Uses the value without waking anybody.
  package func use<Result>(_ body: (inout Value) -> Result) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body(&value)
  }

  /// Waits until a closure has an answer, for which it is asked now and after each change; giving it is a change, too.
  package func wait<Result>(for answer: (inout Value) -> Result?) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while true {
      if let answer = answer(&value) {
        unsafe pthread_cond_broadcast(condition)
        return answer
      }
      unsafe pthread_cond_wait(condition, mutex)
    }
  }
}
