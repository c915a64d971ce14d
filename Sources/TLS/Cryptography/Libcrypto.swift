import Bytes
import COpenSSL

/// The library context of the program's own: no configuration file of the machine has a say in it.
enum Libcrypto {
  /// Made once and kept until the program ends. Libcrypto guards it against use by several threads.
  nonisolated(unsafe) static let context: OpaquePointer? = {
    // It wipes keys itself, but not the copies that it makes while it reads a private key's file. It refuses when it has allocated
    // already, which nobody else makes it do.
    unsafe CRYPTO_set_mem_functions(
      { byteCount, _, _ in unsafe WipingMemory.allocate(byteCount) },
      { memory, byteCount, _, _ in unsafe WipingMemory.reallocate(memory, byteCount) },
      { memory, _, _ in unsafe WipingMemory.free(memory) })
    guard let context = unsafe OSSL_LIB_CTX_new() else { return nil }
    unsafe OSSL_PROVIDER_load(context, "default")
    return unsafe context
  }()

  /// Adds the provider of old ciphers, where the machine has it; done once.
  private static let hasLegacyProvider = unsafe OSSL_PROVIDER_load(context, "legacy") != nil

  /// A cipher by its name, to be freed by the caller; nil when no provider has it.
  static func cipher(named name: StaticString) -> OpaquePointer? {
    if let cipher = unsafe EVP_CIPHER_fetch(context, name.cString, nil) { return unsafe cipher }
    guard hasLegacyProvider else { return nil }
    return unsafe EVP_CIPHER_fetch(context, name.cString, nil)
  }
}

extension StaticString {
  /// The literal as C wants it. It lives as long as the program.
  @unsafe var cString: UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
