import Analysis
import Bytes
import ContentCoding
import EventStream
import Findings
import Foundation
import GRPC
import HTTP
import HTTP2
import Packet
import Testing

@testable import Report

@Suite("NDJSON report")
struct NDJSONReportTests {
  @Test("The capture is the first line")
  func capture() throws {
    let record = try only {
      $0.receive(CaptureRecord(files: ["a \"b\".pcap", "-"], format: "pcap", linkTypes: [LinkType(rawValue: 1)]))
    }
    #expect(record["record"] as? String == "capture")
    #expect(record["files"] as? [String] == ["a \"b\".pcap", "-"])
    #expect(record["format"] as? String == "pcap")
    #expect(record["link_types"] as? [Int] == [1])
  }

  @Test("An exchange of HTTP/1.1")
  func exchange() throws {
    let line = try lines { $0.receive(Sample.exchange(), of: Sample.context(id: 3)) }
    #expect(
      line == [
        #"{"record":"exchange","connection":3,"index":0,"stream":null,"protocol":"HTTP/1.1","pushed":false,"#
          + #""state":"complete","request":{"method":"GET","scheme":null,"authority":"shop.example.com","#
          + #""path":"/api/cart","headers":[{"name":"Host","value":"shop.example.com"},"#
          + #"{"name":"Accept","value":"*/*"}],"trailers":[],"header_wire_bytes":90,"header_list_bytes":80,"#
          + #""http1_bytes":90,"hpack_bytes":40,"body_bytes":0,"decoded_body_bytes":0,"content_type":null,"#
          + #""content_encoding":null},"response":{"status":200,"reason":"OK","headers":[{"name":"Content-Type","#
          + #""value":"application/json"}],"trailers":[],"header_wire_bytes":60,"header_list_bytes":50,"#
          + #""http1_bytes":60,"hpack_bytes":30,"body_bytes":1234,"decoded_body_bytes":1234,"#
          + #""content_type":"application/json","content_encoding":null},"informational":[],"request_start_ms":0.25,"#
          + #""request_end_ms":0.25,"response_start_ms":31.25,"response_end_ms":33.75,"phases_ms":null,"#
          + #""reset_code":null,"#
          + #""reset_by":null,"upgrade":null,"grpc":null,"events":null,"doh":false}"#
      ])
  }

  @Test("An exchange of HTTP/2 that was pushed, reset and answered early")
  func http2Exchange() throws {
    var exchange = Sample.exchange(stream: 2)
    exchange.isPushed = true
    exchange.state = .reset
    exchange.resetCode = 8
    exchange.resetBy = .client
    exchange.request.message.header.append(":path", "/x")
    exchange.response.message.trailers.append("grpc-status", "0")
    var hints = FieldSection()
    hints.append("link", "</a.css>")
    exchange.informational = [InformationalResponse(status: 103, header: hints, time: Sample.start)]
    let record = try only { $0.receive(exchange, of: Sample.context(id: 0)) }
    #expect(record["stream"] as? Int == 2)
    #expect(record["protocol"] as? String == "HTTP/2")
    #expect(record["pushed"] as? Bool == true)
    #expect(record["state"] as? String == "reset")
    #expect(record["reset_code"] as? String == "CANCEL")
    #expect(record["reset_by"] as? String == "client")
    let request = try #require(record["request"] as? [String: Any])
    #expect((request["headers"] as? [[String: String]])?.map { $0["name"] } == ["Host", "Accept"])
    let response = try #require(record["response"] as? [String: Any])
    #expect(response["reason"] is NSNull)
    #expect(response["trailers"] as? [[String: String]] == [["name": "grpc-status", "value": "0"]])
    let informational = try #require(record["informational"] as? [[String: Any]])
    #expect(informational.first?["status"] as? Int == 103)
    #expect(informational.first?["headers"] as? [[String: String]] == [["name": "link", "value": "</a.css>"]])
  }

  @Test("Of what was not captured nothing is said")
  func missingMessages() throws {
    var exchange = Sample.exchange()
    exchange.state = .noRequest
    exchange.hasRequest = false
    exchange.request.reset()
    let orphan = try only { $0.receive(exchange, of: Sample.context(id: 0)) }
    let request = try #require(orphan["request"] as? [String: Any])
    for field in ["method", "authority", "path", "header_wire_bytes", "hpack_bytes", "body_bytes"] {
      #expect(request[field] is NSNull, "\(field)")
    }
    #expect(orphan["request_start_ms"] is NSNull)
    exchange = Sample.exchange()
    exchange.state = .noResponse
    exchange.hasResponse = false
    #expect(try only { $0.receive(exchange, of: Sample.context(id: 0)) }["response"] is NSNull)
  }

  @Test(
    "Lines of Content-Encoding are joined", arguments: [([], nil), (["gzip"], "gzip"), (["gzip", "br"], "gzip, br")])
  func contentEncoding(lines: [String], combined: String?) throws {
    var exchange = Sample.exchange()
    for line in lines { exchange.response.message.header.append("Content-Encoding", line) }
    let record = try only { $0.receive(exchange, of: Sample.context(id: 0)) }
    let response = try #require(record["response"] as? [String: Any])
    #expect(response["content_encoding"] as? String == combined)
  }

  @Test("Decoded content is there with its hash, or says why it is not")
  func decodedBody() throws {
    var exchange = Sample.exchange()
    exchange.response.message.decodedBodyByteCount = 4711
    exchange.response.message.contentSHA256 = [UInt8](repeating: 0xAB, count: 32)
    var record = try only { $0.receive(exchange, of: Sample.context(id: 0)) }
    var response = try #require(record["response"] as? [String: Any])
    #expect(response["decoded_body_bytes"] as? Int == 4711)
    #expect(response["content_sha256"] as? String == String(repeating: "ab", count: 32))
    #expect(response["not_decoded_because"] == nil)
    exchange.response.message.decodedBodyByteCount = nil
    exchange.response.message.contentSHA256 = nil
    exchange.response.message.notDecodedBecause = "The coded data is corrupt."
    record = try only { $0.receive(exchange, of: Sample.context(id: 0)) }
    response = try #require(record["response"] as? [String: Any])
    #expect(response["decoded_body_bytes"] is NSNull)
    #expect(response["content_sha256"] == nil)
    #expect(response["not_decoded_because"] as? String == "The coded data is corrupt.")
  }

  @Test("A field line whose text is not known says so")
  func uncertainFields() throws {
    var exchange = Sample.exchange(stream: 1)
    exchange.response.message.header.removeAll()
    exchange.response.message.header.append("content-encoding", "", certainty: .unknownValue)
    exchange.response.message.header.append("", "seen", certainty: .unknownName)
    exchange.response.message.header.append("", "", certainty: .unknown)
    let record = try only { $0.receive(exchange, of: Sample.context(id: 0)) }
    let response = try #require(record["response"] as? [String: Any])
    #expect(
      response["headers"] as? [[String: String]] == [
        ["name": "content-encoding", "value": "", "certainty": "unknown"],
        ["name": "", "value": "seen", "certainty": "unknown"],
        ["name": "", "value": "", "certainty": "unknown"],
      ])
    #expect(response["content_encoding"] is NSNull)
  }

  @Test("A connection of HTTP/1.1")
  func connection() throws {
    let record = try only { $0.receive(Sample.connection(Sample.context(id: 1))) }
    #expect(record["record"] as? String == "connection")
    #expect(record["id"] as? Int == 1)
    #expect((record["client"] as? [String: Any])?["address"] as? String == "10.0.0.4")
    #expect((record["server"] as? [String: Any])?["port"] as? Int == 80)
    #expect(record["protocol"] as? String == "HTTP/1.1")
    #expect(record["detected_by"] as? String == "request-line")
    #expect(record["start_time"] as? String == "2026-11-24T07:12:03.412000000Z")
    #expect(record["duration_ms"] as? Double == 812.5)
    #expect(record["exchanges"] as? Int == 1)
    for field in ["tls", "http2", "websocket", "inside", "true_client"] { #expect(record[field] is NSNull, "\(field)") }
    let tcp = try #require(record["tcp"] as? [String: Any])
    #expect(tcp["server_bytes"] as? Int == 1294)
    #expect(tcp["handshake_rtt_ms"] as? Double == 0.5)
    #expect(tcp["end"] as? String == "fin")
    let http1 = try #require(record["http1"] as? [String: Any])
    #expect(http1["max_pipeline_depth"] as? Int == 2)
    #expect(http1["head_of_line_blocked_ms"] as? Double == 2.5)
    #expect(((http1["headers"] as? [String: Any])?["server"] as? [String: Int])?["hpack_bytes"] == 40)
  }

  @Test("A connection of HTTP/2")
  func http2Connection() throws {
    let record = try only { $0.receive(Sample.connection(Sample.context(id: 1), carried: .http2, exchanges: 3)) }
    #expect(record["http1"] is NSNull)
    let http2 = try #require(record["http2"] as? [String: Any])
    #expect(http2["streams"] as? Int == 3)
    #expect(http2["max_concurrent_streams"] as? Int == 2)
    #expect(
      http2["frames"] as? [String: [String: Int]] == [
        "client": ["HEADERS": 3, "SETTINGS": 2, "WINDOW_UPDATE": 1],
        "server": ["DATA": 1042, "HEADERS": 3, "SETTINGS": 2],
      ])
    #expect(
      http2["settings"] as? [String: [String: Int]] == [
        "client": ["HEADER_TABLE_SIZE": 4096, "2570": 1], "server": ["MAX_CONCURRENT_STREAMS": 100],
      ])
    let goaway = try #require((http2["goaway"] as? [[String: Any]])?.first)
    #expect(goaway["from"] as? String == "server")
    #expect(goaway["last_stream"] as? Int == 5)
    #expect(goaway["error_code"] as? String == "NO_ERROR")
    #expect(goaway["time_ms"] as? Int == 800)
    let hpack = try #require((http2["hpack"] as? [String: [String: Any]])?["client"])
    #expect(hpack["blocks"] as? Int == 3)
    #expect(hpack["wire_bytes"] as? Int == 210)
    #expect(hpack["savings"] as? Double == 0.895)
    #expect(hpack["huffman_share"] as? Double == 0.6667)
    #expect(hpack["dynamic_hit_rate"] as? Double == 0.5)
    #expect((hpack["representations"] as? [String: Int])?["literal_never_indexed"] == 1)
  }

  @Test("Messages of a WebSocket")
  func messages() throws {
    #expect(
      try lines { $0.receive(Sample.message, of: Sample.context(id: 2)) } == [
        #"{"record":"message","protocol":"websocket","connection":2,"exchange":2,"stream":null,"from":"client","#
          + #""type":"close","#
          + #""state":"complete","bytes":5,"wire_bytes":11,"compressed":false,"fragments":1,"start_ms":700,"#
          + #""end_ms":700.5,"close_code":1001,"close_reason":"bye"}"#
      ])
    var unknown = Sample.message
    unknown.opcode = nil
    unknown.payloadByteCount = nil
    unknown.isComplete = false
    let record = try only { $0.receive(unknown, of: Sample.context(id: 2)) }
    #expect(record["state"] as? String == "incomplete")
    for field in ["type", "bytes", "close_code", "close_reason"] { #expect(record[field] is NSNull, "\(field)") }
  }

  @Test("A connection with a WebSocket")
  func webSocketConnection() throws {
    var connection = Sample.connection(Sample.context(id: 1), carried: .webSocket)
    connection.webSocket = Sample.webSocket
    let record = try only { $0.receive(connection) }
    let webSocket = try #require(record["websocket"] as? [String: Any])
    #expect(webSocket["sockets"] as? Int == 1)
    #expect(
      webSocket["messages"] as? [String: [String: Int]] == [
        "client": ["text": 12, "close": 1, "ping": 3], "server": ["binary": 1],
      ])
    #expect(webSocket["compressed_messages"] as? [String: Int] == ["client": 11, "server": 0])
    #expect(webSocket["frames"] as? [String: Int] == ["client": 16, "server": 0])
    #expect(webSocket["bytes"] as? [String: Int] == ["client": 1_500, "server": 0])
    #expect(webSocket["wire_bytes"] as? [String: Int] == ["client": 1_620, "server": 0])
    #expect(webSocket["missing_bytes"] as? [String: Int] == ["client": 0, "server": 300])
    #expect(webSocket["close_codes"] as? [String: [String: Int]] == ["client": ["1001": 1], "server": [:]])
    let roundTrips = try #require(webSocket["ping_round_trips"] as? [String: [String: Any]])
    #expect(roundTrips["client"]?["count"] as? Int == 2)
    #expect(roundTrips["client"]?["min_ms"] as? Int == 20)
    #expect(roundTrips["client"]?["mean_ms"] as? Double == 25.5)
    #expect(roundTrips["client"]?["max_ms"] as? Int == 31)
    #expect(roundTrips["server"]?["mean_ms"] is NSNull)
  }

  @Test("Frames only when they are wanted")
  func frames() throws {
    #expect(NDJSONReport(to: .standardOutput).wantsFrames == false)
    #expect(NDJSONReport(to: .standardOutput, frames: true).wantsFrames)
    var frame = FrameRecord(type: .settings, flags: 1, stream: 0, length: 12)
    frame.settings = [Setting(.enablePush, 0), Setting(SettingIdentifier(rawValue: 0xFF00), 7)]
    #expect(
      try lines { $0.receive(frame, from: .client, of: Sample.context(id: 2), at: Sample.after(1.5)) } == [
        #"{"record":"frame","connection":2,"from":"client","stream":0,"type":"SETTINGS","flags":1,"length":12,"#
          + #""time_ms":1.5,"settings":[["ENABLE_PUSH",0],[65280,7]]}"#
      ])
  }

  @Test("A finding of a connection, and one of the capture")
  func findings() throws {
    var finding = Finding(.error, code: "h2-rapid-reset", message: "Too many.", reference: "CVE-2023-44487", stream: 5)
    finding.packet = 12
    #expect(
      try lines {
        $0.receive(finding, of: Sample.context(id: 2), at: Sample.after(-1))
        $0.receive(Finding(.note, code: "x", message: "y\n"), of: nil, at: Sample.start)
      } == [
        #"{"record":"finding","connection":2,"stream":5,"severity":"error","code":"h2-rapid-reset","#
          + #""message":"Too many.","time_ms":-1,"reference":"CVE-2023-44487","packet":12,"advice":"Limit resets "#
          + #"a connection and end those that exceed it with ENHANCE_YOUR_CALM; update the server."}"#,
        #"{"record":"finding","connection":null,"stream":null,"severity":"note","code":"x","message":"y\n","#
          + #""time_ms":null,"reference":null,"packet":null,"advice":null}"#,
      ])
  }

  @Test("The summary")
  func summary() throws {
    let record = try only { $0.receive(Sample.summary) }
    #expect(record["record"] as? String == "summary")
    #expect(record["packets"] as? Int == 21_480)
    #expect(record["bytes"] as? Int == 14_234_567)
    #expect(record["last_time"] as? String == "2026-11-24T07:12:13.212000000Z")
    #expect(record["truncated_packets"] as? Int == 0)
    #expect(
      record["connections"] as? [String: Int] == [
        "total": 18, "HTTP/1.1": 14, "HTTP/2": 2, "TLS": 1, "WebSocket": 0, "unknown": 1,
      ])
    #expect(
      record["exchanges"] as? [String: Int] == [
        "total": 452, "HTTP/0.9": 0, "HTTP/1.0": 2, "HTTP/1.1": 210, "HTTP/2": 240,
      ])
    let tls = try #require(record["tls"] as? [String: Any])
    #expect(tls["connections"] as? Int == 3 && tls["decrypted"] as? Int == 2)
    #expect(tls["versions"] as? [String: Int] == ["TLS 1.3": 2, "unknown": 1])
    #expect((tls["not_decrypted"] as? [String: Int])?.filter { $0.value > 0 } == ["no-matching-secret": 1])
    #expect(
      tls["keys"] as? NSDictionary == [
        "keylog": ["secrets": 36, "used": 28], "pcapng": ["secrets": 0, "used": 0], "rsa_keys": 0,
      ])
    #expect(record["findings"] as? [String: Int] == ["error": 1, "warning": 1, "note": 1])
    let compression = try #require(record["compression"] as? [String: [String: [String: Any]]])
    #expect(compression["HTTP/1.1"]?["client"]?["hpack_bytes"] as? Int == 21_000)
    #expect((compression["HTTP/2"]?["server"]?["hpack"] as? [String: Any])?["insertions"] as? Int == 9)
  }

  @Test("A report larger than the buffer arrives whole")
  func manyRecords() throws {
    let count = 2 * ReportLimits.flushByteCount / 800
    let lines = try lines { report in
      for index in 0..<count { report.receive(Sample.exchange(index: index), of: Sample.context(id: 0)) }
    }
    #expect(lines.count == count)
    for (index, line) in lines.enumerated() { #expect(try object(line)["index"] as? Int == index) }
  }

  @Test("An output that cannot be written is one error, at the end")
  func unwritable() throws {
    let report = NDJSONReport(to: try OutputFile(creating: "/dev/full"))
    report.receive(Sample.summary)
    #expect(throws: OutputError(path: "/dev/full", attempt: .write, errorNumber: ENOSPC)) { try report.finish() }
    #expect(
      OutputError(path: nil, attempt: .write, errorNumber: ENOSPC).message
        == "standard output cannot be written: No space left on device.")
    #expect(throws: OutputError(path: "/nowhere/x", attempt: .open, errorNumber: ENOENT)) {
      try OutputFile(creating: "/nowhere/x")
    }
  }

  @Test("A report that could not be written wants no more records")
  func finished() throws {
    let report = NDJSONReport(to: try OutputFile(creating: "/dev/full"))
    // As many as fill the buffer that is written in one go.
    for index in 0..<1000 where !report.isFinished {
      #expect(index < 500)
      report.receive(Sample.exchange(index: index), of: Sample.context(id: 0))
    }
    #expect(report.isFinished)
  }

  @Test("Messages inside contents")
  func contentMessages() throws {
    var reader = GRPCMessageReader(.grpc)
    var messages: [GRPCMessage] = []
    reader.receive(
      ([1, 0, 0, 0, 3, 7, 7, 7] as [UInt8]).rawSpan, at: Sample.after(2), using: DecoderPool(), into: &messages)
    var events = EventStreamReader()
    var found: [ServerSentEvent] = []
    events.receive([UInt8]("id: 7\n".utf8).rawSpan, at: Sample.after(4), into: &found)
    events.receive([UInt8]("data: café\n\n".utf8).rawSpan, at: Sample.after(5), into: &found)
    let message = try #require(messages.first)
    let event = try #require(found.first)
    let written = try lines { report in
      report.receive(
        ContentMessage(origin: ContentOrigin(exchange: 5, stream: 11, from: .client), body: .grpc(message)),
        of: Sample.context(id: 3))
      report.receive(
        ContentMessage(origin: ContentOrigin(exchange: 6, from: .server), body: .event(event)),
        of: Sample.context(id: 3))
    }
    #expect(
      written == [
        #"{"record":"message","protocol":"grpc","connection":3,"exchange":5,"stream":11,"from":"client","type":null,"#
          + #""state":"complete","bytes":null,"wire_bytes":8,"compressed":true,"start_ms":2,"end_ms":2}"#,
        #"{"record":"message","protocol":"sse","connection":3,"exchange":6,"stream":null,"from":"server","#
          + #""type":"message","state":"complete","bytes":5,"wire_bytes":null,"compressed":false,"start_ms":4,"#
          + #""end_ms":5,"id":"7","retry":null}"#,
      ])
  }

  @Test("A call of gRPC")
  func call() throws {
    var exchange = Sample.exchange(path: "/shop.Catalog/Get")
    exchange.request.message.header.append("content-type", "application/grpc")
    exchange.request.message.header.append("grpc-timeout", "250m")
    exchange.request.message.header.append("grpc-encoding", "gzip")
    exchange.response.message.trailers.append("grpc-status", "5")
    exchange.response.message.trailers.append("grpc-message", "no%20caf%C3%A9")
    var facts = ContentFacts()
    facts.call = GRPCCall(exchange, requests: GRPCMessageReader(.grpc), responses: GRPCMessageReader(.grpc))
    facts.eventCount = 2
    facts.isDNSOverHTTPS = true
    let line = try #require(try lines { $0.receive(exchange, facts, of: Sample.context(id: 3)) }.first)
    let expected =
      #""grpc":{"format":"grpc","service":"shop.Catalog","method":"Get","kind":"unary","request_messages":0,"#
      + #""response_messages":0,"request_encoding":"gzip","response_encoding":null,"timeout_ms":250,"status":5,"#
      + #""status_name":"NOT_FOUND","message":"no café","trailers_only":false},"events":2,"doh":true}"#
    #expect(line.hasSuffix(expected), "\(line)")
  }

  /// The lines that a report writes.
  private func lines(_ feed: (NDJSONReport) -> Void) throws -> [String] {
    let file = TemporaryFile()
    defer { file.remove() }
    let report = NDJSONReport(to: try OutputFile(creating: file.path))
    feed(report)
    try report.finish()
    return file.text.split(separator: "\n").map(String.init)
  }

  /// The one record that a report writes.
  private func only(_ feed: (NDJSONReport) -> Void) throws -> [String: Any] {
    let lines = try lines(feed)
    try #require(lines.count == 1)
    return try object(lines[0])
  }

  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }
}
