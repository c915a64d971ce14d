/// Hands things from one thread to another, in order.
package final class Channel<Element: Sendable>: Sendable {
  private let waiting = Monitor<[Element]>([])
  private let capacity: Int

  /// - Parameter capacity: how many may wait before who sends one more has to.
  package init(capacity: Int = .max) {
    self.capacity = capacity
  }

  package func send(_ element: Element) {
    waiting.wait { $0.count < capacity ? $0.append(element) : nil }
  }

  /// Waits for the next one.
  package func receive() -> Element {
    waiting.wait { $0.isEmpty ? nil : $0.removeFirst() }
  }

  /// The next one; nil when none is there.
  package func receiveIfReady() -> Element? {
    waiting.change { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
