import Bytes
import TLS

/// The secrets of a capture that is under way: key logs are followed while they grow.
struct LiveSecrets {
  let ring = KeyRing()
  private var followers: [KeyLogFollower]

  /// Bytes of secrets after which those before them are forgotten: of some 80,000 connections.
  private static let byteCount = 32 << 20

  /// - Parameter keepsLines: whether `takeLines` is to answer them.
  init(_ options: SharedOptions, keepsLines: Bool) throws(FileReadError) {
    let paths = options.keylog.isEmpty ? [KeyFiles.environmentPath].compactMap(\.self) : options.keylog
    followers = paths.map { KeyLogFollower($0, keepsLines: keepsLines) }
    for path in options.rsaKey { try KeyFiles.readRSAKey(path, into: ring) }
    // Without a key log nothing is worth waiting for.
    ring.isComplete = followers.isEmpty
  }

  /// Reads what was added to the logs; false when nothing was.
  mutating func read() -> Bool {
    var isNew = false
    for index in followers.indices where followers[index].read(into: ring) { isNew = true }
    if isNew { ring.forgetOldSecrets(beyond: Self.byteCount) }
    return isNew
  }

  /// The lines that were read since the last call.
  mutating func takeLines() -> [SecretBuffer] {
    followers.indices.compactMap { followers[$0].takeLines() }
  }

  /// No more is read.
  func finish() {
    for follower in followers { follower.finish(into: ring) }
    ring.isComplete = true
  }
}
