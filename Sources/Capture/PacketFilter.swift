import Bytes
import CPcap

/// A filter in the language of libpcap (pcap-filter), compiled once for every link type that it meets.
struct PacketFilter {
  /// What the filter says of a packet.
  enum Verdict {
    case matches
    case differs
    /// The filter has no meaning for the packet's link type, for libpcap's reason.
    case notApplicable(String)
  }

  private enum Compiled {
    case program(FilterProgram)
    case failed(String)
  }

  private let text: String
  private var programs: [UInt32: Compiled] = [:]
  // The link type used last, so that the usual packet needs no search.
  private var lastLinkType: UInt32?
  private var lastProgram: FilterProgram?

  /// Compiles the filter for some link types, and throws when it has no meaning for any of them; without link types,
  /// for Ethernet.
  init(_ text: String, linkTypes: [UInt32]) throws(CaptureError) {
    self.text = text
    let ethernet: UInt32 = 1
    var firstFailure: String?
    var isMeaningful = false
    for linkType in linkTypes.isEmpty ? [ethernet] : linkTypes {
      switch compile(for: linkType) {
      case .program: isMeaningful = true
      case .failed(let reason): firstFailure = firstFailure ?? reason
      }
    }
    if !isMeaningful, let firstFailure {
      throw CaptureError(reason: .badFilter(text, reason: firstFailure))
    }
  }

  /// Judges a packet.
  mutating func verdict(_ bytes: RawSpan, linkType: UInt32, originalByteCount: Int) -> Verdict {
    if linkType == lastLinkType, let lastProgram {
      return lastProgram.matches(bytes, originalByteCount: originalByteCount) ? .matches : .differs
    }
    switch programs[linkType] ?? compile(for: linkType) {
    case .program(let program):
      lastLinkType = linkType
      lastProgram = program
      return program.matches(bytes, originalByteCount: originalByteCount) ? .matches : .differs
    case .failed(let reason):
      return .notApplicable(reason)
    }
  }

  private mutating func compile(for linkType: UInt32) -> Compiled {
    let compiled: Compiled
    do throws(FilterProgram.Failure) {
      compiled = .program(try FilterProgram(text, linkType: linkType))
    } catch {
      compiled = .failed(error.reason)
    }
    programs[linkType] = compiled
    return compiled
  }
}

/// A filter compiled for one link type.
@safe
private final class FilterProgram {
  struct Failure: Error {
    var reason: String
  }

  private let program: UnsafeMutablePointer<bpf_program>

  init(_ text: String, linkType: UInt32) throws(Failure) {
    let snapLength: Int32 = 262_144
    guard let handle = unsafe pcap_open_dead(LinkTypeNumbers.dataLink(ofLinkType: linkType), snapLength) else {
      throw Failure(reason: "there is no memory for it")
    }
    defer { unsafe pcap_close(handle) }
    unsafe program = .allocate(capacity: 1)
    unsafe program.initialize(to: bpf_program())
    guard unsafe pcap_compile(handle, program, text, 1, PCAP_NETMASK_UNKNOWN) == 0 else {
      // The text is copied before the handle that owns it is closed.
      let reason = unsafe pcap_geterr(handle).map { unsafe String(cString: $0) }
      throw Failure(reason: reason ?? "libpcap does not say why")
    }
  }

  deinit {
    unsafe pcap_freecode(program)
    unsafe program.deallocate()
  }

  func matches(_ bytes: RawSpan, originalByteCount: Int) -> Bool {
    var header = pcap_pkthdr()
    header.caplen = UInt32(clamping: bytes.byteCount)
    header.len = UInt32(clamping: originalByteCount)
    // libpcap reads at most `caplen` bytes of the packet.
    return unsafe bytes.withUnsafeBytes { buffer in
      var none: UInt8 = 0
      return unsafe withUnsafePointer(to: &none) { nowhere in
        let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? nowhere
        return unsafe pcap_offline_filter(program, &header, base) != 0
      }
    }
  }
}
