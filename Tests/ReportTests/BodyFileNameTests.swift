import Bytes
import Findings
import HTTP
import Testing

@testable import Report

@Suite("Names of extracted bodies")
struct BodyFileNameTests {
  private func name(
    _ target: String, authority: String = "www.example.com", type: String? = nil, head: String = "text",
    coding: String? = nil, side: Side = .server, exchange: Int = 12
  ) -> String {
    BodyFileName(connection: 3, exchange: exchange, side: side, authority: authority, target: target)
      .text(
        type: type.flatMap { DeclaredType(MediaType(Array($0.utf8).rawSpan)) }, head: Array(head.utf8).rawSpan,
        coding: coding)
  }

  @Test("Connection, exchange, side, host and path; the extension of the path, the type, or the first bytes")
  func plain() {
    #expect(name("/static/logo.png") == "0003-0012-response-www.example.com-static-logo.png")
    #expect(name("/static/logo.png", side: .client) == "0003-0012-request-www.example.com-static-logo.png")
    #expect(name("/api/cart?id=secret", type: "application/json") == "0003-0012-response-www.example.com-api-cart.json")
    #expect(name("/", type: "text/html") == "0003-0012-response-www.example.com.html")
    #expect(name("/x") == "0003-0012-response-www.example.com-x.txt")
    #expect(name("/x", head: "GIF89a") == "0003-0012-response-www.example.com-x.gif")
    #expect(name("/x", head: "\0") == "0003-0012-response-www.example.com-x.bin")
    #expect(name("http://b.example/x.js#y", authority: "b.example") == "0003-0012-response-b.example-x.js")
    #expect(name("/r?u=http://a/b.js", type: "text/css") == "0003-0012-response-www.example.com-r.css")
    #expect(name("/app.js", coding: "gzip") == "0003-0012-response-www.example.com-app.js.gz")
    #expect(name("/app.js", coding: "br, gzip") == "0003-0012-response-www.example.com-app.js.coded")
    #expect(name("/stra%C3%9Fe/%e6%9d%b1.txt") == "0003-0012-response-www.example.com-straße-東.txt")
    #expect(name("*", authority: "") == "0003-0012-response-_.txt")
    #expect(name("", authority: "[2001:db8::1]:8080") == "0003-0012-response-_2001_db8_1_8080.txt")
  }

  @Test("A long name is not cut behind a dot", arguments: 0..<3)
  func cut(offset: Int) {
    let name = name("/" + String(repeating: "a", count: offset) + String(repeating: ".b", count: 200) + "/x")
    #expect(name.utf8.count <= 255 && !name.contains(".."))
  }

  @Test(
    "No name means anything but itself",
    arguments: [
      "../../etc/passwd", "/../../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2E%2E/x", "/a/./b/..", "..", ".",
      "/a\0b", "/%00", "/-rf", "/CON", "/con.txt", "/NUL", "/COM1.png", "/a\\..\\b", "C:\\x", "/~root", "/$(reboot)",
      "/`x`", "/a|b;c&d", "/*?.txt", "/a\u{202E}gpj.exe", "/%E2%80%AEgpj.exe", "/\u{1B}[2J", "/%1b]0;x%07", "/a\nb",
      "/ ", "/a.", "/a. . .", "/.hidden", "/.htaccess", "/\u{FFFD}", "/%ff%fe", "/index.json", "/%", "/%2", "//", "",
      "http://", "http:///", "/e\u{301}.txt", "/x.\u{301}", "/\u{1F600}.txt", "/x.tar.gz", "/x.partial",
      "/x." + String(repeating: "e", count: 300),
    ])
  func hostile(target: String) {
    for authority in ["www.example.com", target, ""] {
      let name = name(target, authority: authority)
      #expect(name.hasPrefix("0003-0012-response") && !name.contains("..") && !name.hasSuffix("."), "\(name)")
      #expect(
        name.unicodeScalars.allSatisfy {
          $0.properties.isAlphabetic || $0.properties.numericType != nil || "._-".unicodeScalars.contains($0)
            || $0.properties.generalCategory == .nonspacingMark
        }, "\(name)")
      #expect(name.utf8.count + BodyFileName.partialMark.utf8.count <= 255)
    }
  }

  @Test("Long names are cut between characters and keep their extension")
  func long() {
    for letter in ["a", "é", "東", "𝒳"] {
      let name = name("/" + String(repeating: letter, count: 10_000) + ".png", authority: "h")
      #expect(name.hasPrefix("0003-0012-response-h-" + letter) && name.hasSuffix(letter + ".png"))
      #expect((244...247).contains(name.utf8.count))
    }
    let deep = name(String(repeating: "/a", count: 100_000) + ".png", authority: String(repeating: "h", count: 10_000))
    #expect(deep.utf8.count == 247 && deep.hasSuffix("h.png"))
  }

  @Test("Two bodies never have one name, whatever the file system makes of case")
  func collisions() {
    let names = ["/README", "/readme", "/a/b", "/a-b", "/a_b", "/a%2fb"].enumerated().flatMap { index, target in
      [Side.client, .server].map { name(target, side: $0, exchange: index).lowercased() }
    }
    #expect(Set(names).count == names.count)
  }
}
