import Packet

/// Flags as random segments carry them.
enum TCPFlagsSample {
  static func random(using generator: inout SeededGenerator) -> TCPFlags {
    switch Int.random(in: 0..<12, using: &generator) {
    case 0: .syn
    case 1: [.syn, .ack]
    case 2: .fin
    case 3: .rst
    default: []
    }
  }
}
