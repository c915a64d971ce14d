/// Why content could not be decoded.
package enum ContentProblem: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// A coding that is not known.
  case unknownCoding
  /// More codings one on the other than anybody uses.
  case tooManyCodings
  /// The fields that would name the codings were not captured.
  case unknownHeader
  /// The content is a part of a representation, and the coding is the whole one's (RFC 9110 §14.4).
  case partialRepresentation
  /// Bytes of the content were not captured.
  case missingBytes
  /// The message did not end, and the coded data neither.
  case incompleteMessage
  /// The message ended, and the coded data did not.
  case truncated
  /// Not valid in its coding.
  case corrupt
  /// Does not even begin as its coding does.
  case mislabelled
  /// The dictionary that it was coded with (RFC 9842) is not among what the connection offered.
  case dictionaryMissing
  /// Brotli with a dictionary, which is not undone.
  case dictionaryNotUsable
  /// A window larger than `ContentCodingLimits.zstdWindowLog`.
  case windowTooLarge
  /// More than `ContentCodingLimits` allow for so few coded bytes.
  case expandsTooMuch
  /// Too much memory was in use for all contents that were being decoded.
  case outOfMemory
  /// Nobody wanted it decoded.
  case turnedOff

  /// A sentence for a person.
  package var sentence: StaticString {
    switch self {
    case .unknownCoding: "The content coding is not known."
    case .tooManyCodings: "There are too many content codings one on the other."
    case .unknownHeader: "A header field that may name the content coding was not captured."
    case .partialRepresentation: "The content is only a part of what was coded."
    case .missingBytes: "Bytes of the content are missing from the capture."
    case .incompleteMessage: "The message does not end in the capture."
    case .truncated: "The coded data ends too early."
    case .corrupt: "The coded data is corrupt."
    case .mislabelled: "The content is not in the coding that its header names."
    case .dictionaryMissing: "The content needs a dictionary that its connection did not show."
    case .dictionaryNotUsable: "The content needs a dictionary, with which brotli is not decoded."
    case .windowTooLarge: "The coded data asks for a larger window than is allowed."
    case .expandsTooMuch: "The coded data expands beyond the limits."
    case .outOfMemory: "Too much content was being decoded at once."
    case .turnedOff: "Decoding was turned off."
    }
  }
}
