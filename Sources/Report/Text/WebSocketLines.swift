import Findings
import WebSocket

/// What each side sent over the WebSockets of a connection.
enum WebSocketLines {
  static func lines(_ webSocket: WebSocketStatistics, width: Int) -> [StyledText] {
    Side.allCases.flatMap { side in
      StyledText.wrapped(
        StyledText("    \(side.name)  ", .faint), parts: parts(webSocket.sides[side]), separator: ",", width: width,
        indent: 12)
    }
  }

  private static func parts(_ sent: WebSocketSideStatistics) -> [String] {
    var parts = sent.messages.occurring.map { "\(PlainNumbers.grouped($0.count)) \($0.opcode.name)" }
    if sent.messages.unknown > 0 { parts.append("\(PlainNumbers.grouped(sent.messages.unknown)) of an unknown kind") }
    guard !parts.isEmpty else { return ["no messages"] }
    let compressed = sent.compressedMessages > 0 ? ", \(PlainNumbers.grouped(sent.compressedMessages)) compressed" : ""
    let sizes = "\(PlainNumbers.bytes(sent.payloadByteCount)) in \(PlainNumbers.bytes(sent.wireByteCount)) of frames"
    parts.append(sizes + compressed)
    if sent.missingByteCount > 0 { parts.append("\(PlainNumbers.bytes(sent.missingByteCount)) missing") }
    if let mean = sent.pingRoundTrips.mean { parts.append("pings answered after \(PlainNumbers.duration(mean))") }
    if !sent.closeCodes.isEmpty {
      let codes = sent.closeCodes.keys.map(\.rawValue).sorted().map(String.init).joined(separator: ", ")
      parts.append("closed with \(codes)")
    }
    return parts
  }
}
