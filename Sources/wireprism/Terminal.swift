import ArgumentParser
import Glibc

/// When to use colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto
  case always
  case never
}

/// What standard output is. It wraps the C library's calls.
enum Terminal {
  /// Columns: `COLUMNS`, else the terminal's, else 80.
  static var width: Int {
    if let columns = environment("COLUMNS").flatMap(Int.init), columns > 0 { return columns }
    var size = winsize()
    // The kernel fills the structure, which outlives the call.
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Whether to use colour: with `auto` on a terminal that can show it, unless `NO_COLOR` is set (no-color.org).
  static func isColored(_ choice: ColorChoice) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto:
      guard isatty(STDOUT_FILENO) == 1, environment("NO_COLOR") ?? "" == "" else { return false }
      return environment("TERM") ?? "dumb" != "dumb"
    }
  }

  private static func environment(_ name: String) -> String? {
    // The environment's text is copied at once.
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
