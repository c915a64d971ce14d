import Analysis
import Metrics

/// The scorecard of docs/metrics.md for a person: the versions of HTTP side by side, or two captures.
struct Scorecard: Sendable {
  /// A number as a person reads it.
  struct Cell: Sendable {
    let text: String
    /// What it is worth beside the same of another column; nil when there is no such number.
    var value: Int?

    static let none = Cell(text: "-")
  }

  /// A number of each column.
  struct Row: Sendable {
    let title: String
    /// One for each of `columns`.
    let cells: [Cell]
  }

  /// What stands in a column.
  struct Column: Sendable {
    let name: String
    let totals: VersionTotals
    let origins: OriginSums

    var metrics: VersionMetrics { totals.metrics }
    var headers: HeaderTotals { totals.headers.sum }
  }

  /// The columns' names.
  let columns: [String]
  private(set) var rows: [Row] = []
  /// What the capture does not hold of a column's connections, in a sentence for each.
  private(set) var gaps: [String] = []

  /// The versions that occurred.
  init(_ summary: borrowing SummaryRecord) {
    let columns = [
      Column(name: "HTTP/1.1", totals: summary.http1, origins: summary.origins.sums { $0.http1 }),
      Column(name: "HTTP/2", totals: summary.http2, origins: summary.origins.sums { $0.http2 }),
    ]
    self.init(columns.filter { $0.totals.exchanges > 0 })
  }

  init(_ columns: [Column]) {
    self.columns = columns.map(\.name)
    guard !columns.isEmpty else { return }
    gaps = columns.compactMap { Self.gap(in: $0.metrics.coverage, of: $0.name) }
    Self.appendConnections(of: columns, to: &rows)
    Self.appendMixing(of: columns, to: &rows)
    Self.appendTimes(of: columns, to: &rows)
    Self.appendBytes(of: columns, to: &rows)
  }

  /// A row, left out where no column has anything to say.
  private static func append(
    _ title: String, of columns: [Column], to rows: inout [Row], _ cell: (Column) -> Cell
  ) {
    let cells = columns.map(cell)
    guard cells.contains(where: { $0.text != "-" }) else { return }
    rows.append(Row(title: title, cells: cells))
  }

  /// A row of durations, of which 0 says that there was none.
  private static func append(
    _ title: String, of columns: [Column], to rows: inout [Row], nanoseconds: (Column) -> Int64
  ) {
    append(title, of: columns, to: &rows) {
      let duration = nanoseconds($0)
      return Cell(text: duration > 0 ? PlainNumbers.duration(duration) : "-", value: Int(duration))
    }
  }

  /// A row of bytes.
  private static func append(_ title: String, of columns: [Column], to rows: inout [Row], bytes: (Column) -> Int) {
    append(title, of: columns, to: &rows) { Cell(text: PlainNumbers.bytes(bytes($0)), value: bytes($0)) }
  }

  /// A row of numbers, of which 0 says that there was none.
  private static func append(
    _ title: String, of columns: [Column], to rows: inout [Row], count: (Column) -> Int,
    as text: (Int) -> String = PlainNumbers.grouped
  ) {
    append(title, of: columns, to: &rows) {
      let count = count($0)
      return Cell(text: count > 0 ? text(count) : "-", value: count)
    }
  }

  /// A row of shares.
  private static func append(
    _ title: String, of columns: [Column], to rows: inout [Row], share: (Column) -> (part: Int, whole: Int)
  ) {
    append(title, of: columns, to: &rows) {
      let share = share($0)
      return Cell(text: PlainNumbers.percent(share.part, of: share.whole))
    }
  }

  private static func gap(in coverage: CoverageTotals, of name: String) -> String? {
    let parts = [
      (coverage.withoutHandshake, "without the handshake"), (coverage.withoutBeginning, "without the beginning"),
      (coverage.oneSided, "from one side alone"), (coverage.withMissingBytes, "with bytes missing"),
    ].filter { $0.0 > 0 }.map { "\(PlainNumbers.grouped($0.0)) \($0.1)" }
    guard !parts.isEmpty else { return nil }
    return "\(name): of \(PlainNumbers.counted(coverage.connections, "connection")) the capture has "
      + parts.joined(separator: ", ") + ": times and counts that need them are lower bounds, or left out."
  }

  private static func appendConnections(of columns: [Column], to rows: inout [Row]) {
    append("requests", of: columns, to: &rows, count: { Int($0.metrics.requestsPerConnection.sum) })
    append("connections", of: columns, to: &rows, count: { $0.totals.connections })
    append("requests a connection, mean / most", of: columns, to: &rows) {
      let requests = $0.metrics.requestsPerConnection
      let mean = PlainNumbers.ratio(requests.sum, of: Int64(requests.count))
      return requests.count > 0 ? Cell(text: "\(mean) / \(PlainNumbers.grouped(Int(requests.maximum)))") : .none
    }
    append("connections an origin, mean / at once", of: columns, to: &rows) {
      let mean = PlainNumbers.ratio(Int64($0.origins.connections), of: Int64($0.origins.origins))
      return $0.origins.origins > 0
        ? Cell(text: "\(mean) / \(PlainNumbers.grouped($0.origins.mostConnectionsAtOnce))") : .none
    }
    append("open at once on a connection, mean / most", of: columns, to: &rows) {
      let concurrency = $0.metrics.concurrency
      let mean = PlainNumbers.ratio(concurrency.openNanoseconds, of: concurrency.busyNanoseconds)
      let most = max(concurrency.maximum, $0.totals.maxConcurrent)
      return most > 0 ? Cell(text: "\(mean) / \(PlainNumbers.grouped(most))") : .none
    }
  }

