/// HTTP/2 connections that were opened while another one of the same client would have done. It adds up.
package struct ReuseTotals: Sendable, Equatable, BitwiseCopyable {
  /// To the same address for the same authority.
  package var duplicate = 0
  /// To the same address for authorities that the other one's certificate covers (RFC 9113 §9.1.1).
  package var coalescible = 0
  /// For authorities that the other one's server lists in an ORIGIN frame (RFC 8336), and its certificate covers.
  package var listed = 0
  /// For authorities that the other one's certificate covers, to another address.
  package var coveredElsewhere = 0
  /// What the handshakes of the first three cost, as far as they were captured.
  package private(set) var setupNanoseconds: Int64 = 0
  package var setupByteCount = 0
  package var roundTrips = 0
  /// Responses 421 (Misdirected Request): a server does not always want to be reused (RFC 9110 §15.5.20).
  package var misdirectedRequests = 0

  package init() {}

  package mutating func add(setupNanoseconds: Int64) {
    self.setupNanoseconds.addSaturating(setupNanoseconds)
  }

  package mutating func merge(_ other: ReuseTotals) {
    duplicate += other.duplicate
    coalescible += other.coalescible
    listed += other.listed
    coveredElsewhere += other.coveredElsewhere
    setupNanoseconds.addSaturating(other.setupNanoseconds)
    setupByteCount += other.setupByteCount
    roundTrips += other.roundTrips
    misdirectedRequests += other.misdirectedRequests
  }
}
