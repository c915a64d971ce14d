/// Connections that all stay open, each with the beginning of a request.
enum OpenConnections {
  /// A pcap file of so many.
  static func capture(_ count: Int) -> [UInt8] {
    let request = Array("GET / HTTP/1.1\r\nHost: a\r\nCookie: ".utf8) + [UInt8](repeating: 0x78, count: 1300)
    var capture: [UInt8] = []
    // Magic number, version 2.4, snap length, link type RAW.
    capture.append(words: [0xA1B2_C3D4, 0x0002_0004, 0, 0, 65535, 101])
    for index in 0..<UInt32(count) {
      let client = 0x0B00_0000 + index
      let time = [index / 1000, index % 1000]
      capture.append(segmentAt: time, from: client, sequence: 1, flags: 0x5002, [])
      capture.append(segmentAt: time, from: client, sequence: 2, flags: 0x5018, request)
    }
    return capture
  }
}

extension [UInt8] {
  /// A packet with a TCP segment to 10.0.0.2:80.
  fileprivate mutating func append(
    segmentAt time: [UInt32], from client: UInt32, sequence: UInt32, flags: UInt32, _ payload: [UInt8]
  ) {
    let length = UInt32(40 + payload.count)
    append(words: time + [length, length])
    append(words: [0x4500_0000 + length, 0, 0x4006_0000, client, 0x0A00_0002])
    append(words: [1000 << 16 + 80, sequence, 1, flags << 16 + 0xFFFF, 0])
    append(contentsOf: payload)
  }

  /// Appends big-endian numbers.
  mutating func append(words: [UInt32]) {
    for word in words {
      for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
  }
}
