import Bytes

@testable import TLS

/// A key log, behind a byte that says how to split it. However it is split, the same secrets and warnings must come out; what
/// is written of them must be read again; and no warning may hold a word of the log.
func fuzzKeyLog(_ input: [UInt8]) {
  guard let first = input.first else { return }
  let text = Array(input.dropFirst())
  let whole = read(text, inPiecesOf: text.count)
  let split = read(text, inPiecesOf: max(1, Int(first)))
  expect(whole.warnings == split.warnings, "splitting a key log gives the same warnings")
  expect(whole.omittedWarningCount == split.omittedWarningCount, "splitting a key log gives as many warnings")
  let secrets = write(whole)
  expect(secrets == write(split), "splitting a key log gives the same secrets")
  let again = read(secrets, inPiecesOf: 100)
  expect(again.warnings.isEmpty, "what is written can be read")
  expect(write(again) == secrets, "what is written is read as it was")
}

private func read(_ text: [UInt8], inPiecesOf count: Int) -> KeyRing {
  let ring = KeyRing()
  let reader = KeyLogReader(name: "keys", origin: .keyLog)
  for start in stride(from: 0, to: text.count, by: max(1, count)) {
    reader.read(text.rawSpan.extracting(start..<min(start + count, text.count)), into: ring)
  }
  reader.finish(into: ring)
  return ring
}

/// All secrets, as a key log.
private func write(_ ring: KeyRing) -> [UInt8] {
  let store = ring.store
  store.forEach { address in
    store.markUsed(at: address)
    return true
  }
  return [UInt8](ring.usedSecrets().bytes)
}
