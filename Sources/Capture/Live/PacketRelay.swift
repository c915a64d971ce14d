import Bytes
import Glibc
import Synchronization

/// Hands packets from the thread that captures to the one that analyses. Neither waits for the other.
final class PacketRelay: Sendable {
  private struct State: Sendable {
    var waiting = PacketBatch()
    var news = LiveNews()
  }

  private let state = Mutex(State())
  private let capacity: Int
  /// A pipe through which the analysing thread is woken.
  private let wakeEnd: Int32
  private let sleepEnd: Int32

  /// - Parameter capacity: bytes of packets that may wait.
  init(capacity: Int) {
    self.capacity = capacity
    var ends: [Int32] = [-1, -1]
    // The array has room for the two descriptors. Without a pipe nobody is woken early, and packets wait for the time-out.
    if unsafe pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
    }
    (sleepEnd, wakeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(sleepEnd)
    close(wakeEnd)
  }

  // MARK: The capturing thread

  /// Whether there is room for another round of packets.
  var hasRoom: Bool {
    state.withLock { $0.waiting.byteCount < capacity }
  }

  /// Lends what collects packets to `body`.
  func collect(_ body: (inout Collector) -> Void) {
    let wasEmpty = state.withLock { state in
      let wasEmpty = state.waiting.isEmpty
      var collector = Collector(capacity: capacity)
      swap(&collector.batch, &state.waiting)
      body(&collector)
      swap(&collector.batch, &state.waiting)
      state.news.unanalysedPackets += collector.refused
      return wasEmpty && !state.waiting.isEmpty
    }
    if wasEmpty { wake() }
  }

  /// Takes packets as long as there is room.
  struct Collector {
    fileprivate var batch = PacketBatch()
    fileprivate let capacity: Int
    fileprivate var refused = 0

    mutating func add(_ record: PacketRecord, _ content: RawSpan) {
      guard batch.byteCount < capacity else {
        refused += 1
        return
      }
      batch.append(record, content)
    }
  }

  /// Changes what is told.
  func tell(_ change: (inout LiveNews) -> Void) {
    let isUrgent = state.withLock { state in
      change(&state.news)
      return state.news.isFinished || state.news.saveFailure != nil
    }
    if isUrgent { wake() }
  }

  private func wake() {
    var signal: UInt8 = 0
    // One byte is read during the call. A full pipe wakes all the same.
    _ = unsafe write(wakeEnd, &signal, 1)
  }

  // MARK: The analysing thread

  /// Packets that wait now.
  var waitingPacketCount: Int { state.withLock { $0.waiting.count } }

  /// Waits for packets, a signal or the end of the time; then puts what waits into an empty batch, and tells the news.
  func take(into batch: inout PacketBatch, milliseconds: Int32) -> LiveNews {
    var polled = pollfd(fd: sleepEnd, events: Int16(POLLIN), revents: 0)
    // The kernel writes into the structure and the array only, and only during the calls.
    if unsafe poll(&polled, 1, milliseconds) > 0 {
      var signals = [UInt8](repeating: 0, count: 64)
      _ = unsafe read(sleepEnd, &signals, signals.count)
    }
    return state.withLock { state in
      swap(&batch, &state.waiting)
      return state.news
    }
  }
}
