import ArgumentParser
import Findings
import Report

extension Selection {
  /// Refuses two ways to choose an exchange at once.
  static func refuse(stream: UInt32?, with exchange: Int?) throws {
    guard stream != nil, exchange != nil else { return }
    throw ValidationError("--stream and --exchange both choose an exchange: give one of them.")
  }
}

/// Who sent something.
enum SideChoice: String, ExpressibleByArgument, CaseIterable {
  case client
  case server

  var side: Side {
    switch self {
    case .client: .client
    case .server: .server
    }
  }
}
