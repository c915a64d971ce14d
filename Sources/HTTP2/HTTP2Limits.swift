/// What one HTTP/2 connection may make this program keep or do, whatever it carries.
enum HTTP2Limits {
  /// Bytes of a field block that is gathered; a longer one is dropped. Servers refuse sections far smaller than this.
  static let fieldBlockByteCount = 1 << 20
  /// CONTINUATION frames and bytes of one field block beyond which it counts as a flood (CVE-2024-27316 and its kin).
  static let continuationFrames = 16
  static let floodedBlockByteCount = 64 * 1024
  /// Bytes kept of the payload of a control frame that does not lie whole in one span: a SETTINGS frame of this size
  /// has 2,730 parameters.
  static let controlPayloadByteCount = 16 * 1024
  /// Different parameters kept of the SETTINGS frames of a side; eight are registered.
  static let keptSettings = 64
  /// SETTINGS frames that wait for their acknowledgement; senders rarely have two.
  static let settingsInFlight = 64
  /// GOAWAY frames kept; a graceful shutdown sends two.
  static let keptGoaways = 16
  /// Streams open at once; one more ends the one that has been open for long. Servers allow 100 to 1,000.
  static let openStreams = 16 * 1024
  /// Bytes of field lines that open streams hold, above which streams are given up too: a thousand large requests have
  /// less, and HPACK makes a megabyte of a few hundred bytes.
  static let openSectionByteCount = 16 << 20
  /// Streams whose storage waits for reuse, and the most text and lines of a section that does.
  static let reusedStreams = 256
  static let reusedSectionByteCount = 64 * 1024
  static let reusedSectionLineCount = 4096
  /// Interim responses kept of an exchange; 100 and 103 are the usual ones.
  static let keptInformational = 64
  /// Closed streams that are remembered, to know late frames from those of streams whose beginning was not captured.
  static let rememberedClosedStreams = 256
  /// Complete responses that wait for a request which the capture may hold a little later.
  static let responsesAheadOfRequest = 32
  /// Streams open at once among which the client's own request for what is pushed is searched.
  static let comparedStreams = 256
  /// Bytes in which the next frame boundary is searched: three headers with two frames of the usual 16 KiB between them.
  static let searchedByteCount = 64 * 1024
  /// The longest payload that a frame found by search may have: two of them fit the searched bytes.
  static let searchedPayloadByteCount = searchedByteCount / 2 - 2 * FrameHeader.byteCount
  /// Findings of one code that are reported of a connection, and findings of all codes that are looked at.
  static let findingsPerCode = 3
  static let consideredFindings = 4096
  /// Resets by the client within a second that make a rapid reset attack (CVE-2023-44487). People cancel tens.
  static let rapidResets = 100
  /// Frames of a side within a second that make a flood: resets for what the other side did wrong; frames that must be
  /// answered; frames that have no use in numbers.
  static let floodedResets = 100
  static let floodedAnswers = 200
  static let floodedFrames = 1000
  /// Bytes by which a WINDOW_UPDATE adds as good as nothing.
  static let smallWindowIncrement = 128
  /// Bytes of names and values of a section, and how many times its block, that make it a bomb.
  static let bombByteCount = 64 * 1024
  static let bombRatio = 50
  /// Origins kept of a side's ORIGIN frames, and the bytes of one.
  static let keptOrigins = 64
  static let originByteCount = 512
}
