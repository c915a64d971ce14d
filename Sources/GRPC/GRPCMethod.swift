import Bytes

/// What a call calls: where the names lie in its request target, `/Service/Method`.
package struct GRPCMethod: Equatable, Sendable, BitwiseCopyable {
  /// The service with its package, such as `shop.v1.Catalog`.
  package let service: ByteRange
  package let method: ByteRange

  /// Reads a `:path`; nil when it has not this form. The method is behind the last slash: some services stand under a prefix.
  package init?(path: RawSpan) {
    guard path.byteCount > 1, path.byte(at: 0) == Self.slash else { return nil }
    var slash = path.byteCount - 1
    while slash > 0, path.byte(at: slash) != Self.slash { slash -= 1 }
    guard slash > 1, slash + 1 < path.byteCount else { return nil }
    service = ByteRange(start: 1, count: slash - 1)
    method = ByteRange(start: slash + 1, count: path.byteCount - slash - 1)
  }

  private init(service: ByteRange, method: ByteRange) {
    self.service = service
    self.method = method
  }

  /// The same names in a text whose path begins at an offset.
  func shifted(by offset: Int) -> GRPCMethod {
    GRPCMethod(
      service: ByteRange(start: service.start + offset, count: service.count),
      method: ByteRange(start: method.start + offset, count: method.count))
  }

  private static let slash: UInt8 = 0x2F
}
