import Foundation
import Testing

/// Real traffic in a network namespace of the test, sniffed while it flows.
@Suite("Live", .serialized, .enabled(if: LiveNamespace.canRun, Comment(rawValue: LiveNamespace.reason)))
struct LiveTests {
  @Test("Every request that the server logged is in the output: HTTP/1.1, h2c, and TLS with keys that come meanwhile")
  func everyRequest() throws {
    let folder = try TemporaryFolder()
    let run = try LiveNamespace.run(
      """
      serve
      live -i lo -k keys -w saved.pcapng --keys-into
      export SSLKEYLOGFILE=$PWD/keys
      for name in small.txt large.txt missing; do
        curl -sSo /dev/null http://127.0.0.1:8080/$name
        curl -sSo /dev/null --http2-prior-knowledge http://127.0.0.1:8081/$name
        curl -sSko /dev/null https://127.0.0.1:8443/$name
        curl -sSko /dev/null --http1.1 https://127.0.0.1:8443/$name
      done
      curl -sSk https://127.0.0.1:8443/small.txt -o /dev/null https://127.0.0.1:8443/large.txt -o /dev/null
      h2load -n 200 -c 4 -m 10 http://127.0.0.1:8081/small.txt > /dev/null
      h2load -n 200 -c 4 -m 10 https://127.0.0.1:8443/small.txt > /dev/null
      h2load -n 200 -c 4 --h1 http://127.0.0.1:8080/small.txt > /dev/null
      stop
      """, in: folder)
    try #require(run.status == 0, "\(run.errors)")
    #expect(try folder.text("status") == "130\n")
    let served = try folder.lines("served")
    #expect(served.count > 600)
    #expect(try exchanges(inRecords: folder.text("records")) == served)
    // What was saved says the same, with the keys that it carries.
    let saved = try Program.run(["export", folder.path("saved.pcapng")])
    #expect(try exchanges(inRecords: saved.output) == served)
    #expect(saved.errors == [])
  }

  @Test("Several interfaces between two namespaces, and any")
  func severalInterfaces() throws {
    let folder = try TemporaryFolder()
    let run = try LiveNamespace.run(
      """
      mount -t tmpfs none /run && ip netns add other
      ip link add left type veth peer name right netns other
      ip address add 192.0.2.1/24 dev left && ip link set left up
      ip -n other address add 192.0.2.2/24 dev right && ip -n other link set right up
      serve
      live -i left -i lo
      for name in small.txt large.txt; do
        ip netns exec other curl -sSo /dev/null http://192.0.2.1:8080/$name
        curl -sSo /dev/null --http2-prior-knowledge http://127.0.0.1:8081/$name
      done
      stop
      cp records two
      cp served served-two
      live -i any -f 'tcp port 8080'
      ip netns exec other curl -sSo /dev/null http://192.0.2.1:8080/small.txt
      curl -sSo /dev/null --http2-prior-knowledge http://127.0.0.1:8081/small.txt
      stop
      """, in: folder)
    try #require(run.status == 0, "\(run.errors)")
    #expect(try exchanges(inRecords: folder.text("two")) == folder.lines("served-two"))
    #expect(try exchanges(inRecords: folder.text("records")) == ["HTTP/1.1 GET /small.txt 200 6"])
  }

  @Test("Records wait for a key that comes a second late; without one the connection is reported all the same")
  func lateKeys() throws {
    let folder = try TemporaryFolder()
    let run = try LiveNamespace.run(
      """
      serve
      live -i lo -k keys --summary-every 1
      SSLKEYLOGFILE=$PWD/late curl -sSko /dev/null https://127.0.0.1:8443/small.txt
      curl -sSko /dev/null https://127.0.0.1:8443/small.txt
      sleep 1
      ! grep -q '"record":"exchange"' records
      await 'grep -q "\\"connections_without_secret\\":2" records'
      cp late keys
      await 'grep -q "\\"record\\":\\"exchange\\"" records'
      stop
      """, in: folder)
    try #require(run.status == 0, "\(run.errors)")
    let records = try folder.text("records")
    #expect(try exchanges(inRecords: records) == ["HTTP/2.0 GET /small.txt 200 6"])
    #expect(records.contains("\"decrypted\":false"))
  }

  @Test("kill -9 leaves a file that can be read up to its last block")
  func killed() throws {
    let folder = try TemporaryFolder()
    let run = try LiveNamespace.run(
      """
      serve
      live -i lo -w saved.pcapng
      h2load -n 3000 -c 4 -m 10 http://127.0.0.1:8081/small.txt > /dev/null
      h2load -D 30 -c 4 -m 10 http://127.0.0.1:8081/large.txt > /dev/null &
      await '[ $(stat -c %s saved.pcapng) -gt 10000000 ]'
      kill -9 $live
      """, in: folder)
    try #require(run.status == 0, "\(run.errors)")
    let saved = try Program.run(["export", folder.path("saved.pcapng")])
    #expect(saved.status == 0)
    // Blocks are written whole; only the write that was killed may have left the beginning of its last one.
    #expect(saved.errors.allSatisfy { $0.contains("everything before it was used") })
    #expect(try exchanges(inRecords: saved.output).count >= 3000)
  }

