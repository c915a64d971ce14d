/// What a block of a pcapng file is (draft-ietf-opsawg-pcapng §10.1).
struct PcapngBlockType: RawRepresentable, Equatable {
  let rawValue: UInt32

  /// Starts a section; reads the same in both byte orders.
  static let sectionHeader = PcapngBlockType(rawValue: 0x0A0D_0D0A)
  static let interfaceDescription = PcapngBlockType(rawValue: 1)
  /// Obsolete, but found in old files.
  static let packet = PcapngBlockType(rawValue: 2)
  static let simplePacket = PcapngBlockType(rawValue: 3)
  static let nameResolution = PcapngBlockType(rawValue: 4)
  static let interfaceStatistics = PcapngBlockType(rawValue: 5)
  static let enhancedPacket = PcapngBlockType(rawValue: 6)
  static let decryptionSecrets = PcapngBlockType(rawValue: 0x0A)
  static let custom = PcapngBlockType(rawValue: 0x0BAD)
  static let uncopiedCustom = PcapngBlockType(rawValue: 0x4000_0BAD)
  static let darwinProcess = PcapngBlockType(rawValue: 0x8000_0001)

  /// The fewest bytes of such a block, both lengths included.
  var minimumByteCount: Int {
    switch self {
    case .sectionHeader: 28
    case .interfaceDescription: 20
    case .packet, .enhancedPacket: 32
    case .simplePacket: 16
    case .interfaceStatistics: 24
    case .decryptionSecrets: 20
    default: 12
    }
  }

  /// The most bytes of such a block that are held in memory.
  var maximumHeldByteCount: Int {
    switch self {
    case .packet, .simplePacket, .enhancedPacket:
      CaptureLimits.packetByteCount + CaptureLimits.packetOptionsByteCount
    case .decryptionSecrets: CaptureLimits.secretsByteCount
    default: CaptureLimits.metadataBlockByteCount
    }
  }

  /// Whether it is one of the above: a block after damage must be, to be believed.
  var isKnown: Bool {
    switch self {
    case .sectionHeader, .interfaceDescription, .packet, .simplePacket, .nameResolution, .interfaceStatistics,
      .enhancedPacket, .decryptionSecrets, .custom, .uncopiedCustom, .darwinProcess:
      true
    default: false
    }
  }
}
