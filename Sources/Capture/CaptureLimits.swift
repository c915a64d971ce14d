/// What a capture may cost, whatever it says of itself.
package enum CaptureLimits {
  /// Bytes read at a time from one input: large enough that system calls do not count, small enough for the cache.
  static let bufferByteCount = 512 * 1024
  /// Memory for the buffers of all inputs together; they become smaller when there are many.
  static let allBuffersByteCount = 64 * 1024 * 1024
  /// The smallest buffer of one of many inputs: a few packets.
  static let smallestBufferByteCount = 8 * 1024
  /// How often a read that failed in a way that may pass is tried again, and the first pause; each next one is twice as long,
  /// so that a network file system has 1.5 s to come back.
  static let readRetries = 4
  static let firstRetryMilliseconds: Int32 = 100
  /// Bytes of one packet: libpcap's greatest snapshot length, which it grants to USB and D-Bus.
  static let packetByteCount = 128 * 1024 * 1024
  /// Bytes of one packet in a pcap file whose snapshot length is smaller: libpcap's greatest snapshot length of a network.
  static let pcapPacketByteCount = 256 * 1024
  /// Bytes of a pcapng packet block beside its packet: its options, such as comments.
  static let packetOptionsByteCount = 1024 * 1024
  /// Bytes of a pcapng block without a packet that is held whole to look inside; a longer one is passed over unread.
  static let metadataBlockByteCount = 1024 * 1024
  /// Interfaces of one section of a pcapng file: 24 bytes each.
  static let interfacesPerSection = 1 << 20
  /// Interfaces that are remembered with their names, for a person to read.
  static let describedInterfaces = 4_096
  /// Bytes of an interface's name that are kept: Linux names have at most 15, Windows names about 60.
  static let interfaceNameByteCount = 128
  /// Bytes of decryption secrets that are kept from all inputs: some 300,000 TLS sessions.
  static let secretsByteCount = 64 * 1024 * 1024
  /// What a block of secrets costs beside its bytes, so that a flood of empty blocks is bounded too.
  static let secretsOverheadByteCount = 64
  /// Bytes of a block of secrets that is written: Wireshark reads none beyond 16 MiB.
  static let writtenSecretsByteCount = 1024 * 1024

  /// Bytes searched for the next readable record after damage: more than two of the largest usual records.
  static let resynchronisationByteCount = 4 * 1024 * 1024
  /// Bytes of a record that may prove the end of a damage; smaller than the limits above, so that the search stays cheap.
  static let plausibleRecordByteCount = 256 * 1024
  /// Seconds by which a packet after damage in a pcap file may lie outside the time of the packets before: a day.
  static let plausibleSecondsOutside = 86_400
  /// Records that must follow one another to prove the end of a damage in a pcap file, which marks nothing.
  static let plausibleRecordChain = 4

  /// log2 of the largest window that a zstd frame may ask for: 128 MiB, what `zstd --long` uses.
  static let zstdWindowLog: Int32 = 27
  /// Memory that an xz stream may ask for: `xz -9` needs 65 MiB.
  static let xzMemoryByteCount: UInt64 = 192 * 1024 * 1024
  /// Bytes of compressed data read at a time.
  static let compressedBufferByteCount = 128 * 1024

  /// Bytes of a packet that are captured from an interface: libpcap's greatest, so that no packet is cut.
  package static let liveSnapLength = 262_144
  /// Memory of one interface's ring in the kernel: a tenth of a second at a gigabyte a second, half a second of most lines.
  package static let ringByteCount = 64 * 1024 * 1024
  /// Milliseconds for which the kernel gathers packets before it hands them over: a person does not notice them.
  static let gatheringMilliseconds: Int32 = 50
  /// Bytes of captured packets that may wait for the analysis, once; the same again is being analysed.
  package static let waitingByteCount = 64 * 1024 * 1024
  /// Storage of waiting packets that is kept when they have become few.
  static let keptWaitingByteCount = 4 * 1024 * 1024
  /// Packets, and their bytes, that are taken from the interfaces before they are saved and handed on.
  static let roundPackets = 512
  static let roundByteCount = 1024 * 1024
}
