extension DeclaredType {
  /// What the name of a file of this type ends in, without the dot; nil when that is not known.
  var fileExtension: String? {
    if let known = Self.fileExtensions[essence] { return known }
    if essence.hasSuffix("+json") { return "json" }
    if essence.hasSuffix("+xml") { return "xml" }
    if essence.hasSuffix("+zip") { return "zip" }
    return essence.hasPrefix("text/") ? "txt" : nil
  }

  private static let fileExtensions = [
    "application/atom+xml": "atom", "application/dns-message": "dns", "application/gzip": "gz",
    "application/java-archive": "jar", "application/javascript": "js", "application/json": "json",
    "application/manifest+json": "webmanifest", "application/msword": "doc", "application/ogg": "ogg",
    "application/pdf": "pdf", "application/rss+xml": "rss", "application/rtf": "rtf", "application/sql": "sql",
    "application/toml": "toml", "application/vnd.apple.mpegurl": "m3u8", "application/vnd.ms-excel": "xls",
    "application/wasm": "wasm", "application/x-7z-compressed": "7z", "application/x-bzip2": "bz2",
    "application/x-javascript": "js", "application/x-ndjson": "ndjson", "application/x-tar": "tar",
    "application/x-www-form-urlencoded": "txt", "application/x-xz": "xz", "application/xhtml+xml": "xhtml",
    "application/xml": "xml", "application/yaml": "yaml", "application/zip": "zip", "application/zstd": "zst",
    "audio/aac": "aac", "audio/flac": "flac", "audio/mp4": "m4a", "audio/mpeg": "mp3", "audio/ogg": "ogg",
    "audio/wav": "wav", "font/otf": "otf", "font/ttf": "ttf", "font/woff": "woff", "font/woff2": "woff2",
    "image/avif": "avif", "image/bmp": "bmp", "image/gif": "gif", "image/jpeg": "jpg", "image/png": "png",
    "image/svg+xml": "svg", "image/tiff": "tiff", "image/vnd.microsoft.icon": "ico", "image/webp": "webp",
    "image/x-icon": "ico", "text/calendar": "ics", "text/css": "css", "text/csv": "csv", "text/html": "html",
    "text/javascript": "js", "text/markdown": "md", "text/xml": "xml", "video/mp2t": "ts", "video/mp4": "mp4",
    "video/mpeg": "mpeg", "video/webm": "webm",
  ]
}
