import Bytes
import Glibc
import TLS

/// Reads the key logs and RSA keys that a command names.
enum KeyFiles {
  /// How much of a file is read at once.
  private static let pieceByteCount = 1 << 20
  /// The longest PEM file that is read: a key of 16,384 bits has some 13 KiB.
  private static let pemByteCount = 1 << 20

  /// All secrets of some files; without a key log among them, those of `SSLKEYLOGFILE`, if it is there.
  static func read(keyLogs: [String], rsaKeys: [String]) throws(FileReadError) -> KeyRing {
    let ring = KeyRing()
    for path in keyLogs { try readKeyLog(path, into: ring) }
    // The variable may be meant for another program: what it names need not be there.
    if keyLogs.isEmpty, let path = environmentPath, unsafe access(path, R_OK) == 0 {
      try readKeyLog(path, into: ring)
    }
    for path in rsaKeys { try readRSAKey(path, into: ring) }
    return ring
  }

  /// What `SSLKEYLOGFILE` names.
  static var environmentPath: String? {
    // Safe: nothing in this program changes the environment.
    unsafe getenv("SSLKEYLOGFILE").flatMap { unsafe String(validatingCString: $0) }
  }

  private static func readKeyLog(_ path: String, into ring: KeyRing) throws(FileReadError) {
    let log = KeyLogReader(name: path, origin: .keyLog)
    try readPieces(of: path) { piece in
      log.read(piece, into: ring)
      return true
    }
    log.finish(into: ring)
  }

  static func readRSAKey(_ path: String, into ring: KeyRing) throws(FileReadError) {
    let pem = SecretBuffer(capacity: pemByteCount)
    try readPieces(of: path) { pem.append($0) }
    do {
      try ring.readRSAKey(pem: pem.bytes)
    } catch {
      throw FileReadError(name: path, reason: error.message)
    }
  }

  /// Gives a file's bytes to `body`, piece by piece, until it answers false.
  private static func readPieces(of path: String, _ body: (RawSpan) -> Bool) throws(FileReadError) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileReadError(name: path, errno: errno) }
    defer { close(file) }
    let buffer = SecretBuffer(capacity: pieceByteCount)
    while true {
      let count = buffer.fill(from: file)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileReadError(name: path, errno: errno) }
      guard count > 0, body(buffer.bytes) else { return }
    }
  }
}

extension SecretBuffer {
  /// Reads from a file into its front, as `read` does.
  func fill(from file: Int32) -> Int {
    var count = 0
    // No more is read than there is room for.
    _ = unsafe fill { room in
      count = unsafe Glibc.read(file, room.baseAddress, room.count)
      return count
    }
    return count
  }
}
