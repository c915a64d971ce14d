import Findings
import HPACK

extension Finding {
  // MARK: Framing (RFC 9113 §4)

  static func h2BadPreface() -> Finding {
    Finding(
      .error, code: "h2-bad-preface", message: "The client did not begin with the HTTP/2 connection preface.",
      reference: "RFC 9113 §3.4")
  }

  static func h2FirstFrameIsNotSettings(_ type: FrameType, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-settings-not-first",
      message: "The first frame of the \(side.name) is \(type.name), not SETTINGS.", reference: "RFC 9113 §3.4")
  }

  static func h2FramingLost(from side: Side) -> Finding {
    Finding(
      .error, code: "h2-framing-lost",
      message: "What the \(side.name) sent stopped looking like frames; reading goes on where frames can be proved.",
      reference: "RFC 9113 §4.1")
  }

  static func h2FrameTooLarge(_ header: FrameHeader, limit: Int, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-frame-too-large",
      message:
        "A \(header.type.name) frame of the \(side.name) has \(header.length) bytes; MAX_FRAME_SIZE is \(limit).",
      reference: "RFC 9113 §4.2", stream: header.streamOrNil)
  }

  static func h2BadFrameLength(_ header: FrameHeader, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-bad-frame-length",
      message:
        "A \(header.type.name) frame of the \(side.name) has \(header.length) bytes, a length that it cannot have.",
      reference: "RFC 9113 §\(header.type.section)", stream: header.streamOrNil)
  }

  static func h2BadStream(_ header: FrameHeader, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-wrong-stream",
      message: "A \(header.type.name) frame of the \(side.name) is on stream \(header.stream), where it cannot be.",
      reference: "RFC 9113 §\(header.type.section)", stream: header.streamOrNil)
  }

  static func h2PaddingTooLong(_ header: FrameHeader, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-padding-too-long",
      message: "The padding of a \(header.type.name) frame of the \(side.name) leaves no room for what it must hold.",
      reference: "RFC 9113 §\(header.type.section)", stream: header.streamOrNil)
  }

  static func h2TruncatedFrame(_ header: FrameHeader, from side: Side) -> Finding {
    Finding(
      .warning, code: "h2-truncated-frame",
      message: "The \(side.name) closed the connection in the middle of a frame.", reference: "RFC 9113 §4.1",
      stream: header.streamOrNil)
  }

  // MARK: Field blocks (RFC 9113 §4.3, §6.10)

  static func h2UnexpectedContinuation(_ stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-unexpected-continuation",
      message: "A CONTINUATION frame of the \(side.name) continues no field block.", reference: "RFC 9113 §6.10",
      stream: stream)
  }

  static func h2InterruptedBlock(by type: FrameType, stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-interrupted-field-block",
      message: "A \(type.name) frame interrupts the \(side.name)'s field block of stream \(stream), which is lost.",
      reference: "RFC 9113 §4.3", stream: stream)
  }

  static func h2ContinuationFlood(frames: Int, byteCount: Int, stream: UInt32, from side: Side) -> Finding {
    Finding(
      .warning, code: "h2-continuation-flood",
      message: "A field block of the \(side.name) has grown to \(frames) CONTINUATION frames and \(byteCount) bytes.",
      reference: "CVE-2024-27316", stream: stream)
  }

  static func h2BlockTooLarge(limit: Int, stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-field-block-too-large",
      message: "A field block of the \(side.name) has more than \(limit) bytes and is not decoded.",
      reference: "RFC 9113 §10.5.1", stream: stream)
  }

  static func h2CompressionError(_ error: HPACKError, stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-compression-error",
      message: "A field block of the \(side.name) breaks the rules of HPACK: \(error.reason).",
      reference: error.reference, stream: stream)
  }

  // MARK: Streams (RFC 9113 §5.1)

  static func h2HeadersOnConnection(from side: Side) -> Finding {
    Finding(
      .error, code: "h2-wrong-stream", message: "A HEADERS frame of the \(side.name) is on stream 0.",
      reference: "RFC 9113 §6.2")
  }

  static func h2BadStreamParity(_ stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-wrong-stream-parity",
      message: "The \(side.name) opened stream \(stream), a number of the other side's streams.",
      reference: "RFC 9113 §5.1.1", stream: stream)
  }

  static func h2DecreasingStream(_ stream: UInt32, highest: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-decreasing-stream",
      message: "The \(side.name) sent HEADERS on stream \(stream), which is closed: it has opened stream \(highest).",
      reference: "RFC 9113 §5.1.1", stream: stream)
  }

  static func h2FrameOnIdleStream(_ header: FrameHeader, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-idle-stream",
      message:
        "A \(header.type.name) frame of the \(side.name) is on stream \(header.stream), which nobody has opened.",
      reference: "RFC 9113 §5.1", stream: header.stream)
  }

  static func h2FrameAfterEnd(_ type: FrameType, stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-frame-after-end-stream",
      message: "A \(type.name) frame of the \(side.name) follows its END_STREAM on stream \(stream).",
      reference: "RFC 9113 §5.1", stream: stream)
  }

  static func h2DataBeforeHeaders(_ stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-data-before-headers",
      message: "The \(side.name) sent DATA on stream \(stream) before its HEADERS.", reference: "RFC 9113 §8.1",
      stream: stream)
  }

  static func h2TooManyStreams(_ count: Int, holding byteCount: Int) -> Finding {
    Finding(
      .warning, code: "h2-too-many-streams",
      message: "\(count) streams are open with \(byteCount) bytes of field lines; the oldest are given up.",
      reference: "RFC 9113 §5.1.2")
  }

  static func h2RapidReset(count: Int) -> Finding {
    Finding(
      .error, code: "h2-rapid-reset", message: "The client reset \(count) streams within one second.",
      reference: "CVE-2023-44487")
  }

  static func h2Flood(_ flood: Flood, from side: Side) -> Finding {
    let (code, frames, reference) =
      switch flood {
      case .ping: ("h2-ping-flood", "PING frames that ask for an answer", "CVE-2019-9512")
      case .settings: ("h2-settings-flood", "SETTINGS frames that ask for an acknowledgement", "CVE-2019-9515")
      case .priority: ("h2-priority-flood", "PRIORITY frames", "CVE-2019-9513")
      case .emptyData: ("h2-empty-frames-flood", "DATA frames without content", "CVE-2019-9518")
      case .smallWindowUpdate: ("h2-window-update-flood", "WINDOW_UPDATE frames by a few bytes", "CVE-2019-9511")
      case .provokedReset:
        ("h2-provoked-resets", "RST_STREAM frames for what the other side did wrong", "CVE-2025-8671")
      }
    return Finding(
      .error, code: code, message: "The \(side.name) sent \(flood.limit) \(frames) within one second.",
      reference: reference)
  }

  static func h2HeaderBomb(_ byteCount: Int, in wireByteCount: Int, stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-header-bomb",
      message: "A field block of the \(side.name) of \(wireByteCount) bytes makes \(byteCount) bytes of field lines.",
      reference: "CVE-2016-6581", stream: stream)
  }

  // MARK: Control frames (RFC 9113 §6)

  static func h2BadSetting(_ setting: Setting, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-bad-setting",
      message:
        "The \(side.name) set \(setting.identifier.name ?? String(setting.identifier.rawValue)) to \(setting.value), which is not allowed.",
      reference: "RFC 9113 §6.5.2")
  }

  static func h2UnexpectedAcknowledgement(from side: Side) -> Finding {
    Finding(
      .warning, code: "h2-unexpected-settings-ack",
      message: "The \(side.name) acknowledged SETTINGS that were not sent.", reference: "RFC 9113 §6.5.3")
  }

  static func h2ZeroWindowUpdate(stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-zero-window-update", message: "A WINDOW_UPDATE frame of the \(side.name) adds nothing.",
      reference: "RFC 9113 §6.9", stream: stream == 0 ? nil : stream)
  }

  static func h2PushNotAllowed(stream: UInt32) -> Finding {
    Finding(
      .error, code: "h2-push-not-allowed",
      message: "The server promised stream \(stream) although the client set ENABLE_PUSH to 0.",
      reference: "RFC 9113 §6.6", stream: stream)
  }

  static func h2BadPromise(_ promised: UInt32, stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-bad-promise",
      message: "A PUSH_PROMISE frame of the \(side.name) promises stream \(promised), which it cannot.",
      reference: "RFC 9113 §6.6", stream: stream)
  }

  static func h2SensitiveFieldIndexed(stream: UInt32, from side: Side) -> Finding {
    Finding(
      .note, code: "h2-sensitive-field-indexed",
      message:
        "The \(side.name) put authorization, cookie or proxy-authorization into the dynamic table: who can make it "
        + "send requests may guess a short value by the size of the next ones.",
      reference: "RFC 7541 §7.1.3", stream: stream)
  }

  // MARK: Messages (RFC 9113 §8)

  static func h2TrailersWithoutEnd(stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-trailers-without-end-stream",
      message: "The \(side.name) sent a second header section on stream \(stream) that does not end it.",
      reference: "RFC 9113 §8.1", stream: stream)
  }

  static func h2InterimWithEnd(status: Int, stream: UInt32) -> Finding {
    Finding(
      .error, code: "h2-interim-response-ends-stream",
      message: "The interim response \(status) ends stream \(stream).", reference: "RFC 9113 §8.1", stream: stream)
  }

  static func h2SwitchingProtocols(stream: UInt32) -> Finding {
    Finding(
      .error, code: "h2-status-101", message: "The server answered 101, which HTTP/2 does not have.",
      reference: "RFC 9113 §8.6", stream: stream)
  }

  static func h2ContentLengthMismatch(declared: Int, byteCount: Int, stream: UInt32, from side: Side) -> Finding {
    Finding(
      .error, code: "h2-content-length-mismatch",
      message: "The \(side.name) announced \(declared) bytes of content on stream \(stream) and sent \(byteCount).",
      reference: "RFC 9113 §8.1.1", stream: stream)
  }
}

extension FrameHeader {
  fileprivate var streamOrNil: UInt32? { stream == 0 ? nil : stream }
}

extension FrameType {
  /// Where RFC 9113 describes it.
  fileprivate var section: String {
    rawValue <= FrameType.continuation.rawValue ? "6.\(rawValue + 1)" : "5.5"
  }
}
