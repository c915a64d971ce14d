import Bytes
import HTTP
import Testing

@testable import Comparison

@Suite("What names a request")
struct RequestNameTests {
  @Test(
    "Port, user and case of the authority do not matter",
    arguments: ["shop.example", "shop.example:8443", "SHOP.example:80", "user:1@shop.example:443", "shop.example:"])
  func authority(text: String) {
    #expect(RequestName(request("GET", authority: text, path: "/a")) == .get("/a"))
  }

  @Test("An IPv6 address keeps its groups")
  func address() {
    let name = RequestName(request("GET", authority: "[2001:db8::1]:8080", path: "/"))
    #expect(name == .get("/", host: "[2001:db8::1]"))
  }

  @Test("A target in absolute form is that of HTTP/2 (RFC 9112 §3.2.2)")
  func absoluteForm() {
    #expect(RequestName(request("GET", authority: "proxy", path: "http://shop.example:8080/a?b")) == .get("/a?b"))
    #expect(RequestName(request("GET", authority: "proxy", path: "http://shop.example")) == .get("/"))
  }

  @Test("CONNECT has no path")
  func connect() {
    let name = RequestName(request("CONNECT", authority: "shop.example:443", path: "shop.example:443"))
    #expect(name == RequestName(method: "CONNECT", host: "shop.example", path: ""))
  }

  @Test("Method, host and path do not run into each other")
  func borders() {
    #expect(RequestName(method: "GET", host: "a", path: "b/") != RequestName(method: "GET", host: "ab", path: "/"))
    #expect(RequestName(method: "GE", host: "Ta", path: "/") != RequestName(method: "GET", host: "a", path: "/"))
  }

  @Test("Long paths are kept in part, and told apart by their ends")
  func long() {
    let beginning = "/" + String(repeating: "x", count: 100_000)
    let names = ["a", "b"].map { RequestName(request("GET", authority: "shop.example", path: beginning + $0)) }
    #expect(names[0] != names[1])
    #expect(names[0] == RequestName(request("GET", authority: "shop.example", path: beginning + "a")))
    #expect(names.allSatisfy { $0.path.byteCount < ComparisonLimits.nameByteCount + 40 })
  }
}
