import Bytes
import Threads

/// Sniffing in a thread of its own, so that packets are taken and saved in time whatever the analysis does.
package final class LiveSession {
  package let interfaces: [CaptureInterface]
  private let options: LiveOptions
  private let relay: PacketRelay
  private let orders = CaptureOrders()
  /// Nil once the thread has it.
  private var capture: LiveCapture?
  private var thread: SystemThread?

  /// Opens the interfaces; packets gather in the kernel from here on.
  package init(_ options: LiveOptions) throws(LiveError) {
    let capture = try LiveCapture(options)
    interfaces = capture.interfaces
    self.capture = capture
    self.options = options
    relay = PacketRelay(capacity: options.waitingByteCount)
  }

  deinit {
    stop()
    thread?.join()
  }

  /// Begins to take packets; does nothing the second time.
  package func start(saver: PacketSaver?) throws(LiveError) {
    guard let capture else { return }
    self.capture = nil
    let loop = CaptureLoop(
      capture: capture, saver: saver, relay: relay, orders: orders, packetLimit: options.packetLimit)
    thread = SystemThread {
      var loop = loop
      loop.run()
    }
    if thread == nil { throw LiveError(interface: "", reason: .failed("the system gives no thread for it")) }
  }

  /// Waits for packets, a signal or the end of the time; puts what has arrived into an empty batch.
  package func take(into batch: inout PacketBatch, milliseconds: Int) -> LiveNews {
    relay.take(into: &batch, milliseconds: Int32(clamping: milliseconds))
  }

  /// Packets that have arrived and wait to be taken.
  package var waitingPacketCount: Int { relay.waitingPacketCount }

  /// Asks for no packets of later moments; what has arrived is still handed over, until the news say that it is finished.
  package func stop() {
    orders.give { $0.isStopping = true }
  }

  /// Asks for a new file under the same name, where the old one was moved away.
  package func reopenSavedFile() {
    orders.give { $0.isReopening = true }
  }

  /// Saves lines of a key log beside the packets.
  package func save(secrets: SecretBuffer) {
    orders.give { $0.secrets.append(secrets) }
  }
}
