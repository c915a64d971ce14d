import HTTP

extension MediaType {
  /// Whether content of this type is text, or binary that compresses as well: what servers compress when they do. A stream of
  /// events is none: it has no end to wait for.
  var isCompressible: Bool {
    if begins(with: "text/") { return !isEventStream }
    if begins(with: "application/") {
      return ends(with: "json") || ends(with: "xml") || ends(with: "javascript") || ends(with: "ecmascript")
        || ends(with: "wasm") || ends(with: "x-www-form-urlencoded") || ends(with: "font-ttf")
        || ends(with: "fontobject")
    }
    return names("image/svg+xml") || names("font/ttf") || names("font/otf")
  }
}
