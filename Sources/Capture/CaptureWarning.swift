/// Something that is wrong with an input, beside which the rest was used. An input has at most one of each cause.
package struct CaptureWarning: Sendable, Equatable {
  /// What is wrong.
  package enum Cause: Sendable, Equatable {
    /// The operating system could not read on, for the reason it gives.
    case readFailed(String)
    /// The compressed data is damaged, in the words of the library that decompresses it.
    case damagedCompression(String, reason: String)
    /// The compressed data ends early.
    case truncatedCompression(String)
    /// The file ends inside a record or block.
    case truncated
    /// A damage after which nothing could be read.
    case stoppedAtDamage
    /// Damage after which reading went on; counted in bytes.
    case passedOverDamage
    /// Packets longer than the snapshot length; counted in packets.
    case packetsBeyondSnapLength
    /// Packets longer than they were on the wire; counted in packets.
    case packetsBeyondOriginalLength
    /// Packets of an interface that is not described; counted in packets.
    case packetsWithoutInterface
    /// More interfaces than are remembered; counted in interfaces.
    case tooManyInterfaces
    /// More secrets than are remembered; counted in blocks.
    case tooManySecrets
    /// Packets of a link type on which the filter has no meaning, in libpcap's words; counted in packets.
    case filterNotApplicable(linkType: UInt32, reason: String)
  }

  /// The input's name.
  package var input: String
  /// Where it was met first, counted in the capture's bytes after decompression.
  package var byteOffset: Int
  package var cause: Cause
  /// How often, in the unit that the cause names.
  package var count: Int

  /// One sentence for a person.
  package var message: String {
    switch cause {
    case .readFailed(let reason):
      "\(input) could not be read beyond byte \(byteOffset) (\(reason)): everything before it was used."
    case .damagedCompression(let format, let reason):
      "\(input) is damaged \(format) data (\(reason)): the first \(byteOffset) bytes of its content were used."
    case .truncatedCompression(let format):
      "\(input) is \(format) data that ends early: the first \(byteOffset) bytes of its content were used."
    case .truncated:
      "\(input) ends inside the record at byte \(byteOffset): everything before it was used."
    case .stoppedAtDamage:
      "\(input) is damaged at byte \(byteOffset) and cannot be read beyond it: everything before it was used."
    case .passedOverDamage:
      "\(input) is damaged at byte \(byteOffset): \(count) bytes were passed over to find the next readable record."
    case .packetsBeyondSnapLength:
      "\(input) has \(counted("packet")) longer than its own snapshot length, first at byte \(byteOffset); used as captured."
    case .packetsBeyondOriginalLength:
      "\(input) has \(counted("packet")) with more bytes captured than sent, first at byte \(byteOffset); used as captured."
    case .packetsWithoutInterface:
      "\(input) has \(counted("packet")) of an interface that it does not describe, first at byte \(byteOffset); not used."
    case .tooManyInterfaces:
      """
      \(input) describes \(counted("interface")) more than the \(CaptureLimits.interfacesPerSection) that a section may \
      have, first at byte \(byteOffset); their packets are not used.
      """
    case .tooManySecrets:
      """
      \(input) carries more decryption secrets than the \(CaptureLimits.secretsByteCount) bytes that are kept: \
      \(counted("block")) from byte \(byteOffset) on not used.
      """
    case .filterNotApplicable(let linkType, let reason):
      "\(input) has \(counted("packet")) of link type \(linkType), to which the filter cannot apply (\(reason)); not used."
    }
  }

  private func counted(_ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}

/// The warnings of one input, one a cause.
struct WarningList {
  private(set) var warnings: [CaptureWarning] = []
  let input: String

  init(input: String) {
    self.input = input
  }

  /// Adds to the warning of a cause; the first one says where.
  mutating func note(_ cause: CaptureWarning.Cause, at byteOffset: Int, count: Int = 1) {
    // There are a dozen causes: a search costs less than a table.
    if let index = warnings.firstIndex(where: { $0.cause == cause }) {
      warnings[index].count += count
    } else {
      warnings.append(CaptureWarning(input: input, byteOffset: byteOffset, cause: cause, count: count))
    }
  }
}
