import ArgumentParser

/// A number of bytes, such as `512M`: powers of 1,024.
struct ByteSize: ExpressibleByArgument {
  let byteCount: Int

  init?(argument: String) {
    self.init(argument, plainUnit: 1)
  }

  /// - Parameter plainUnit: what a number without a letter counts.
  init?(_ argument: String, plainUnit: Int) {
    let units: [Character: Int] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
    let unit = argument.last.flatMap { units[Character($0.lowercased())] }
    guard let number = Int(unit == nil ? argument : String(argument.dropLast())), number > 0 else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: unit ?? plainUnit)
    guard !overflow else { return nil }
    byteCount = product
  }
}

/// The size of a file as tcpdump takes it: without a letter in millions of bytes.
struct FileSize: ExpressibleByArgument {
  let byteCount: Int

  init?(argument: String) {
    guard let size = ByteSize(argument, plainUnit: 1_000_000) else { return nil }
    byteCount = size.byteCount
  }
}

/// The size of a ring as tcpdump takes it: without a letter in units of 1,024 bytes.
struct RingSize: ExpressibleByArgument {
  let byteCount: Int

  init?(argument: String) {
    guard let size = ByteSize(argument, plainUnit: 1024) else { return nil }
    byteCount = size.byteCount
  }
}
