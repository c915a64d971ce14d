import Findings
import HTTP

extension Message {
  /// Bytes of its header and trailer sections.
  var heldByteCount: Int { header.text.count + trailers.text.count }

  /// Content was read.
  mutating func addContent(_ count: Int, at time: Timestamp) {
    bodyByteCount += count
    end = time
  }
}
