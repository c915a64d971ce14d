import Bytes
import Findings

/// One or more captures, read as one: their packets in the order of time.
///
/// Memory is one buffer an input and does not grow with the inputs' length. The packets of one input keep their order
/// in the file, also where their times go backwards.
package struct CaptureSet: ~Copyable {
  /// Of each input, such as "pcap", "pcapng" or "pcap.gz".
  package let formats: [String]

  private let inputs: [CaptureInput]
  private var readers: [CaptureReader]
  private var order: MergeOrder
  /// Whether the packet that is first in the order was given to a body already.
  private var isFirstDelivered = false
  private var filter: PacketFilter?
  private var ledger: CaptureLedger

  /// Opens the inputs and reads each up to its first packet. `filter` is in the language of pcap-filter.
  package init(_ inputs: [CaptureInput], filter: String? = nil) throws(CaptureError) {
    guard !inputs.isEmpty else { throw CaptureError(reason: .noInput) }
    guard inputs.count(where: { $0 == .standardInput }) <= 1 else {
      throw CaptureError(input: CaptureInput.standardInput.name, reason: .repeatedStandardInput)
    }
    let bufferByteCount = max(
      CaptureLimits.smallestBufferByteCount,
      min(CaptureLimits.bufferByteCount, CaptureLimits.allBuffersByteCount / inputs.count))
    var ledger = CaptureLedger()
    var readers: [CaptureReader] = []
    readers.reserveCapacity(inputs.count)
    for input in inputs {
      readers.append(try CaptureReader(input, bufferByteCount: bufferByteCount, ledger: &ledger))
    }
    var order = MergeOrder()
    for input in readers.indices {
      if let time = readers[input].advance(&ledger) { order.insert(time, input: input) }
    }
    var compiledFilter: PacketFilter?
    if let filter {
      compiledFilter = try PacketFilter(filter, linkTypes: ledger.linkTypes)
    }
    formats = readers.map(\.format)
    self.inputs = inputs
    self.readers = readers
    self.order = order
    self.filter = compiledFilter
    self.ledger = ledger
  }

  /// Gives every packet that matches the filter to `body`, until it answers false. A second walk goes on behind the
  /// packet at which the first one stopped.
  ///
  /// - Parameter shouldGoOn: asked before each packet, also before those that the filter passes over.
  package mutating func forEachPacket(
    while shouldGoOn: () -> Bool = { true }, _ body: (_ packet: PacketRecord, _ bytes: RawSpan) -> Bool
  ) {
    while shouldGoOn(), let input = nextInput() {
      guard deliver(input, body) else { return }
    }
  }

  /// LINKTYPE numbers of the interfaces seen so far, in order of appearance.
  package var linkTypes: [UInt32] { ledger.linkTypes }

  /// The interfaces seen so far, by their number; only the first few thousand when there are more.
  package var interfaces: [CaptureInterface] { ledger.interfaces }

  /// The decryption secrets seen so far, as far as they fit into a limit.
  package var secrets: [DecryptionSecrets] { ledger.secrets }

  /// Whether decryption secrets may come that were not seen: only pcapng files hold them.
  package var mayHoldMoreSecrets: Bool {
    !ledger.hasAllSecrets && formats.contains { $0.hasPrefix("pcapng") }
  }

  /// Reads all files once to their end for the secrets that stand behind the packets which need them. Standard input and
  /// pipes cannot be read ahead: with one of them nothing changes.
  package mutating func readSecretsAhead() {
    guard mayHoldMoreSecrets, readers.allSatisfy(\.isRepeatable), var ahead = try? CaptureSet(inputs) else { return }
    ahead.forEachPacket { _, _ in true }
    ledger.takeSecrets(of: ahead.ledger)
  }

  /// What was delivered so far.
  package var counters: CaptureCounters { ledger.counters }

  /// What is wrong with the inputs so far: at most one warning of each cause an input.
  package var warnings: [CaptureWarning] { readers.flatMap(\.warnings.warnings) }

  /// The input of the next packet to deliver; nil at the end of all.
  private mutating func nextInput() -> Int? {
    if isFirstDelivered, let input = order.first {
      if let time = readers[input].advance(&ledger) {
        order.replaceFirst(time)
      } else {
        order.removeFirst()
      }
    }
    isFirstDelivered = true
    return order.first
  }

  /// Gives an input's packet to `body` when it matches the filter; false when `body` wants no more.
  private mutating func deliver(_ input: Int, _ body: (PacketRecord, RawSpan) -> Bool) -> Bool {
    guard matchesFilter(input) else { return true }
    return readers[input].withPacket { packet, bytes in
      ledger.counters.count(packet, byteCount: bytes.byteCount)
      var packet = packet
      packet.number = ledger.counters.packets + ledger.counters.filteredOut
      return body(packet, bytes)
    }
  }

  /// Whether an input's packet matches the filter; counts those that do not.
  private mutating func matchesFilter(_ input: Int) -> Bool {
    guard filter != nil else { return true }
    let (verdict, linkType) = readers[input].withPacket { packet, bytes in
      (
        filter?.verdict(bytes, linkType: packet.linkType, originalByteCount: packet.originalByteCount),
        packet.linkType
      )
    }
    switch verdict {
    case .matches, nil:
      return true
    case .differs:
      break
    case .notApplicable(let reason):
      readers[input].note(.filterNotApplicable(linkType: linkType, reason: reason))
    }
    ledger.counters.filteredOut += 1
    return false
  }
}
