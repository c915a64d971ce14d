import Bytes
import COpenSSL

/// Memory for secrets that grow: of a fixed size, so that it is never copied elsewhere, and wiped before it is freed.
@safe
package final class SecretBuffer {
  private let storage: UnsafeMutableRawBufferPointer
  /// How many bytes are filled; `0 <= count <= capacity`.
  package private(set) var count = 0

  package init(capacity: Int) {
    unsafe storage = .allocate(byteCount: capacity, alignment: 8)
  }

  deinit {
    unsafe OPENSSL_cleanse(storage.baseAddress, capacity)
    unsafe storage.deallocate()
  }

  var capacity: Int { unsafe storage.count }

  /// The filled bytes.
  package var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // The storage lives as long as the object.
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: storage.baseAddress, count: count))
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Appends bytes; false, and none, when there is no room for all.
  @discardableResult
  package func append(_ bytes: RawSpan) -> Bool {
    guard bytes.byteCount <= capacity - count else { return false }
    // The room was checked.
    unsafe bytes.withUnsafeBytes { source in
      unsafe UnsafeMutableRawBufferPointer(rebasing: storage[count...]).copyMemory(from: source)
    }
    count += bytes.byteCount
    return true
  }

  /// Appends the bytes of hexadecimal digits; false, and none, when a digit is missing or is none, or without room.
  func append(hexadecimal digits: RawSpan) -> Bool {
    let byteCount = digits.byteCount / 2
    guard digits.byteCount % 2 == 0, byteCount <= capacity - count else { return false }
    var index = 0
    while index + 4 <= byteCount {
      guard let four = Hexadecimal.decode(digits.uint64(at: 2 * index)) else { return false }
      // `index + 4 <= byteCount`, for which there is room.
      unsafe storage.storeBytes(of: four.bigEndian, toByteOffset: count + index, as: UInt32.self)
      index += 4
    }
    while index < byteCount {
      guard let high = ASCII.hexadecimalValue(digits.byte(at: 2 * index)),
        let low = ASCII.hexadecimalValue(digits.byte(at: 2 * index + 1))
      else { return false }
      unsafe storage[count + index] = high << 4 | low
      index += 1
    }
    count += byteCount
    return true
  }

  /// Lets a closure write from the front; it answers how many bytes, and so does this.
  @unsafe
  package func fill(_ body: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
    count = min(max(0, unsafe body(storage)), capacity)
    return count
  }

  /// Overwrites a filled byte. `0 <= offset < count`.
  func set(_ byte: UInt8, at offset: Int) {
    precondition(offset >= 0 && offset < count)
    unsafe storage[offset] = byte
  }

  /// Wipes all bytes.
  func removeAll() {
    unsafe OPENSSL_cleanse(storage.baseAddress, count)
    count = 0
  }
}
