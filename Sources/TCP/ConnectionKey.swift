import Findings
import Packet

/// The two ends of a connection in an order that does not depend on the direction of a packet.
struct ConnectionKey: Equatable, Sendable, BitwiseCopyable {
  var lowAddress: IPAddress
  var highAddress: IPAddress
  var lowPort: UInt16
  var highPort: UInt16

  /// The key of a segment, and whether its source is the low end.
  static func of(_ segment: TCPSegment) -> (key: ConnectionKey, sourceIsLow: Bool) {
    let sourceIsLow = isOrdered(
      segment.source, segment.sourcePort, before: segment.destination, segment.destinationPort)
    let key =
      sourceIsLow
      ? ConnectionKey(
        lowAddress: segment.source, highAddress: segment.destination, lowPort: segment.sourcePort,
        highPort: segment.destinationPort)
      : ConnectionKey(
        lowAddress: segment.destination, highAddress: segment.source, lowPort: segment.destinationPort,
        highPort: segment.sourcePort)
    return (key, sourceIsLow)
  }

  private static func isOrdered(_ left: IPAddress, _ leftPort: UInt16, before right: IPAddress, _ rightPort: UInt16)
    -> Bool
  {
    if left.low != right.low { return left.low < right.low }
    if left.high != right.high { return left.high < right.high }
    return leftPort < rightPort
  }

  /// Spelt out: what the compiler writes compares addresses of another target through a witness table.
  static func == (left: ConnectionKey, right: ConnectionKey) -> Bool {
    left.lowPort == right.lowPort && left.highPort == right.highPort
      && isSame(left.lowAddress, right.lowAddress) && isSame(left.highAddress, right.highAddress)
  }

  private static func isSame(_ left: IPAddress, _ right: IPAddress) -> Bool {
    left.low == right.low && left.high == right.high && left.isIPv6 == right.isIPv6
  }

  /// A hash that an attacker who chooses addresses and ports cannot steer without the seed: two rounds of a 128-bit
  /// multiplication whose halves are folded together.
  func hash(seed: UInt64) -> UInt64 {
    let ports = UInt64(lowPort) << 16 | UInt64(highPort)
    let first = Self.fold(lowAddress.low ^ seed, highAddress.low ^ 0x9E37_79B9_7F4A_7C15)
    let second = Self.fold(lowAddress.high ^ ports ^ first, highAddress.high ^ seed ^ 0xD6E8_FEB8_6659_FD93)
    return Self.fold(second ^ 0xA076_1D64_78BD_642F, first ^ seed)
  }

  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}

extension TCPSegment {
  /// A hash of the connection that it belongs to: the same for both directions.
  package func connectionHash(seed: UInt64) -> UInt64 {
    ConnectionKey.of(self).key.hash(seed: seed)
  }
}
