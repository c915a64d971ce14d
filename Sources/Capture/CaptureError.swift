/// Why an input cannot be used at all.
package struct CaptureError: Error, Equatable {
  package enum Reason: Error, Equatable {
    /// There is no such file.
    case missing
    /// The file may not be read by this user.
    case permissionDenied
    /// The process has as many files open as it may.
    case tooManyOpenFiles
    /// The file cannot be opened or read, for the reason that the operating system gives.
    case unreadable(String)
    case isDirectory
    /// Standard input is a person's keyboard.
    case isTerminal
    /// Standard input is named twice.
    case repeatedStandardInput
    case empty
    /// Not a pcap or pcapng file, but what the words say, such as "a PNG image"; nil when it is not recognised.
    case notACapture(String?)
    /// A pcap or pcapng file that is too short for its own header.
    case truncatedHeader(String)
    /// A version of pcap or pcapng that is not known.
    case unknownVersion(String)
    /// Compressed in a way that is not read, with the command that decompresses it.
    case unknownCompression(String, command: String)
    /// Compressed, and damaged before the first byte of a capture.
    case damagedCompression(String, reason: String)
    /// libpcap does not understand the filter, in its own words.
    case badFilter(String, reason: String)
    case noInput
    /// The program was told to stop while it waited for the first bytes.
    case interrupted
  }

  /// The input's name; nil when the error is not about one.
  package var input: String?
  package var reason: Reason

  /// One sentence for a person: what, and what to do.
  package var message: String {
    let name = input ?? "the capture"
    return switch reason {
    case .missing: "\(name) does not exist: check the name."
    case .permissionDenied: "\(name) may not be read by this user: change its permissions or run as another user."
    case .tooManyOpenFiles: "\(name) cannot be opened beside so many others: raise the limit with `ulimit -n`."
    case .unreadable(let reason): "\(name) cannot be read: \(reason)."
    case .isDirectory: "\(name) is a directory: name the capture files in it."
    case .isTerminal: "\(name) is a terminal: pipe a capture into it, or name a file."
    case .repeatedStandardInput: "\(name) is named more than once: it can be read only once."
    case .empty: "\(name) is empty: it holds no capture."
    case .notACapture(let what?): "\(name) is \(what), not a pcap or pcapng file."
    case .notACapture(nil): "\(name) is not a pcap or pcapng file."
    case .truncatedHeader(let format): "\(name) ends inside its file header: this \(format) file holds no packet."
    case .unknownVersion(let version): "\(name) has a version that is not known (\(version)): save it again as pcapng."
    case .unknownCompression(let what, let command):
      "\(name) is compressed with \(what), which is not read: decompress it with `\(command)` first."
    case .damagedCompression(let format, let reason):
      "\(name) is damaged \(format) data from which no capture can be read: \(reason)."
    case .badFilter(let filter, let reason): "the filter '\(filter)' cannot be used: \(reason)."
    case .interrupted: "\(name) was not waited for: the program was interrupted."
    case .noInput: "no capture is named: name a file, or - for standard input."
    }
  }
}
