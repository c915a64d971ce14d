import Bytes
import Findings
import HTTP

@testable import Comparison

extension RequestName {
  static func get(_ path: String, host: String = "shop.example") -> RequestName {
    RequestName(method: "GET", host: host, path: path)
  }
}

extension ComparedExchange {
  /// A complete exchange; times in milliseconds.
  init(_ name: RequestName, at start: Int64, firstByte: Int64, total: Int64) {
    self.init(name: name, start: Timestamp(nanoseconds: start * 1_000_000))
    timeToFirstByte = firstByte * 1_000_000
    self.total = total * 1_000_000
    end = Timestamp(nanoseconds: (start + total) * 1_000_000)
  }
}

extension Load {
  init(_ exchanges: [ComparedExchange]) {
    self.init()
    self.exchanges = exchanges
    start = exchanges.map(\.start).min()
    end = exchanges.compactMap(\.end).max()
  }
}

/// A request as a dissector makes it.
func request(_ method: String, authority: String?, path: String?) -> Request {
  var request = Request()
  request.method = request.message.header.appendText(Array(method.utf8).rawSpan)
  if let authority { request.authority = request.message.header.appendText(Array(authority.utf8).rawSpan) }
  if let path { request.path = request.message.header.appendText(Array(path.utf8).rawSpan) }
  request.isCONNECT = method == "CONNECT"
  return request
}
