import Bytes
import Synchronization

/// What the capturing thread is told.
final class CaptureOrders: Sendable {
  struct Orders: Sendable {
    var isStopping = false
    var isReopening = false
    /// Lines of key logs that are to be saved.
    var secrets: [SecretBuffer] = []
  }

  private let orders = Mutex(Orders())

  func give(_ change: (inout Orders) -> Void) {
    orders.withLock { change(&$0) }
  }

  /// What was ordered since the last call; to stop is ordered for good.
  func take() -> Orders {
    orders.withLock { orders in
      let taken = orders
      orders = Orders(isStopping: taken.isStopping)
      return taken
    }
  }
}
