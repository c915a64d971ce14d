/// What a receiver said about a message's content when it was asked (`HTTPReceiver.openContent`).
package struct ContentHandle: RawRepresentable, Equatable, Sendable, BitwiseCopyable {
  /// Where the receiver keeps what it makes of the content; negative when it takes none.
  package var rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Nobody asked yet: there was no content so far.
  package static let unasked = ContentHandle(rawValue: -1)
  /// The content is not wanted.
  package static let unwanted = ContentHandle(rawValue: -2)

  /// Whether content is to be handed on.
  @inlinable
  package var isOpen: Bool { rawValue >= 0 }
}
