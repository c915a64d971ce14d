import Bytes
import CBrotli
import CZlib
import CZstd

/// How a certificate is compressed (RFC 8879 §7.3).
package struct CertificateCompression: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package var rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let zlib = CertificateCompression(rawValue: 1)
  package static let brotli = CertificateCompression(rawValue: 2)
  package static let zstd = CertificateCompression(rawValue: 3)

  /// The bytes that were compressed; nil when they are not `byteCount` or none, or the algorithm is not known.
  func decompress(_ compressed: RawSpan, byteCount: Int) -> [UInt8]? {
    var output: [UInt8] = []
    output.append(upTo: byteCount) { fresh in
      // Both buffers outlive the call, and the libraries keep to the counts that they are given.
      unsafe fresh.withUnsafeMutableBytes { target in
        unsafe compressed.withUnsafeBytes { source in
          unsafe decompress(source.bindMemory(to: UInt8.self), into: target.bindMemory(to: UInt8.self)) ?? 0
        }
      }
    }
    return byteCount > 0 && output.count == byteCount ? output : nil
  }

  /// How many bytes were written, or nil when the source is not valid or the target too small.
  private func decompress(
    _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>
  ) -> Int? {
    switch self {
    case .zlib:
      var count = UInt(target.count)
      let status = unsafe uncompress(target.baseAddress, &count, source.baseAddress, UInt(source.count))
      return status == Z_OK ? Int(count) : nil
    case .brotli:
      var count = target.count
      let status = unsafe BrotliDecoderDecompress(source.count, source.baseAddress, &count, target.baseAddress)
      return status == BROTLI_DECODER_RESULT_SUCCESS ? count : nil
    case .zstd:
      let count = unsafe ZSTD_decompress(target.baseAddress, target.count, source.baseAddress, source.count)
      return ZSTD_isError(count) == 0 ? count : nil
    default:
      return nil
    }
  }
}
