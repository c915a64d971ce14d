/// Why an interface cannot be sniffed.
package struct LiveError: Error, Equatable {
  package enum Reason: Error, Equatable {
    case notPermitted
    case noSuchInterface
    case notUp
    /// libpcap does not understand the filter, in its own words.
    case badFilter(String, reason: String)
    /// In libpcap's words.
    case failed(String)
    /// There is none at all.
    case noInterface
  }

  /// The interface's name; empty when the error is not about one.
  package var interface: String
  package var reason: Reason

  /// One sentence for a person: what, and what to do.
  ///
  /// - Parameter program: the path of the program, which may be allowed to sniff.
  package func message(program: String) -> String {
    switch reason {
    case .notPermitted:
      """
      \(interface) may not be sniffed by this user: use sudo, or allow it once and for all with \
      `sudo setcap cap_net_raw,cap_net_admin=eip \(program)`.
      """
    case .noSuchInterface: "there is no interface \(interface): `wireprism interfaces` lists those that there are."
    case .notUp: "\(interface) is down: bring it up with `ip link set \(interface) up`."
    case .badFilter(let filter, let reason): "the filter '\(filter)' cannot be used: \(reason)."
    case .failed(let reason): "\(interface) cannot be sniffed: \(reason)."
    case .noInterface: "there is no interface that could be sniffed."
    }
  }
}
