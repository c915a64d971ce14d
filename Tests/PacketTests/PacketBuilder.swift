import Bytes
import Findings
import Testing

@testable import Packet

/// Builds packets from the inside out: each function puts a header before a payload.
enum Build {
  static let payload: [UInt8] = Array("hello".utf8)

  /// The bytes of a number in network order.
  static func bigEndian(_ value: Int, count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// The bytes of a number, least significant first.
  static func littleEndian(_ value: Int, count: Int) -> [UInt8] {
    bigEndian(value, count: count).reversed()
  }

  static func zeros(_ count: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: count)
  }

  /// A segment from port 1234 to 80 with sequence 1000, acknowledgment 2000, window 3000.
  static func tcp(_ payload: [UInt8] = payload, flags: UInt8 = 0x18, options: [UInt8] = []) -> [UInt8] {
    let padded = options + zeros((4 - options.count % 4) % 4)
    return bigEndian(1234, count: 2) + bigEndian(80, count: 2) + bigEndian(1000, count: 4) + bigEndian(2000, count: 4)
      + [UInt8((20 + padded.count) / 4) << 4, flags] + bigEndian(3000, count: 2) + zeros(4) + padded + payload
  }

  static func udp(_ payload: [UInt8], from source: Int = 40000, to destination: Int) -> [UInt8] {
    bigEndian(source, count: 2) + bigEndian(destination, count: 2) + bigEndian(8 + payload.count, count: 2) + zeros(2)
      + payload
  }

  /// A packet from 10.0.0.1 to 10.0.0.2.
  static func ipv4(
    _ payload: [UInt8] = tcp(), protocol number: UInt8 = 6, identification: Int = 7, offset: Int = 0,
    moreFragments: Bool = false, options: [UInt8] = [], totalLength: Int? = nil
  ) -> [UInt8] {
    let headerLength = 20 + options.count
    return [0x40 | UInt8(headerLength / 4), 0] + bigEndian(totalLength ?? headerLength + payload.count, count: 2)
      + bigEndian(identification, count: 2) + bigEndian((moreFragments ? 0x2000 : 0) | offset / 8, count: 2)
      + [64, number, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2] + options + payload
  }

  static let ipv6Source: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + zeros(11) + [1]
  static let ipv6Destination: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + zeros(11) + [2]

  /// A packet from 2001:db8::1 to 2001:db8::2.
  static func ipv6(_ payload: [UInt8] = tcp(), next: UInt8 = 6, payloadLength: Int? = nil) -> [UInt8] {
    [0x60, 0, 0, 0] + bigEndian(payloadLength ?? payload.count, count: 2) + [next, 64] + ipv6Source + ipv6Destination
      + payload
  }

  /// A fragment header before a part of a payload.
  static func ipv6Fragment(
    _ payload: [UInt8], next: UInt8 = 6, identification: Int = 7, offset: Int, moreFragments: Bool
  ) -> [UInt8] {
    ipv6(
      [next, 0] + bigEndian(offset | (moreFragments ? 1 : 0), count: 2) + bigEndian(identification, count: 4) + payload,
      next: 44)
  }

  static func ethernet(_ payload: [UInt8] = ipv4(), type: Int = 0x0800) -> [UInt8] {
    [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + bigEndian(type, count: 2) + payload
  }

  /// LLC and SNAP before a payload.
  static func snap(_ payload: [UInt8] = ipv4(), type: Int = 0x0800) -> [UInt8] {
    [0xAA, 0xAA, 3, 0, 0, 0] + bigEndian(type, count: 2) + payload
  }

  /// An 802.11 data frame to the distribution system.
  static func ieee80211(_ payload: [UInt8] = snap(), control: [UInt8] = [0x08, 0x01], extra: [UInt8] = []) -> [UInt8] {
    control + zeros(22) + extra + payload
  }
}

/// A packet with one TCP segment in it: `Build.tcp()` between the addresses of `Build.ipv4` or `Build.ipv6`.
struct Sample: Sendable, CustomTestStringConvertible {
  var name: String
  var linkType = LinkType.ethernet
  var bytes: [UInt8]

  var testDescription: String { name }
}

/// A segment as tests compare it.
struct Received: Equatable {
  var source: String
  var destination: String
  var ports: [UInt16]
  var sequence: UInt32
  var payload: [UInt8]
  var missing: Int

  /// `Build.tcp()` in IPv4 or IPv6.
  static func sample(isIPv6: Bool = false, payload: [UInt8] = Build.payload, missing: Int = 0) -> Received {
    Received(
      source: isIPv6 ? "2001:db8::1" : "10.0.0.1", destination: isIPv6 ? "2001:db8::2" : "10.0.0.2",
      ports: [1234, 80], sequence: 1000, payload: payload, missing: missing)
  }
}

extension PacketDecoder {
  /// Decodes a packet, and answers the segments in it.
  mutating func segments(
    in bytes: [UInt8], originalByteCount: Int? = nil, linkType: LinkType = .ethernet, atSecond second: Int64 = 0
  ) -> [Received] {
    var received: [Received] = []
    decode(
      bytes.rawSpan, originalByteCount: originalByteCount ?? bytes.count, linkType: linkType,
      at: Timestamp(nanoseconds: second * 1_000_000_000)
    ) { segment, payload in
      received.append(
        Received(
          source: segment.source.description, destination: segment.destination.description,
          ports: [segment.sourcePort, segment.destinationPort], sequence: segment.sequence,
          payload: [UInt8](payload), missing: segment.missingPayloadByteCount))
    }
    return received
  }
}

/// Random numbers that are the same in each run.
struct Xorshift: RandomNumberGenerator {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
