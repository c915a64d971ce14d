import Bytes

/// The handshake messages up to the ClientKeyExchange: the extended master secret is made of them (RFC 7627 §3, §4).
struct Transcript {
  private var bytes: [UInt8] = []
  private var isComplete = false
  /// Whether a message is missing, or there are more than are kept.
  private var isBroken = false

  /// The messages with their headers; nil unless all are there.
  var messages: [UInt8]? { isComplete && !isBroken ? bytes : nil }

  /// Adds a message with its header.
  mutating func add(_ message: RawSpan, _ type: HandshakeType) {
    // A HelloRequest is no part of it (RFC 5246 §7.4.1.1).
    guard !isComplete, !isBroken, type != .helloRequest else { return }
    guard bytes.count + message.byteCount <= TLSLimits.transcriptByteCount else { return loseMessage() }
    bytes.append(message)
    if type == .clientKeyExchange { isComplete = true }
  }

  /// A message is missing, or no message is needed any more.
  mutating func loseMessage() {
    guard !isComplete else { return }
    isBroken = true
    bytes = []
  }

  /// Frees what is not needed any more.
  mutating func forget() {
    isComplete = true
    isBroken = true
    bytes = []
  }
}
