/// A link-layer header type: the LINKTYPE number that a capture file or interface states.
package struct LinkType: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }
}
