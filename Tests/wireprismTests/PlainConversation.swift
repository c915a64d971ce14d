import Findings

/// A conversation over one TCP connection to port 80, as a capture.
enum PlainConversation {
  /// A pcap file of the connection's beginning and of what each side says, a segment each.
  static func capture(_ turns: [(side: Side, text: String)]) -> [UInt8] {
    var capture: [UInt8] = []
    // Magic number, version 2.4, snap length, link type RAW.
    capture.append(words: [0xA1B2_C3D4, 0x0002_0004, 0, 0, 65535, 101])
    var sequences = BySide<UInt32>(both: 1)
    var time: UInt32 = 0
    func append(_ side: Side, sequence: UInt32, flags: UInt32, _ payload: [UInt8]) {
      let length = UInt32(40 + payload.count)
      let (client, server) = (0x0A00_0001 as UInt32, 0x0A00_0002 as UInt32)
      time += 1
      capture.append(words: [1, time, length, length, 0x4500_0000 + length, 0, 0x4006_0000])
      capture.append(words: side == .client ? [client, server] : [server, client])
      capture.append(words: [side == .client ? 1000 << 16 + 80 : 80 << 16 + 1000])
      capture.append(words: [sequence, sequences[side.opposite], flags << 16 + 0xFFFF, 0])
      capture += payload
    }
    append(.client, sequence: 0, flags: 0x5002, [])
    append(.server, sequence: 0, flags: 0x5012, [])
    for turn in turns {
      let payload = Array(turn.text.utf8)
      append(turn.side, sequence: sequences[turn.side], flags: 0x5018, payload)
      sequences[turn.side] += UInt32(payload.count)
    }
    return capture
  }
}
