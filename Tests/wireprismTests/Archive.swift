/// What the HAR 1.2 specification asks of a file: which members an object has, and of which type.
enum Archive {
  /// The members of an object: those that it must have, and those that it may have.
  private struct Shape: Sendable {
    let required: [String: Kind]
    var optional: [String: Kind] = [:]
  }

  private indirect enum Kind: Sendable {
    case string
    case number
    case integer
    case boolean
    case object(Shape)
    case array(of: Shape)
  }

  /// What is wrong with a file; nothing when it is valid. Members whose names begin with `_` are an application's own.
  static func problems(of archive: Any) -> [String] {
    problems(of: archive, .object(Shape(required: ["log": .object(log)])), at: "")
  }

  private static let log = Shape(
    required: ["version": .string, "creator": .object(creator), "entries": .array(of: entry)],
    optional: ["browser": .object(creator), "pages": .array(of: page), "comment": .string])

  private static let creator = Shape(required: ["name": .string, "version": .string], optional: ["comment": .string])

  private static let page = Shape(
    required: ["startedDateTime": .string, "id": .string, "title": .string, "pageTimings": .object(pageTimings)],
    optional: ["comment": .string])

  private static let pageTimings = Shape(
    required: [:], optional: ["onContentLoad": .number, "onLoad": .number, "comment": .string])

  private static let entry = Shape(
    required: [
      "startedDateTime": .string, "time": .number, "request": .object(request), "response": .object(response),
      "cache": .object(cache), "timings": .object(timings),
    ],
    optional: ["pageref": .string, "serverIPAddress": .string, "connection": .string, "comment": .string])

  private static let cache = Shape(required: [:], optional: ["comment": .string])

  private static let request = Shape(
    required: [
      "method": .string, "url": .string, "httpVersion": .string, "cookies": .array(of: cookie),
      "headers": .array(of: pair), "queryString": .array(of: pair), "headersSize": .integer, "bodySize": .integer,
    ],
    optional: ["postData": .object(postData), "comment": .string])

  private static let postData = Shape(
    required: ["mimeType": .string],
    optional: ["params": .array(of: param), "text": .string, "comment": .string])

  private static let param = Shape(
    required: ["name": .string],
    optional: ["value": .string, "fileName": .string, "contentType": .string, "comment": .string])

  private static let response = Shape(
    required: [
      "status": .integer, "statusText": .string, "httpVersion": .string, "cookies": .array(of: cookie),
      "headers": .array(of: pair), "content": .object(content), "redirectURL": .string, "headersSize": .integer,
      "bodySize": .integer,
    ],
    optional: ["comment": .string])

  private static let content = Shape(
    required: ["size": .integer, "mimeType": .string],
    optional: ["compression": .integer, "text": .string, "encoding": .string, "comment": .string])

  private static let pair = Shape(required: ["name": .string, "value": .string], optional: ["comment": .string])

  /// `sameSite` is Chromium's.
  private static let cookie = Shape(
    required: ["name": .string, "value": .string],
    optional: [
      "path": .string, "domain": .string, "expires": .string, "httpOnly": .boolean, "secure": .boolean,
      "sameSite": .string, "comment": .string,
    ])

  private static let timings = Shape(
    required: ["send": .number, "wait": .number, "receive": .number],
    optional: ["blocked": .number, "dns": .number, "connect": .number, "ssl": .number, "comment": .string])

  // MARK: Checking

  private static func problems(of value: Any, _ kind: Kind, at place: String) -> [String] {
    switch kind {
    case .string: return value is String ? [] : ["\(place) is no string"]
    // A number that is a Bool too is JSON's true or false, or 0 or 1.
    case .number: return value is Double ? [] : ["\(place) is no number"]
    case .integer: return value is Int ? [] : ["\(place) is no integer"]
    case .boolean: return value is Bool ? [] : ["\(place) is no boolean"]
    case .array(let shape):
      guard let elements = value as? [Any] else { return ["\(place) is no array"] }
      return elements.enumerated().flatMap { problems(of: $1, .object(shape), at: "\(place)[\($0)]") }
    case .object(let shape):
      guard let object = value as? [String: Any] else { return ["\(place) is no object"] }
      var found = shape.required.keys.filter { object[$0] == nil }.map { "\(place) has no \($0)" }
      for (name, member) in object where !name.hasPrefix("_") {
        guard let kind = shape.required[name] ?? shape.optional[name] else {
          found.append("\(place) has \(name), which HAR does not know")
          continue
        }
        found += problems(of: member, kind, at: "\(place).\(name)")
      }
      return found
    }
  }
}
