/// Lets one thread at a time do what it is asked to hold for.
package final class Lock: Sendable {
  // A value without bytes would lie where another one lies, which the thread sanitizer takes for a race.
  private let monitor = Monitor(UInt8(0))

  package init() {}

  package func hold<Result>(_ body: () -> Result) -> Result {
    monitor.use { _ in body() }
  }
}
