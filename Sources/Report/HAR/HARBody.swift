import Bytes

/// The beginning of a content, or of a WebSocket's message, as far as it is kept for its entry.
struct HARBody {
  /// Why no more is kept.
  enum Cut {
    /// It is longer than the limit for each.
    case limit
    /// All that are kept at the same time are longer than the limit for them.
    case memory
    /// Bytes are missing from the capture.
    case gap
    /// It is in a coding that was not undone: bytes that a reader of HAR would take for something else.
    case coded
  }

  private(set) var bytes: [UInt8] = []
  /// Nil while all of it is kept.
  private(set) var cut: Cut?

  /// Appends a piece, or what of it fits.
  ///
  /// - Returns: how many bytes were appended.
  mutating func append(_ piece: RawSpan, limit: Int, room: Int) -> Int {
    guard cut == nil else { return 0 }
    let allowed = max(0, min(limit - bytes.count, room))
    let count = min(piece.byteCount, allowed)
    bytes.append(piece.extracting(0..<count))
    if count < piece.byteCount { cut = limit - bytes.count <= 0 ? .limit : .memory }
    return count
  }

  /// Keeps nothing of what comes from now on.
  mutating func end(because reason: Cut) {
    cut = cut ?? reason
  }
}

/// Contents and messages of WebSockets that are under way, as far as they are kept for their entries.
struct HARBodies {
  /// Whose a body is.
  struct Key: Hashable {
    var connection: Int
    var exchange: Int
    var isClients: Bool
  }

  private let limit: Int
  private let totalLimit: Int
  private var bodies: [Key: HARBody] = [:]
  private var keptByteCount = 0
  /// How many were cut, and for which limit.
  private var cutByLimit = 0
  private var cutForMemory = 0

  /// - Parameters:
  ///   - limit: of each body, the most bytes that are kept.
  ///   - totalLimit: of all that are under way.
  init(limit: Int, totalLimit: Int = ReportLimits.keptBodiesByteCount) {
    self.limit = limit
    self.totalLimit = totalLimit
  }

  mutating func receive(_ piece: RawSpan, of key: Key) {
    let room = totalLimit - keptByteCount
    let count = bodies[key, default: HARBody()].append(piece, limit: limit, room: room)
    keptByteCount += count
  }

  /// No more of a body is to be kept.
  mutating func end(_ key: Key, because reason: HARBody.Cut) {
    bodies[key, default: HARBody()].end(because: reason)
  }

  /// Gives away what was kept of a body that is over.
  mutating func take(_ key: Key) -> HARBody {
    guard !bodies.isEmpty, let body = bodies.removeValue(forKey: key) else { return HARBody() }
    keptByteCount -= body.bytes.count
    switch body.cut {
    case .limit: cutByLimit += 1
    case .memory: cutForMemory += 1
    case .gap, .coded, nil: break
    }
    return body
  }

  /// What the limits cost.
  var omissions: [String] {
    var sentences: [String] = []
    if cutByLimit > 0 {
      let bodies = PlainNumbers.counted(cutByLimit, "body", plural: "bodies")
      sentences.append(
        "Of \(bodies) only the first \(PlainNumbers.grouped(limit)) bytes are written: see --body-limit.")
    }
    if cutForMemory > 0 {
      let bodies = PlainNumbers.counted(cutForMemory, "body is", plural: "bodies are")
      sentences.append(
        "\(bodies) cut short: those under way at once had more than \(PlainNumbers.grouped(totalLimit)) bytes together."
      )
    }
    return sentences
  }
}
