import Bytes
import COpenSSL

/// Key material: wiped when the last reference to it goes, and without a description.
@safe
package final class Secret {
  private let storage: UnsafeMutableRawBufferPointer
  /// Where it came from.
  package let origin: KeyOrigin

  /// A copy of bytes.
  package init(_ bytes: RawSpan, origin: KeyOrigin) {
    self.origin = origin
    unsafe storage = .allocate(byteCount: bytes.byteCount, alignment: 8)
    // The storage is as long as the bytes.
    unsafe bytes.withUnsafeBytes { unsafe storage.copyMemory(from: $0) }
  }

  /// `count` bytes that a closure writes; nil when it answers false.
  init?(byteCount: Int, origin: KeyOrigin, filledBy fill: (UnsafeMutableRawBufferPointer) -> Bool) {
    self.origin = origin
    unsafe storage = .allocate(byteCount: max(0, byteCount), alignment: 8)
    unsafe storage.initializeMemory(as: UInt8.self, repeating: 0)
    guard unsafe fill(storage) else { return nil }  // The deinitialiser runs, and wipes.
  }

  deinit {
    unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
    unsafe storage.deallocate()
  }

  package var byteCount: Int { unsafe storage.count }

  /// The bytes, while the secret lives.
  package var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // The storage lives as long as the object, and is never written again.
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(storage))
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// A part of it as a secret of its own. `range.end <= byteCount`.
  func part(_ range: ByteRange) -> Secret {
    Secret(bytes.extracting(range), origin: origin)
  }
}

extension Secret: CustomReflectable {
  /// Nothing: a debugger's or a test's dump shows no key.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
