/// Builds messages for tests as the wire writes them.
struct HelloBuilder {
  var suites: [UInt16] = [0x1301]
  var extensions: [(type: UInt16, content: [UInt8])]?

  /// The body of a ClientHello.
  var clientHello: [UInt8] {
    let random = [UInt8](repeating: 7, count: 32)
    return [3, 3] + random + [0] + Self.vector16(Self.numbers(suites)) + [1, 0] + (extensions.map(Self.list) ?? [])
  }

  /// The body of a ServerHello of TLS 1.2 that chooses the first suite.
  var serverHello: [UInt8] {
    let random = [UInt8](repeating: 7, count: 32)
    return [3, 3] + random + [0] + Self.numbers([suites[0]]) + [0] + (extensions.map(Self.list) ?? [])
  }

  static func list(_ extensions: [(type: UInt16, content: [UInt8])]) -> [UInt8] {
    vector16(extensions.flatMap { numbers([$0.type]) + vector16($0.content) })
  }

  static func numbers(_ values: [UInt16]) -> [UInt8] {
    values.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  }

  static func vector8(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8(bytes.count)] + bytes
  }

  static func vector16(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
  }

  static func vector24(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8(bytes.count >> 16), UInt8(bytes.count >> 8 & 0xFF), UInt8(bytes.count & 0xFF)] + bytes
  }

  /// The content of ALPN.
  static func protocols(_ names: [[UInt8]]) -> [UInt8] {
    vector16(names.flatMap(vector8))
  }
}