  @Test("A ring of files holds the last packets; SIGHUP goes on in new files")
  func files() throws {
    let folder = try TemporaryFolder()
    let run = try LiveNamespace.run(
      """
      serve
      $wireprism live --format ndjson -i lo -w ring -C 64k -W 3 -o written 2> errors & live=$!
      await '[ -s written ]'
      for _ in $(seq 12); do curl -sSo /dev/null http://127.0.0.1:8080/large.txt; done
      await '[ $(wc -l < written) -ge 13 ]'
      mv written moved
      mkdir away && mv ring? away
      kill -HUP $live
      await '[ -e written ]'
      await 'ls ring? >/dev/null 2>&1'
      curl -sSo /dev/null http://127.0.0.1:8080/small.txt
      stop
      """, in: folder)
    try #require(run.status == 0, "\(run.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("away")).sorted()
    #expect(names == ["ring0", "ring1", "ring2"])
    for name in names {
      let part = try Program.run(["export", folder.path("away/" + name)])
      #expect(part.status == 0 && part.errors == [])
    }
    let last = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("ring") }
    let after = try Program.run(["export"] + last.map { folder.path($0) })
    #expect(try exchanges(inRecords: after.output) == ["HTTP/1.1 GET /small.txt 200 6"])
    let records = try folder.text("moved") + folder.text("written")
    #expect(try exchanges(inRecords: records) == folder.lines("served"))
    #expect(try exchanges(inRecords: folder.text("written")) == ["HTTP/1.1 GET /small.txt 200 6"])
  }

  @Test("Lines fit the terminal, and a summary stands between them and at the end")
  func lines() throws {
    let folder = try TemporaryFolder()
    let run = try LiveNamespace.run(
      """
      serve
      COLUMNS=100 $wireprism live -i lo --summary-every 1 > text 2> errors & live=$!
      sleep 0.5
      curl -sSgo /dev/null "http://127.0.0.1:8080/$(printf 'x%.0s' $(seq 300))%1b[31m"
      await 'grep -q SCORECARD text'
      stop
      """, in: folder)
    try #require(run.status == 0, "\(run.errors)")
    let lines = try folder.text("text").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(lines[0].contains(" GET 127.0.0.1:8080/") && lines[0].contains("404"))
    #expect(lines.count { $0.hasPrefix("SCORECARD") } >= 2)
    #expect(try folder.text("errors").hasSuffix("packets analysed, 0 dropped by the kernel.\n"))
  }

  @Test("Root becomes the user who called sudo, without any privilege left, before it writes")
  func privileges() throws {
    let folder = try TemporaryFolder()
    try #require(geteuid() == 0, "needs root")
    let run = try LiveNamespace.run(
      """
      chmod 777 .
      SUDO_UID=65534 SUDO_GID=65534 $wireprism live -i lo -w saved.pcapng --format ndjson > records 2> errors & live=$!
      await '[ -s records ]'
      cp /proc/$live/status rights
      ping -c 1 127.0.0.1 > /dev/null || true
      stop
      """, in: folder, mapsRoot: false)
    try #require(run.status == 0, "\(run.errors)")
    let rights = try folder.lines("rights")
    #expect(rights.contains("Uid:\t65534\t65534\t65534\t65534"))
    #expect(rights.contains("Gid:\t65534\t65534\t65534\t65534"))
    #expect(rights.contains("CapPrm:\t0000000000000000") && rights.contains("CapEff:\t0000000000000000"))
    #expect(rights.contains("NoNewPrivs:\t1"))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("saved.pcapng"))
    #expect(attributes[.ownerAccountID] as? Int == 65534)
  }

  @Test("Who may not sniff is told what to do")
  func notPermitted() throws {
    let folder = try TemporaryFolder()
    _ = try LiveNamespace.run("setpriv --bounding-set=-all --inh-caps=-all $wireprism live -i lo 2> errors", in: folder)
    let errors = try folder.text("errors")
    #expect(errors.hasPrefix("wireprism: lo may not be sniffed by this user: use sudo, or "))
    #expect(errors.contains("sudo setcap cap_net_raw,cap_net_admin=eip /"))
  }

  @Test("What is no interface, and no filter, is told")
  func mistakes() throws {
    let unknown = try Program.run(["live", "-i", "no-such"])
    #expect(unknown.status == 1)
    #expect(
      unknown.errors == ["wireprism: there is no interface no-such: `wireprism interfaces` lists those that there are."]
    )
    #expect(try Program.run(["live"]).status == 64)
    #expect(try Program.run(["live", "-i", "lo", "-W", "3"]).status == 64)
    #expect(try Program.run(["live", "-i", "lo", "--keys-into"]).status == 64)
  }

  /// The exchanges of NDJSON as the server logs its requests, sorted.
  private func exchanges(inRecords text: String) throws -> [String] {
    var lines: [String] = []
    for line in text.split(separator: "\n") {
      let record = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
      guard record["record"] as? String == "exchange" else { continue }
      let request = try #require(record["request"] as? [String: Any])
      guard let response = record["response"] as? [String: Any] else { continue }
      let version = record["protocol"] as? String == "HTTP/2" ? "HTTP/2.0" : record["protocol"] as? String ?? ""
      let words = [request["method"], request["path"], response["status"], response["body_bytes"]]
      lines.append(([version] + words.map { "\($0 ?? "nothing")" }).joined(separator: " "))
    }
    return lines.sorted()
  }
}

extension TemporaryFolder {
  /// The lines of a file, sorted.
  fileprivate func lines(_ name: String) throws -> [String] {
    try text(name).split(separator: "\n").map(String.init).sorted()
  }
}
