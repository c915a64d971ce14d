import Bytes
import CPcap
import Findings
import Glibc

/// One interface, open for sniffing. It wraps a handle of libpcap.
///
/// A class only because the handle must be closed once. Two threads never use it at a time: the one that opened it gives it
/// away to the one that captures.
@safe
final class LiveDevice: @unchecked Sendable {
  /// What became of looking for a packet.
  enum Arrival {
    case packet
    /// None has arrived by now.
    case nothing
    /// No more will come, for libpcap's reason.
    case ended(String)
  }

  let name: String
  /// LINKTYPE number of its packets.
  let linkType: UInt32
  /// Becomes readable when packets have arrived.
  let descriptor: Int32
  private let handle: OpaquePointer
  private let nanosecondsOfTick: Int64
  private var totals = LiveCounters()
  /// libpcap's counters when they were last read: they have 32 bits, and begin anew beyond.
  private var lastCounts = pcap_stat()

  /// What `next()` found: valid until the next call.
  private var header: UnsafeMutablePointer<pcap_pkthdr>?
  private var data: UnsafePointer<UInt8>?

  /// Opens an interface; packets are captured from here on.
  init(_ name: String, _ options: LiveOptions) throws(LiveError) {
    guard let handle = unsafe Self.create(name) else { throw LiveError(interface: name, reason: .noSuchInterface) }
    do throws(LiveError.Reason) {
      unsafe Self.configure(handle, options)
      try unsafe Self.activate(handle)
      if let filter = options.filter { try unsafe Self.setFilter(filter, on: handle) }
      try unsafe Self.makeNonblocking(handle)
    } catch {
      unsafe pcap_close(handle)
      throw LiveError(interface: name, reason: error)
    }
    self.name = name
    unsafe self.handle = handle
    linkType = LinkTypeNumbers.linkType(ofDataLink: unsafe pcap_datalink(handle))
    descriptor = unsafe pcap_get_selectable_fd(handle)
    let isPrecise = unsafe pcap_get_tstamp_precision(handle) == PCAP_TSTAMP_PRECISION_NANO
    nanosecondsOfTick = isPrecise ? 1 : 1000
  }

  deinit {
    unsafe pcap_close(handle)
  }

  // MARK: Packets

  /// Looks for the next packet that has arrived; does not wait.
  func next() -> Arrival {
    switch unsafe pcap_next_ex(handle, &header, &data) {
    case 1: .packet
    case 0: .nothing
    // Some devices say so when nothing has arrived.
    case PCAP_ERROR where errno == EAGAIN || errno == EINTR: .nothing
    default: .ended(unsafe Self.errorText(of: handle))
    }
  }

  /// When the packet found last was captured.
  var time: Timestamp {
    // libpcap keeps the header until the next call of `next()`.
    guard let header = unsafe header else { return Timestamp(nanoseconds: 0) }
    let stamp = unsafe header.pointee.ts
    // Seconds of a clock that is set to any year that it can show, below 2^33, keep far from 2^63 nanoseconds.
    let seconds = min(max(Int64(stamp.tv_sec), 0), 1 << 33)
    return Timestamp(nanoseconds: seconds * 1_000_000_000 + Int64(stamp.tv_usec) % 1_000_000_000 * nanosecondsOfTick)
  }

  /// Bytes that the packet found last had on the wire.
  var originalByteCount: Int {
    unsafe header.map { unsafe Int($0.pointee.len) } ?? 0
  }

  /// Lends what was captured of the packet found last.
  func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
    guard let header = unsafe header, let data = unsafe data else { return body(RawSpan()) }
    // libpcap keeps so many bytes until the next call of `next()`, which the closure cannot make.
    let bytes = unsafe RawSpan(_unsafeStart: data, byteCount: Int(header.pointee.caplen))
    return body(bytes)
  }

  /// What became of the packets until now.
  func readCounters() -> LiveCounters {
    var counts = pcap_stat()
    if unsafe pcap_stats(handle, &counts) == 0 {
      // Differences modulo 2^32: nobody waits for so many packets.
      totals.received += Int(counts.ps_recv &- lastCounts.ps_recv)
      totals.droppedByKernel += Int(counts.ps_drop &- lastCounts.ps_drop)
      totals.droppedByInterface += Int(counts.ps_ifdrop &- lastCounts.ps_ifdrop)
      lastCounts = counts
    }
    return totals
  }

  // MARK: Opening

  private static func create(_ name: String) -> OpaquePointer? {
    unsafe withErrorBuffer { unsafe pcap_create(name, $0) }.value
  }

  /// Options that the interface does not know are passed over: libpcap says so, and goes on with what there is.
  private static func configure(_ handle: OpaquePointer, _ options: LiveOptions) {
    unsafe pcap_set_snaplen(handle, Int32(clamping: options.snapLength))
    unsafe pcap_set_promisc(handle, options.isPromiscuous ? 1 : 0)
    unsafe pcap_set_immediate_mode(handle, options.isImmediate ? 1 : 0)
    unsafe pcap_set_timeout(handle, CaptureLimits.gatheringMilliseconds)
    unsafe pcap_set_buffer_size(handle, Int32(clamping: options.ringByteCount))
    unsafe pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO)
  }

  private static func activate(_ handle: OpaquePointer) throws(LiveError.Reason) {
    let status = unsafe pcap_activate(handle)
    guard status < 0 else { return }
    switch status {
    case PCAP_ERROR_NO_SUCH_DEVICE: throw .noSuchInterface
    case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED: throw .notPermitted
    case PCAP_ERROR_IFACE_NOT_UP: throw .notUp
    case PCAP_ERROR: throw .failed(unsafe errorText(of: handle))
    default: throw .failed(unsafe String(cString: pcap_statustostr(status)))
    }
  }

  private static func setFilter(_ filter: String, on handle: OpaquePointer) throws(LiveError.Reason) {
    var program = unsafe bpf_program()
    guard unsafe pcap_compile(handle, &program, filter, 1, PCAP_NETMASK_UNKNOWN) == 0 else {
      throw unsafe .badFilter(filter, reason: errorText(of: handle))
    }
    // The handle takes a copy.
    defer { unsafe pcap_freecode(&program) }
    guard unsafe pcap_setfilter(handle, &program) == 0 else { throw .failed(unsafe errorText(of: handle)) }
  }

  private static func makeNonblocking(_ handle: OpaquePointer) throws(LiveError.Reason) {
    let (status, reason) = unsafe withErrorBuffer { unsafe pcap_setnonblock(handle, 1, $0) }
    guard status == 0, unsafe pcap_get_selectable_fd(handle) >= 0 else { throw .failed(reason) }
  }

  private static func errorText(of handle: OpaquePointer) -> String {
    // The text is copied before another call replaces it.
    unsafe pcap_geterr(handle).map { unsafe String(cString: $0) } ?? "libpcap does not say why"
  }
}

/// Calls a function of libpcap that may leave words in a buffer.
func withErrorBuffer<Value>(_ call: (UnsafeMutablePointer<CChar>) -> Value) -> (value: Value, text: String) {
  // As long as libpcap asks for.
  var text = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
  let value = unsafe call(&text)
  return (value, String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
}
