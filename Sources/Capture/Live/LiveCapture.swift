import Bytes
import Findings
import Glibc

/// One interface or several, sniffed at once: their packets as they arrive, in the order of time among those that have.
struct LiveCapture: Sendable {
  private var devices: [LiveDevice] = []
  /// Which of them has a packet that was found and not delivered.
  private var hasPacket: [Bool] = []
  private var isEnded: [Bool] = []
  private var packetCount = 0
  /// Why interfaces ended, such as that they vanished.
  private(set) var failures: [LiveError] = []

  init(_ options: LiveOptions) throws(LiveError) {
    for name in options.interfaces { devices.append(try LiveDevice(name, options)) }
    hasPacket = devices.map { _ in false }
    isEnded = hasPacket
  }

  var interfaces: [CaptureInterface] {
    devices.map { CaptureInterface(name: $0.name, linkType: $0.linkType) }
  }

  /// Whether no interface is left.
  var isFinished: Bool { isEnded.allSatisfy(\.self) }

  /// Of each interface.
  func readCounters() -> [LiveCounters] {
    devices.map { $0.readCounters() }
  }

  /// Waits until packets have arrived, a signal came or the time is over.
  func wait(milliseconds: Int32) {
    guard !hasPacket.contains(true) else { return }
    var polled: [pollfd] = []
    for index in devices.indices where !isEnded[index] {
      polled.append(pollfd(fd: devices[index].descriptor, events: Int16(POLLIN), revents: 0))
    }
    // The kernel writes into the array only, and only during the call.
    _ = unsafe poll(&polled, nfds_t(polled.count), milliseconds)
  }

  /// Gives packets that have arrived to `body`, until it answers false or there is none.
  mutating func forEachArrived(_ body: (PacketRecord, RawSpan) -> Bool) {
    while let index = findEarliest() {
      hasPacket[index] = false
      packetCount += 1
      let device = devices[index]
      let record = PacketRecord(
        time: device.time, linkType: device.linkType, interface: index, originalByteCount: device.originalByteCount,
        number: packetCount)
      guard device.withBytes({ body(record, $0) }) else { return }
    }
  }

  /// The interface of the earliest packet that has arrived.
  private mutating func findEarliest() -> Int? {
    var earliest: (index: Int, time: Timestamp)?
    for index in devices.indices where !isEnded[index] {
      if !hasPacket[index] { look(at: index) }
      guard hasPacket[index] else { continue }
      if devices.count == 1 { return index }
      let time = devices[index].time
      if earliest.map({ time < $0.time }) ?? true { earliest = (index, time) }
    }
    return earliest?.index
  }

  private mutating func look(at index: Int) {
    switch devices[index].next() {
    case .packet: hasPacket[index] = true
    case .nothing: break
    case .ended(let reason):
      isEnded[index] = true
      failures.append(LiveError(interface: devices[index].name, reason: .failed(reason)))
    }
  }
}
