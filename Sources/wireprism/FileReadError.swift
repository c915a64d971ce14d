import Glibc

/// A file that cannot be used, beside the captures.
struct FileReadError: SaidError, Equatable {
  var name: String
  var reason: String

  init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }

  init(name: String, errno code: Int32) {
    // Safe: the text is copied at once, and no other thread asks for one.
    self.init(name: name, reason: "cannot be read: " + (unsafe String(cString: strerror(code))))
  }

  /// One sentence for a person.
  var message: String { "\(name) \(reason)." }
}