  private static func appendMixing(of columns: [Column], to rows: inout [Row]) {
    append(
      "sent before the last response had ended", of: columns, to: &rows,
      share: {
        ($0.metrics.overlappingRequests, Int($0.metrics.requestsPerConnection.sum))
      })
    append(
      "streams mixed, of the opportunities", of: columns, to: &rows,
      share: {
        ($0.metrics.multiplex.switches, $0.metrics.multiplex.opportunities)
      })
    append(
      "others' bytes within a body", of: columns, to: &rows,
      share: {
        ($0.metrics.multiplex.foreignWeight, $0.metrics.multiplex.ownByteCount)
      })
  }

  private static func appendTimes(of columns: [Column], to rows: inout [Row]) {
    append("setup a request", of: columns, to: &rows) {
      let setup = $0.metrics.setup
      guard setup.requests > 0 else { return .none }
      let each = setup.nanoseconds / Int64(setup.requests)
      return Cell(text: PlainNumbers.milliseconds(each) + " ms", value: Int(each))
    }
    append("TLS handshakes, bytes a request", of: columns, to: &rows) {
      let setup = $0.metrics.setup
      guard setup.byteCount > 0, setup.requests > 0 else { return .none }
      let each = setup.byteCount / setup.requests
      return Cell(text: PlainNumbers.bytes(each), value: each)
    }
    append("wait for a response, median / 99 %", of: columns, to: &rows) {
      let wait = $0.metrics.phases.wait
      guard wait.count > 0 else { return .none }
      let (median, late) = (wait.median, wait.quantile(perMille: 990))
      return Cell(text: "\(PlainNumbers.milliseconds(median)) / \(PlainNumbers.milliseconds(late)) ms")
    }
    append(
      "held back by an earlier response", of: columns, to: &rows,
      nanoseconds: {
        $0.metrics.headOfLineBlockedNanoseconds
      })
    append("behind lost segments", of: columns, to: &rows, nanoseconds: { $0.metrics.tcpBlocking.allStallNanoseconds })
    append(
      "streams behind others' lost segments", of: columns, to: &rows,
      nanoseconds: {
        $0.metrics.tcpBlocking.innocentNanoseconds
      })
    append(
      "held back by flow control", of: columns, to: &rows,
      nanoseconds: {
        $0.metrics.flowControl.blockedNanoseconds
      })
    append("at the server's limit of streams", of: columns, to: &rows, nanoseconds: { $0.metrics.limitNanoseconds })
    append(
      "sent as soon as a connection was free (derived)", of: columns, to: &rows,
      count: { $0.origins.backToBackRequests })
    append(
      "all connections to an origin busy (derived)", of: columns, to: &rows,
      nanoseconds: {
        $0.origins.saturatedNanoseconds
      })
  }

  private static func appendBytes(of columns: [Column], to rows: inout [Row]) {
    append("headers as sent", of: columns, to: &rows, bytes: { $0.headers.wireByteCount })
    append("headers as HTTP/1.1 text", of: columns, to: &rows, bytes: { $0.headers.http1ByteCount })
    append("headers under HPACK (HTTP/1.1: modelled)", of: columns, to: &rows, bytes: { $0.headers.hpackByteCount })
    append(
      "what HPACK saves of the text", of: columns, to: &rows,
      share: {
        ($0.headers.http1ByteCount - $0.headers.hpackByteCount, $0.headers.http1ByteCount)
      })
    append(
      "framing, of all bytes", of: columns, to: &rows,
      share: {
        ($0.metrics.framing.overheadByteCount, $0.metrics.framing.byteCount)
      })
    append("bodies of requests", of: columns, to: &rows, bytes: { $0.totals.requestBodyByteCount })
    append("bodies of responses", of: columns, to: &rows, bytes: { $0.totals.responseBodyByteCount })
    append(
      "compressed, of compressible bodies", of: columns, to: &rows,
      share: {
        let bodies = $0.totals.bodies.sum
        return (bodies.compressedByteCount, bodies.compressibleByteCount)
      })
    append(
      "left uncompressed, though the client takes it", of: columns, to: &rows,
      count: {
        $0.totals.bodies.sum.missedByteCount
      }, as: PlainNumbers.bytes)
    append(
      "what that takes under gzip (derived)", of: columns, to: &rows,
      count: {
        $0.totals.bodies.sum.missedGzipByteCount ?? 0
      }, as: PlainNumbers.bytes)
    append("pushed responses", of: columns, to: &rows, count: { $0.totals.pushes })
    append(
      "pushed bytes that may have been of use (derived)", of: columns, to: &rows,
      share: {
        ($0.metrics.push.usefulByteCount, $0.metrics.push.byteCount)
      })
    append("early hints (103) / preload links", of: columns, to: &rows) {
      let hints = $0.metrics.hints
      guard hints != HintTotals() else { return .none }
      return Cell(text: "\(PlainNumbers.grouped(hints.earlyHints)) / \(PlainNumbers.grouped(hints.preloadLinks))")
    }
  }
}
