import Bytes
import Findings
import Glibc

/// The work of the capturing thread: takes packets from the interfaces, saves them, hands them on.
struct CaptureLoop: Sendable {
  private var capture: LiveCapture
  private var saver: PacketSaver?
  private let relay: PacketRelay
  private let orders: CaptureOrders
  /// How many packets more are taken; nil without a limit.
  private var packetsLeft: Int?
  /// Packets of later moments are not wanted any more; nil until the end was ordered.
  private var end: Timestamp?
  private var isFinished = false
  private var nextCount = Timestamp(nanoseconds: 0)

  init(capture: LiveCapture, saver: PacketSaver?, relay: PacketRelay, orders: CaptureOrders, packetLimit: Int?) {
    self.capture = capture
    self.saver = saver
    self.relay = relay
    self.orders = orders
    packetsLeft = packetLimit
  }

  mutating func run() {
    while !isFinished {
      obey()
      tellCounters()
      // What is saved must not wait for the analysis; otherwise the packets wait in the kernel.
      guard saver != nil || relay.hasRoom else {
        _ = poll(nil, 0, Self.pauseMilliseconds)
        continue
      }
      capture.wait(milliseconds: end == nil ? Self.idleMilliseconds : 2 * CaptureLimits.gatheringMilliseconds)
      let isQuiet = takeRound() == 0
      if capture.isFinished || packetsLeft == 0 || end != nil && isQuiet || saver?.isComplete == true {
        isFinished = true
      }
    }
    finish()
  }

  private static let idleMilliseconds: Int32 = 100
  private static let pauseMilliseconds: Int32 = 1
  private static let countingNanoseconds: Int64 = 500_000_000

  // MARK: Packets

  /// Takes a round of packets and answers how many.
  private mutating func takeRound() -> Int {
    var round = Round(packetsLeft: packetsLeft ?? .max, end: end)
    relay.collect { collector in
      Self.take(&round, from: &capture, &saver, &collector)
    }
    if packetsLeft != nil { packetsLeft = round.packetsLeft }
    if round.isBeyondEnd { isFinished = true }
    save { saver throws(SaveError) in try saver.flush() }
    return round.packets
  }

  private struct Round {
    var packetsLeft: Int
    var end: Timestamp?
    var packets = 0
    var byteCount = 0
    var isBeyondEnd = false
  }

  /// Static, so that the capture, the saver and the relay are changed side by side.
  private static func take(
    _ round: inout Round, from capture: inout LiveCapture, _ saver: inout PacketSaver?,
    _ collector: inout PacketRelay.Collector
  ) {
    guard round.packetsLeft > 0 else { return }
    capture.forEachArrived { record, content in
      if let end = round.end, record.time > end {
        round.isBeyondEnd = true
        return false
      }
      saver?.save(record, content)
      collector.add(record, content)
      round.packets += 1
      round.packetsLeft -= 1
      round.byteCount += content.byteCount
      return round.packetsLeft > 0 && round.packets < CaptureLimits.roundPackets
        && round.byteCount < CaptureLimits.roundByteCount && saver?.isComplete != true
    }
  }

  /// Does something with the saver; when that fails, nothing more is saved, and the capture ends.
  private mutating func save(_ body: (inout PacketSaver) throws(SaveError) -> Void) {
    guard var saver else { return }
    self.saver = nil
    do throws(SaveError) {
      try body(&saver)
      self.saver = saver
    } catch {
      relay.tell { $0.saveFailure = error }
      isFinished = true
    }
  }

  // MARK: Orders and news

  private mutating func obey() {
    let orders = orders.take()
    if orders.isStopping, end == nil { end = .now }
    if orders.isReopening { save { saver throws(SaveError) in try saver.reopen() } }
    for secrets in orders.secrets { save { saver throws(SaveError) in try saver.save(secrets: secrets.bytes) } }
  }

  private mutating func tellCounters() {
    let now = Timestamp.now
    guard now >= nextCount else { return }
    nextCount = Timestamp(nanoseconds: now.nanoseconds + Self.countingNanoseconds)
    let counters = capture.readCounters()
    let failures = capture.failures
    saver?.counters = counters
    relay.tell {
      $0.counters = counters
      $0.failures = failures
    }
  }

  private mutating func finish() {
    nextCount = Timestamp(nanoseconds: 0)
    tellCounters()
    save { saver throws(SaveError) in try saver.finish() }
    relay.tell { $0.isFinished = true }
  }
}

extension Timestamp {
  /// The present moment by the clock that packets are stamped with.
  package static var now: Timestamp {
    var now = timespec()
    // The kernel fills the structure, which outlives the call.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Timestamp(nanoseconds: Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec))
  }
}
