import Bytes

/// The extensions of a message in their order (RFC 8446 §4.2).
///
///     ExtensionType (16), opaque extension_data<0..2^16-1>
package struct ExtensionList: Equatable, Sendable {
  /// One extension: its type, and where its content lies in the message.
  package struct Element: Equatable, Sendable, BitwiseCopyable {
    package var type: ExtensionType
    package var content: ByteRange
  }

  /// Bounded by the 65,535 bytes of the list.
  package private(set) var elements: [Element] = []

  /// No extensions.
  package init() {}

  /// Reads `Extension extensions<0..2^16-1>`; nil when it does not end where its length says.
  init?(_ reader: inout ByteReader) {
    guard let range = reader.readVector16() else { return nil }
    var list = ByteReader(range, of: reader.bytes)
    while !list.isAtEnd {
      guard let type = list.readUInt16(), let content = list.readVector16() else { return nil }
      elements.append(Element(type: ExtensionType(rawValue: type), content: content))
    }
  }

  /// Whether an extension is there.
  package func contains(_ type: ExtensionType) -> Bool {
    content(type) != nil
  }

  /// Where the content of the first extension of a type lies in the message.
  package func content(_ type: ExtensionType) -> ByteRange? {
    elements.first { $0.type == type }?.content
  }
}
