import HTTP

/// What a response was fetched for, in the words of Chromium's HAR.
enum HARResourceType: String {
  case document
  case stylesheet
  case image
  case media
  case font
  case script
  case fetch
  case websocket
  case manifest
  case other

  /// Nil when nothing says so: viewers then go by the content's type.
  init?(_ exchange: borrowing Exchange) {
    if exchange.upgrade == .webSocket {
      self = .websocket
      return
    }
    let header = exchange.request.message.header
    guard let line = header.first("sec-fetch-dest") else { return nil }
    switch String(decodingUTF8: header.value(line)) {
    case "document", "iframe", "frame": self = .document
    case "style", "xslt": self = .stylesheet
    case "image": self = .image
    case "audio", "video", "track": self = .media
    case "font": self = .font
    case "script", "worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet": self = .script
    case "empty": self = .fetch
    case "manifest": self = .manifest
    default: self = .other
    }
  }
}
