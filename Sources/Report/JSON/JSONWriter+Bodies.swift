import Bytes
import Metrics

// The bodies of responses: what was compressed, and what could have been.
extension JSONWriter {
  /// One object for each content type, in order of appearance.
  mutating func write(_ bodies: BodyTable) {
    beginArray()
    for (name, totals) in bodies.types { write(totals, name.rawSpan) }
    if bodies.others.bodies > 0 {
      beginObject()
      nullMember("content_type")
      writeMembers(of: bodies.others)
      endObject()
    }
    endArray()
  }

  private mutating func write(_ totals: BodyTotals, _ name: RawSpan) {
    beginObject()
    member("content_type", name)
    writeMembers(of: totals)
    endObject()
  }

  private mutating func writeMembers(of totals: BodyTotals) {
    member("bodies", totals.bodies)
    member("bytes", totals.byteCount)
    key("codings")
    beginArray()
    for (_, name, coded) in totals.coded {
      beginObject()
      member("coding", name)
      member("bodies", coded.bodies)
      member("bytes", coded.byteCount)
      member("decoded_bytes", coded.decodedByteCount)
      member("enlarged_bodies", coded.enlarged)
      endObject()
    }
    endArray()
    member("compressible_bytes", totals.compressibleByteCount)
    member("compressed_bytes", totals.compressedByteCount)
    member("compressed_share", share: totals.compressedByteCount, of: totals.compressibleByteCount)
    key("missed")
    writeMissed(totals)
  }

  /// What was left uncompressed; null when nothing was.
  mutating func writeMissed(_ totals: BodyTotals) {
    guard totals.missedBodies > 0 else { return null() }
    let sample = totals.sample
    beginObject()
    member("bodies", totals.missedBodies)
    member("bytes", totals.missedByteCount)
    member("basis", sample.byteCount == 0 ? nil : totals.isSampleWhole ? "measured" : "derived")
    member("saving_bytes", totals.missedGzipByteCount.map { totals.missedByteCount - $0 })
    member("sampled_bodies", sample.bodies)
    member("sampled_bytes", sample.byteCount)
    member("gzip_bytes", sample.gzipByteCount)
    member("br_bytes", sample.brotliByteCount)
    member("zstd_bytes", sample.zstdByteCount)
    endObject()
  }
}
