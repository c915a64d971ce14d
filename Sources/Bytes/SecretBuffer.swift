import Glibc

/// Memory for what may be secret: wiped before it is freed, and never copied elsewhere unseen.
///
/// It does not grow by itself: `reserve` gives larger memory and wipes what was left. One thread at a time uses it: whoever
/// hands it to another one keeps no reference.
@safe
package final class SecretBuffer: @unchecked Sendable {
  private var storage: UnsafeMutableRawBufferPointer
  /// How many bytes are filled; `0 <= count <= capacity`.
  package private(set) var count = 0

  package init(capacity: Int) {
    unsafe storage = .allocate(byteCount: capacity, alignment: 8)
  }

  /// A copy of bytes.
  package convenience init(_ bytes: RawSpan) {
    self.init(capacity: bytes.byteCount)
    append(bytes)
  }

  deinit {
    free()
  }

  /// Explicit, so that no compiler leaves it out because the memory is not read again.
  private func free() {
    if let base = unsafe storage.baseAddress { unsafe explicit_bzero(base, capacity) }
    unsafe storage.deallocate()
  }

  package var capacity: Int { unsafe storage.count }

  /// The filled bytes.
  package var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // The storage lives as long as the object, or until `reserve`, which nobody calls while he reads.
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: storage.baseAddress, count: count))
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Makes room for so many bytes more. What lay in smaller memory is moved, and wiped there.
  package func reserve(_ byteCount: Int) {
    guard byteCount > capacity - count else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(count + byteCount, 2 * capacity), alignment: 8)
    unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<count]))
    free()
    unsafe storage = larger
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
  package func append(hexadecimal digits: RawSpan) -> Bool {
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

  /// Appends the hexadecimal digits of bytes, in lower case; false, and none, when there is no room for all.
  @discardableResult
  package func append(digitsOf bytes: RawSpan) -> Bool {
    guard 2 * bytes.byteCount <= capacity - count else { return false }
    for index in 0..<bytes.byteCount {
      unsafe storage[count + 2 * index] = Hexadecimal.digit(bytes.byte(at: index) >> 4)
      unsafe storage[count + 2 * index + 1] = Hexadecimal.digit(bytes.byte(at: index) & 0xF)
    }
    count += 2 * bytes.byteCount
    return true
  }

  /// Lets a closure write behind what is filled; it answers how many bytes, and so does this.
  @unsafe
  @discardableResult
  package func append(_ body: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
    let room = unsafe UnsafeMutableRawBufferPointer(rebasing: storage[count...])
    let written = min(max(0, unsafe body(room)), room.count)
    count += written
    return written
  }

  /// Lets a closure write from the front over what was there; it answers how many bytes, and so does this.
  @unsafe
  @discardableResult
  package func fill(_ body: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
    count = 0
    return unsafe append(body)
  }

  /// Overwrites a filled byte. `0 <= offset < count`.
  package func set(_ byte: UInt8, at offset: Int) {
    precondition(offset >= 0 && offset < count)
    unsafe storage[offset] = byte
  }

  /// Moves what follows the first bytes to the front; what lies behind it then is wiped in the end, or written over before.
  /// `0 <= byteCount <= count`.
  package func removeFirst(_ byteCount: Int) {
    let rest = count - byteCount
    precondition(byteCount >= 0 && rest >= 0)
    guard let base = unsafe storage.baseAddress else { return }
    // `memmove` allows the overlap.
    unsafe memmove(base, base + byteCount, rest)
    count = rest
  }

  /// Wipes all bytes.
  package func removeAll() {
    if let base = unsafe storage.baseAddress { unsafe explicit_bzero(base, count) }
    count = 0
  }
}
