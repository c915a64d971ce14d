import Bytes

/// Reads a key log (RFC 9850, and NSS's older lines) into a ring, however its bytes are cut. One for each log.
package final class KeyLogReader {
  private let origin: KeyOrigin
  /// What warnings call the log: a file's name.
  private let name: String
  /// The number of the line under way, counted from 1.
  private var lineNumber = 1
  /// The beginning of a line whose end has not come.
  private let partial = SecretBuffer(capacity: KeyLimits.longestLine)
  /// Whether the line under way is too long, and its rest is passed over.
  private var isOverlong = false
  /// The bytes of a line's key, then of its secret.
  private let decoded = SecretBuffer(capacity: KeyLimits.longestLine / 2)

  package init(name: String, origin: KeyOrigin) {
    self.name = name
    self.origin = origin
  }

  /// Reads the next bytes of the log.
  package func read(_ text: RawSpan, into ring: KeyRing) {
    var start = 0
    while let end = text.firstIndex(of: ASCII.lineFeed, from: start) {
      endLine(text.extracting(start..<end), into: ring)
      start = end + 1
    }
    keep(text.extracting(from: start))
  }

  /// Reads the last line, when it has no end.
  package func finish(into ring: KeyRing) {
    if origin == .keyLog { ring.logNames.append(name) }
    guard partial.count > 0 || isOverlong else { return }
    endLine(RawSpan(), into: ring)
  }

  private func keep(_ text: RawSpan) {
    guard !isOverlong, !text.isEmpty else { return }
    if !partial.append(text) {
      partial.removeAll()
      isOverlong = true
    }
  }

  private func endLine(_ rest: RawSpan, into ring: KeyRing) {
    if partial.count == 0, !isOverlong, rest.byteCount <= KeyLimits.longestLine {
      readLine(rest, into: ring)
    } else {
      keep(rest)
      if isOverlong {
        warn(.tooLong, ring)
      } else {
        let partial = partial
        readLine(partial.bytes, into: ring)
      }
      partial.removeAll()
      isOverlong = false
    }
    lineNumber += 1
  }

  private func readLine(_ line: RawSpan, into ring: KeyRing) {
    var words = Words(line)
    guard let label = words.next(), line.byte(at: label.start) != UInt8(ascii: "#") else { return }
    ring.countLine(of: origin)
    guard let kind = Self.kind(line.extracting(label), words) else {
      if !Self.isUnneeded(line.extracting(label)) { warn(.unknownLabel, ring) }
      return
    }
    let prefixes = kind.keyLogPrefixes
    guard let key = words.next(), let secret = words.next(), words.next() == nil,
      line.extracting(key).matches(prefixes.key), line.extracting(secret).matches(prefixes.secret)
    else { return warn(.malformed, ring) }
    let keyDigits = line.extracting(key).extracting(from: prefixes.key.utf8CodeUnitCount)
    let secretDigits = line.extracting(secret).extracting(from: prefixes.secret.utf8CodeUnitCount)
    let decoded = decoded
    defer { decoded.removeAll() }
    guard kind.keyByteCounts.contains(keyDigits.byteCount / 2) else { return warn(.malformed, ring) }
    guard kind.secretByteCounts.contains(secretDigits.byteCount / 2) else { return warn(.wrongLength, ring) }
    guard decoded.append(hexadecimal: keyDigits), decoded.append(hexadecimal: secretDigits) else {
      return warn(.malformed, ring)
    }
    ring.insert(
      kind, key: decoded.bytes.extracting(0..<(keyDigits.byteCount / 2)),
      secret: decoded.bytes.extracting(from: keyDigits.byteCount / 2), origin: origin)
  }

  private func warn(_ problem: KeyLogWarning.Problem, _ ring: KeyRing) {
    ring.warn(KeyLogWarning(problem: problem, name: name, line: lineNumber))
  }

  /// What a line's first word means, or nil. The two lines of `RSA` differ by their second word.
  private static func kind(_ label: RawSpan, _ words: Words) -> KeyLabel? {
    for kind in KeyLabel.allCases where isSame(label, kind.keyLogName) {
      guard kind == .encryptedPremaster else { return kind }
      var words = copy words
      guard let key = words.next() else { return kind }
      return words.line.extracting(key).matches(KeyLabel.sessionID.keyLogPrefixes.key) ? .sessionID : kind
    }
    return nil
  }

  /// Whether a label is known, and its secret of no use here (RFC 9850 §2.1, §2.3).
  private static func isUnneeded(_ label: RawSpan) -> Bool {
    isSame(label, "EXPORTER_SECRET") || isSame(label, "EARLY_EXPORTER_SECRET") || isSame(label, "ECH_SECRET")
      || isSame(label, "ECH_CONFIG")
  }

  /// Whether a label is a name, in any case: people write key logs, too.
  private static func isSame(_ label: RawSpan, _ name: StaticString) -> Bool {
    guard label.byteCount == name.utf8CodeUnitCount else { return false }
    if label.matches(name) { return true }
    let name = name.rawSpan
    for index in 0..<label.byteCount
    where ASCII.lowercased(label.byte(at: index)) != ASCII.lowercased(name.byte(at: index)) {
      return false
    }
    return true
  }
}

/// The words of a line, which blanks part.
private struct Words: ~Escapable {
  let line: RawSpan
  private var offset = 0

  @_lifetime(copy line)
  init(_ line: RawSpan) {
    self.line = line
  }

  /// Where the next word stands; nil at the line's end.
  @_lifetime(self: copy self)
  mutating func next() -> ByteRange? {
    while offset < line.byteCount, Self.isBlank(line.byte(at: offset)) { offset += 1 }
    let start = offset
    while offset < line.byteCount, !Self.isBlank(line.byte(at: offset)) { offset += 1 }
    return offset > start ? ByteRange(start: start, count: offset - start) : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == ASCII.space || byte == ASCII.tab || byte == ASCII.carriageReturn
  }
}
