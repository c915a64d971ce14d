import Bytes

/// The master secrets of sessions that were seen, for connections that resume them (RFC 5246 §7.3, RFC 5077).
struct SessionMemory {
  /// By what a session is resumed: the SHA-256 of an identifier or a ticket, so that all names have one size.
  struct Name: Hashable {
    private let digest: [UInt8]?

    static func identifier(_ bytes: RawSpan) -> Name { Name(digest: HashAlgorithm.sha256.digest(bytes)) }

    static func ticket(_ bytes: RawSpan) -> Name {
      // Tickets have names of their own: a server may give a ticket that is another session's identifier.
      Name(digest: HashAlgorithm.sha256.digest(bytes).map { $0 + [1] })
    }
  }

  private var masters: [Name: Secret] = [:]
  /// The names, oldest first from `oldest` on, then the newest.
  private var order: [Name] = []
  private var oldest = 0

  func master(of name: Name) -> Secret? {
    masters[name]
  }

  /// Remembers a session; the oldest one is forgotten when there are too many.
  mutating func remember(_ master: Secret, as name: Name) {
    guard masters.updateValue(master, forKey: name) == nil else { return }
    if order.count < KeyLimits.rememberedSessions {
      order.append(name)
    } else {
      masters[order[oldest]] = nil
      order[oldest] = name
      oldest = (oldest + 1) % order.count
    }
  }
}
