import Bytes
import COpenSSL

extension OSSL_PARAM {
  /// A named text.
  init(_ key: StaticString, _ text: StaticString) {
    // Both live as long as the program, as libcrypto keeps the pointers.
    unsafe self = OSSL_PARAM_construct_utf8_string(
      key.cString, UnsafeMutablePointer(mutating: text.cString), text.utf8CodeUnitCount)
  }

  /// The named bytes of a literal.
  init(_ key: StaticString, octets literal: StaticString) {
    unsafe self.init(key, UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Named bytes, which must live until libcrypto has read them.
  @unsafe init(_ key: StaticString, _ bytes: UnsafeRawBufferPointer) {
    unsafe self = OSSL_PARAM_construct_octet_string(
      key.cString, UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }

  /// A named number, which must live until libcrypto has read it.
  @unsafe init(_ key: StaticString, _ number: UnsafeMutablePointer<Int32>) {
    unsafe self = OSSL_PARAM_construct_int(key.cString, number)
  }

  /// What ends a list of parameters.
  static var end: OSSL_PARAM { unsafe OSSL_PARAM_construct_end() }
}
