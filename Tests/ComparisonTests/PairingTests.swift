import Testing

@testable import Comparison

@Suite("Pairing")
struct PairingTests {
  private func pairs(_ a: [RequestName], _ b: [RequestName]) -> [[Int]] {
    Pairing(a, b).pairs.map { [$0.a, $0.b] }
  }

  @Test("By method, host and path, whatever the order")
  func names() {
    let a: [RequestName] = [.get("/"), .get("/a"), .get("/b")]
    #expect(pairs(a, [.get("/b"), .get("/"), .get("/a")]) == [[0, 1], [1, 2], [2, 0]])
    #expect(pairs(a, [RequestName(method: "HEAD", host: "shop.example", path: "/a")]) == [])
  }

  @Test("Repetitions in order of appearance; what is too many has no counterpart")
  func repetitions() {
    let pairing = Pairing([.get("/"), .get("/"), .get("/x")], [.get("/"), .get("/y"), .get("/"), .get("/")])
    #expect(pairing.pairs == [.init(a: 0, b: 0), .init(a: 1, b: 2)])
    #expect(pairing.onlyInA == [2])
    #expect(pairing.onlyInB == [1, 3])
  }

  @Test("By path where the hosts differ")
  func hosts() {
    let pairing = Pairing(
      [.get("/", host: "old.example"), .get("/a", host: "cdn.example")],
      [.get("/a", host: "cdn.example"), .get("/", host: "new.example")])
    #expect(pairing.pairs == [.init(a: 0, b: 1, isAcrossHosts: true), .init(a: 1, b: 0)])
  }

  @Test("Not by path with a host that both know: there it was another request")
  func knownHosts() {
    let pairing = Pairing(
      [.get("/a", host: "one.example"), .get("/", host: "two.example")],
      [.get("/", host: "one.example"), .get("/b", host: "two.example")])
    #expect(pairing.pairs.isEmpty)
    #expect(pairing.onlyInA == [0, 1] && pairing.onlyInB == [0, 1])
  }

  @Test("Nothing on one side")
  func empty() {
    #expect(Pairing([], [.get("/")]).onlyInB == [0])
    #expect(Pairing([.get("/")], []).onlyInA == [0])
  }

  @Test("Time grows with the number of exchanges, not with its square", .timeLimit(.minutes(1)))
  func many() {
    let names = (0..<ComparisonLimits.exchanges).map { RequestName.get("/\($0 % 10)") }
    #expect(Pairing(names, names).pairs.count == names.count)
  }
}
