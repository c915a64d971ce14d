import Bytes

/// What all inputs of a set add to while they are read: everything that is not a packet.
struct CaptureLedger {
  var counters = CaptureCounters()
  /// LINKTYPE numbers in order of appearance, each once.
  private(set) var linkTypes: [UInt32] = []
  /// The first interfaces; their number over the set is their index.
  private(set) var interfaces: [CaptureInterface] = []
  /// How many interfaces there are over all inputs, also those not in `interfaces`.
  private(set) var interfaceCount = 0
  private(set) var secrets: [DecryptionSecrets] = []

  private var knownLinkTypes: Set<UInt32> = []
  private var secretsCost = 0
  /// Whether all secrets were read ahead of the packets, so that those met on the way are known.
  private(set) var hasAllSecrets = false

  /// Adds an interface and answers its number over the set.
  mutating func addInterface(linkType: UInt32, name: String?) -> Int {
    if knownLinkTypes.insert(linkType).inserted {
      linkTypes.append(linkType)
    }
    if interfaces.count < CaptureLimits.describedInterfaces {
      interfaces.append(CaptureInterface(name: name, linkType: linkType))
    }
    defer { interfaceCount += 1 }
    return interfaceCount
  }

  /// Keeps secrets; false when there is no more room for them.
  mutating func addSecrets(type: DecryptionSecrets.Kind, bytes: RawSpan) -> Bool {
    guard !hasAllSecrets else { return true }
    let cost = bytes.byteCount + CaptureLimits.secretsOverheadByteCount
    guard secretsCost + cost <= CaptureLimits.secretsByteCount else { return false }
    secretsCost += cost
    secrets.append(DecryptionSecrets(type: type, content: SecretBuffer(bytes)))
    return true
  }

  /// Takes over what another walk through the same inputs found, once and for all.
  mutating func takeSecrets(of complete: CaptureLedger) {
    secrets = complete.secrets
    hasAllSecrets = true
  }
}
