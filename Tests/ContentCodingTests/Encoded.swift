import Bytes

/// What gzip, zlib, brotli and zstd make of `text`, in hexadecimal digits.
enum Encoded {
  /// gzip -9n.
  static let gzip = bytes(
    """
    1f8b 08000000 00000203 add3c111 82301484 e13b556c 018c6344 10ad8126 02040ce8 7b404094 ea156bd8 ebbf33df \
    6d0b2f0e e686f9ee 302ebeea 514eba0a 1a7da35b 9e4380be dcf49f1f 76fba0d6 3686957a 2f023fff 820b080a db5a2f87 \
    a8d8bd13 d94bc8de 99eca564 2f237b17 b29793bd 2bd93347 36c87e88 215ee40b 32260d7f c3030000
    """)
  /// zlib, as `deflate` should be.
  static let zlib = bytes(
    """
    78da add3c111 82301484 e13b556c 018c6344 10ad8126 02040ce8 7b404094 ea156bd8 ebbf33df 6d0b2f0e e686f9ee \
    302ebeea 514eba0a 1a7da35b 9e4380be dcf49f1f 76fba0d6 3686957a 2f023fff 820b080a db5a2f87 a8d8bd13 d94bc8de \
    99eca564 2f237b17 b29793bd 2bd93347 36c87e88 215ee40b 5a164c17
    """)
  /// Deflate without a wrapper.
  static let rawDeflate = bytes(
    """
    add3c111 82301484 e13b556c 018c6344 10ad8126 02040ce8 7b404094 ea156bd8 ebbf33df 6d0b2f0e e686f9ee 302ebeea \
    514eba0a 1a7da35b 9e4380be dcf49f1f 76fba0d6 3686957a 2f023fff 820b080a db5a2f87 a8d8bd13 d94bc8de 99eca564 \
    2f237b17 b29793bd 2bd93347 36c87e88 215ee40b
    """)
  /// brotli.
  static let brotli = bytes(
    """
    1b c203a01d 87b1db64 e756d135 f9a15460 4a83300f 491fb049 bb8d97f4 22955161 6f50b2c3 737c3c84 e1709007 \
    1a498609 619eb224 45a629ec fbd93690 76696425 a23d5f2c ac83c063 fb8f7eb5 476e631f 7dceb7e3 349abce2 e3f109f8 \
    447c123e 199f824f e52bc421 28905500
    """)
  /// zstd -19 --check.
  static let zstd = bytes(
    """
    28b52ffd 04689d03 00328513 1960770e 0f11db18 2acd0405 eb81d020 412d2618 5f8e416e cb0af00d 4f4990c3 28080808 \
    5c238def fb3b5bfe aa67c9f1 016d79ae 8b939d59 ff561416 7debe7ac b56d2e39 15b33ea1 ebcbfbe4 ca040e28 80e37610 \
    1826feff fff927cd db14e48c 853f664c f8316341 98da9942 bec5b44f ae733c66
    """)
  /// brotli of `gzip`.
  static let gzipThenBrotli = bytes(
    """
    8b42 801f8b08 00000000 000203ad d3c11182 301484e1 3b556c01 8c634410 ad812602 040ce87b 404094ea 156bd8eb \
    bf33df6d 0b2f0ee6 86f9ee30 2ebeea51 4eba0a1a 7da35b9e 4380bedc f49f1f76 fba0d636 86957a2f 023fff82 0b080adb \
    5a2f87a8 d8bd13d9 4bc8de99 eca5642f 237b17b2 9793bd2b d9334736 c87e8821 5ee40b32 260d7fc3 03000003
    """)
  /// brotli of 1 MiB of zeros.
  static let brotliZeros = bytes(
    """
    5bff ff8f7f02 201e0b04 72ef1f00
    """)
  /// gzip -9n of 128 KiB of zeros.
  static let gzipZeros =
    bytes("1f8b 08000000 00000203 edc13101 000000c2 a0f54fed 610da0")
    + [UInt8](repeating: 0, count: 127) + bytes("6ecdcde87e00000200")

  /// gzip of 48,000 zeros as a block that is stored (RFC 1951 §3.2.4), their checksum behind it.
  static let storedGzip =
    bytes("1f8b 08000000 00000003 0180bb7f 44") + [UInt8](repeating: 0, count: 48_000) + bytes("4798a90a 80bb0000")

  /// What they were made of.
  static let text = (1...12).flatMap { number in
    Array("Line \(number): the quick brown fox jumps over the lazy dog, and then it does so again.\n".utf8)
  }

  /// A frame of zstd without content that asks for a window of 2 to the power of an exponent.
  static func zstdFrame(windowLog: UInt8) -> [UInt8] {
    [0x28, 0xB5, 0x2F, 0xFD, 0x00, (windowLog - 10) << 3, 0x01, 0x00, 0x00]
  }

  private static func bytes(_ digits: String) -> [UInt8] {
    Hexadecimal.decode(digits) ?? []
  }
}
