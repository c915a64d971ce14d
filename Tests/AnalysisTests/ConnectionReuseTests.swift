import Findings
import Metrics
import Packet
import Testing

@testable import Analysis

@Suite("HTTP/2 connections that were not needed")
struct ConnectionReuseTests {
  /// A connection from a second to another.
  private func connection(
    _ authority: String, certificate: [String] = [], listing listed: Set<String> = [], server: UInt32 = 9,
    client: UInt32 = 1, _ start: Int64, _ end: Int64
  ) -> ConnectionReuse.Connection {
    ConnectionReuse.Connection(
      client: IPAddress(ipv4: client), server: Endpoint(address: IPAddress(ipv4: server), port: 443),
      start: Timestamp(nanoseconds: start * 1_000_000_000), end: Timestamp(nanoseconds: end * 1_000_000_000),
      authorities: [authority], hostNames: certificate, listedAuthorities: listed, setupNanoseconds: 1000,
      setupByteCount: 100, roundTrips: 2)
  }

  private func totals(_ connections: [ConnectionReuse.Connection]) -> ReuseTotals {
    var reuse = ConnectionReuse()
    var totals = ReuseTotals()
    // In the order in which they end, as they come.
    for connection in connections.sorted(by: { $0.end < $1.end }) { reuse.add(connection, to: &totals) }
    return totals
  }

  private let names = ["example.com", "*.example.com"]

  @Test("The same authority at the same address: whichever ends first", arguments: [3, 9] as [Int64])
  func duplicate(end: Int64) {
    let totals = totals([connection("a.example", 0, 5), connection("a.example", 1, end)])
    #expect(totals.duplicate == 1 && totals.coalescible == 0)
    #expect(totals.setupNanoseconds == 1000 && totals.setupByteCount == 100 && totals.roundTrips == 2)
  }

  @Test(
    "RFC 9113 §9.1.1: the certificate of the earlier one covers the host",
    arguments: ["example.com", "img.example.com:443"])
  func coalescible(authority: String) {
    let totals = totals([
      connection("www.example.com", certificate: names, 0, 5), connection(authority, certificate: names, 1, 3),
    ])
    #expect(totals.coalescible == 1 && totals.duplicate == 0 && totals.coveredElsewhere == 0)
    #expect(totals.setupByteCount == 100)
  }

  @Test(
    "A wildcard covers one label and no other domain",
    arguments: ["a.b.example.com", "badexample.com", "example.org", "com", "[2001:db8::1]:443"])
  func notCovered(authority: String) {
    let totals = totals([
      connection("www.example.com", certificate: names, 0, 5), connection(authority, certificate: names, 1, 3),
    ])
    #expect(totals == ReuseTotals())
  }

  @Test("At another address it costs nothing that could have been saved for certain")
  func elsewhere() {
    let totals = totals([
      connection("www.example.com", certificate: names, 0, 5),
      connection("img.example.com", certificate: names, server: 8, 1, 3),
    ])
    #expect(totals.coveredElsewhere == 1 && totals.setupByteCount == 0)
  }

  @Test("RFC 8336: what the server lists needs no other address, as long as the certificate covers it")
  func listed() {
    func totals(certificate: [String]) -> ReuseTotals {
      self.totals([
        connection("www.example.com", certificate: certificate, listing: ["img.example.com"], 0, 5),
        connection("img.example.com", server: 8, 1, 3),
      ])
    }
    #expect(totals(certificate: names).listed == 1 && totals(certificate: names).setupByteCount == 100)
    #expect(totals(certificate: ["www.example.com"]) == ReuseTotals())
  }

  @Test("One after the other, of another client, or without a certificate, nothing is said")
  func needed() {
    let first = connection("www.example.com", certificate: names, 0, 5)
    #expect(totals([first, connection("img.example.com", certificate: names, 5, 7)]) == ReuseTotals())
    #expect(totals([first, connection("img.example.com", certificate: names, client: 2, 1, 3)]) == ReuseTotals())
    #expect(totals([first, connection("img.example.com", 1, 3)]) == ReuseTotals())
  }

  @Test("A connection counts once, for the best reason")
  func once() {
    let totals = totals([
      connection("www.example.com", certificate: names, 0, 5),
      connection("www.example.com", certificate: names, server: 8, 0, 6),
      connection("img.example.com", certificate: names, 1, 9),
      connection("img.example.com", certificate: names, 2, 10),
    ])
    // The second is covered elsewhere by the first; the third is coalescible with the first, the fourth repeats the third.
    #expect(totals.coveredElsewhere == 1)
    #expect(totals.coalescible == 1)
    #expect(totals.duplicate == 1)
    #expect(totals.setupByteCount == 200)
  }
}
