// How many columns of a terminal text takes, and cutting it to fit. A scalar counts 1, a wide East Asian one 2, a combining
// mark 0: near enough for a table.
extension String {
  /// Columns.
  var displayWidth: Int {
    unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }

  /// The text with its middle replaced by `…` where it is wider than a number of columns.
  func cutInTheMiddle(to width: Int) -> String {
    guard displayWidth > width else { return self }
    guard width > 1 else { return width == 1 ? "…" : "" }
    // The end of a path says more than its middle, its beginning most.
    let tailWidth = (width - 1) / 3
    let head = fitting(unicodeScalars, in: width - 1 - tailWidth)
    let tail = fitting(unicodeScalars.reversed(), in: tailWidth).reversed()
    return head.reduce(into: "") { $0.unicodeScalars.append($1) } + "…"
      + tail.reduce(into: "") { $0.unicodeScalars.append($1) }
  }

  private func fitting(_ scalars: some Sequence<Unicode.Scalar>, in width: Int) -> [Unicode.Scalar] {
    var left = width
    return Array(
      scalars.prefix { scalar in
        left -= scalar.displayWidth
        return left >= 0
      })
  }
}

extension Unicode.Scalar {
  fileprivate var displayWidth: Int {
    switch value {
    case ..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default:
      let category = properties.generalCategory
      return category == .nonspacingMark || category == .enclosingMark ? 0 : 1
    }
  }
}
