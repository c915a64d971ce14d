/// Something odd in the traffic that a person should know. Parsing goes on after it: it is never an error of the program.
///
/// Each target keeps its findings in one file, `Finding+TARGET.swift`, as static functions that build the sentence.
public struct Finding: Sendable, Equatable {
  /// How much it matters.
  public enum Severity: UInt8, Sendable, Comparable, CaseIterable {
    /// Worth knowing; nothing is broken.
    case note
    /// The specification's SHOULD, or something that may hurt.
    case warning
    /// The specification's MUST, or data that could not be understood.
    case error

    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

    /// The word that records use.
    public var name: String {
      switch self {
      case .note: "note"
      case .warning: "warning"
      case .error: "error"
      }
    }
  }

  /// How much it matters.
  public var severity: Severity
  /// Kebab-case and stable, such as `h2-rapid-reset`.
  public var code: String
  /// One sentence for a person. Captured bytes in it are escaped by whoever prints it.
  public var message: String
  /// The section or CVE that says so, such as `RFC 9112 §6.3`, or nil.
  public var reference: String?
  /// The HTTP/2 stream that it is about, or nil for the whole connection.
  public var stream: UInt32?
  /// The packet that showed it: 1, 2, 3… in the order in which they were read. Set by the pipeline, which knows; nil where
  /// more than a packet shows it, as the end of the capture.
  public var packet: Int?

  public init(
    _ severity: Severity, code: String, message: String, reference: String? = nil, stream: UInt32? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.reference = reference
    self.stream = stream
  }
}
