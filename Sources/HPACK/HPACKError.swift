/// What is wrong with a field block. A receiver must treat each as a connection error of type COMPRESSION_ERROR (RFC 9113
/// §4.3), except a section that is too large.
package enum HPACKError: Error, Equatable, Sendable {
  /// Index 0 in an indexed field line.
  case indexZero
  /// An index beyond both tables.
  case indexOutOfRange(Int)
  /// An integer beyond 2^32 - 1, or spelled with more octets than such a one needs.
  case integerTooLarge
  /// The block ends inside a representation.
  case truncated
  /// A Huffman-coded string contains the code of EOS.
  case huffmanEOS
  /// A Huffman-coded string ends with more than 7 bits of padding, or with bits that are not ones.
  case huffmanPadding
  /// A dynamic table size update after a field line.
  case sizeUpdateAfterField
  /// A dynamic table size update beyond what the decoder's side allows.
  case sizeUpdateTooLarge(Int, allowed: Int)
  /// The decoder's side lowered the limit, and the next block does not begin with the update that this calls for.
  case sizeUpdateMissing(inUse: Int, allowed: Int)
  /// More than two dynamic table size updates in one block.
  case tooManySizeUpdates(Int)
  /// The section is larger than wireprism keeps (`HPACKLimits.listByteCount`): names, values and 32 bytes a line.
  case headerListTooLarge(byteCount: Int)

  /// Whether the rest of the block could not be decoded, nor the insertions in it: older entries are forgotten then.
  package var endsBlock: Bool {
    switch self {
    case .indexZero, .indexOutOfRange, .integerTooLarge, .truncated, .huffmanEOS, .huffmanPadding: true
    case .sizeUpdateAfterField, .sizeUpdateTooLarge, .sizeUpdateMissing, .tooManySizeUpdates, .headerListTooLarge: false
    }
  }

  /// What is wrong, as a clause for a sentence.
  package var reason: String {
    switch self {
    case .indexZero: "it uses index 0"
    case .indexOutOfRange(let index): "its index \(index) is beyond the static and dynamic table"
    case .integerTooLarge: "it contains an integer beyond \(HPACKLimits.integer)"
    case .truncated: "it ends inside a field line"
    case .huffmanEOS: "a Huffman-coded string contains EOS"
    case .huffmanPadding: "a Huffman-coded string ends with wrong padding"
    case .sizeUpdateAfterField: "a dynamic table size update follows a field line"
    case .sizeUpdateTooLarge(let count, let allowed):
      "it sets the dynamic table to \(count) bytes where \(allowed) are allowed"
    case .sizeUpdateMissing(let inUse, let allowed):
      "it does not begin with a dynamic table size update, although \(inUse) bytes are in use and \(allowed) allowed"
    case .tooManySizeUpdates(let count): "it contains \(count) dynamic table size updates"
    case .headerListTooLarge(let count):
      "its field lines come to \(count) bytes, more than the \(HPACKLimits.listByteCount) kept"
    }
  }

  /// The section that says so.
  package var reference: String {
    switch self {
    case .indexZero: "RFC 7541 §6.1"
    case .indexOutOfRange: "RFC 7541 §2.3.3"
    case .integerTooLarge: "RFC 7541 §5.1"
    case .truncated: "RFC 7541 §5"
    case .huffmanEOS, .huffmanPadding: "RFC 7541 §5.2"
    case .sizeUpdateAfterField, .sizeUpdateMissing, .tooManySizeUpdates: "RFC 7541 §4.2"
    case .sizeUpdateTooLarge: "RFC 7541 §6.3"
    case .headerListTooLarge: "RFC 9113 §10.5.1"
    }
  }
}
