/// An interface that a capture describes.
package struct CaptureInterface: Sendable, Equatable {
  /// Its name on the capturing machine (pcapng if_name), or nil.
  package var name: String?
  /// LINKTYPE number of its packets.
  package var linkType: UInt32
}
