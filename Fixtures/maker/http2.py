"""Fixtures of cleartext HTTP/2."""

import re
import time

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.settings

from .clients import curl
from .h2_peers import AUTHORITY, H2Client, H2Server
from .scene import fixture, run, without_start
from .servers import HTTP2, apache, nghttpd, nginx, noise, text
from .truth import Exchange, Truth, fields, request, response

URL = "http://" + AUTHORITY


@fixture()
def h2c_prior_knowledge(scene):
    """HTTP/2 from the first byte. Streams one after the other: GET, HEAD, POST, 204, 304, 404, gzip (nginx, python h2);
    then a connection with one stream (curl)."""
    asked = [
        ("GET", "/", b"", []),
        ("HEAD", "/page.txt", b"", []),
        ("POST", "/orders", b"item=4711&amount=2", []),
        ("GET", "/app.js", b"", [("accept-encoding", "gzip")]),
        ("GET", "/style.css", b"", [("if-modified-since", "Tue, 14 Nov 2023 22:13:20 GMT")]),
        ("GET", "/missing?query=1", b"", []),
        ("GET", "/gone", b"", []),
        ("GET", "/large.txt", b"", []),
    ]
    with nginx(scene), scene.record("tcp port %d" % HTTP2):
        with H2Client() as client:
            for method, path, body, headers in asked:
                client.complete(client.request(method, path, body, headers))
        exchanges = client.exchanges() + curl(["--http2-prior-knowledge", URL + "/page.txt"])
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/2")
    return truth


@fixture()
def h2c_multiplexed(scene):
    """Twelve streams at the same time with priorities, their DATA frames interleaved under small flow-control windows,
    then two uploads (nghttpd, nghttp)."""
    upload = scene.scratch / "upload.bin"
    upload.write_bytes(noise(5_000))
    with nghttpd(scene, "--echo-upload") as log, scene.record("tcp port %d" % HTTP2):
        run(
            "nghttp",
            "--null-out",
            "--window-bits=12",
            "--multiply=3",
            *(URL + path for path in ["/page.txt", "/app.js", "/small.txt", "/missing"]),
        )
        run("nghttp", "--null-out", "--multiply=2", "--data=%s" % upload, URL + "/echo")
    truth = Truth()
    log.add_connections_to(truth)
    return truth


@fixture(tshark_differs="it shows an upgraded request as HTTP/1.1")
def h2c_upgrade(scene):
    """HTTP/1.1 with Upgrade: h2c, 101, and stream 1 answers the request; two more streams follow. Then a second
    connection that is upgraded with a 404 (Apache, nghttp, curl)."""
    with apache(scene, HTTP2, "Protocols h2c http/1.1") as log:
        with scene.record("tcp port %d" % HTTP2):
            table = run(
                "nghttp", "--null-out", "--stat", "--upgrade", URL + "/page.txt", URL + "/small.txt", URL + "/app.js"
            )
            streams = {path: int(stream) for stream, path in re.findall(r"^ *(\d+) .* (/\S+)$", table, re.MULTILINE)}
            curl(["--http2", URL + "/missing"])
        # Apache logs the 101 as a request of its own.
        rows = [row for row in log.rows() if row["status"] != 101]
    exchanges = []
    for row in rows:
        # nghttp knows the streams; curl's only one is the upgraded stream 1.
        stream = streams.get(row["target"], 1)
        upgraded = (
            {"informational": [{"status": 101}], "upgrade": "h2c"}
            if stream == 1
            else {"informational": [], "upgrade": None}
        )
        exchanges.append(
            Exchange(
                request(row["method"], row["host"], row["target"]),
                response(row["status"], row["body"]),
                client_port=row["port"],
                protocol="HTTP/2",
                stream=stream,
                **upgraded,
            )
        )
    exchanges.sort(key=lambda exchange: (exchange["request"]["path"] == "/missing", exchange["stream"]))
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/2", detected_by="upgrade")
    return truth


@fixture()
def h2c_push(scene):
    """The server pushes two files with the page (nghttpd, nghttp)."""
    with nghttpd(scene, "--push=/index.html=/style.css,/app.js") as log, scene.record("tcp port %d" % HTTP2):
        run("nghttp", "--null-out", URL + "/index.html")
    truth = Truth()
    log.add_connections_to(truth)
    return truth


@fixture()
def h2c_trailers(scene):
    """Trailers in responses and, after an upload, in the request (nghttpd, nghttp)."""
    upload = scene.scratch / "upload.txt"
    upload.write_text(text(2_000))
    with nghttpd(scene, "--trailer=x-checksum: 1234", "--trailer=x-took: 5 ms", "--echo-upload") as log, scene.record(
        "tcp port %d" % HTTP2
    ):
        run("nghttp", "--null-out", URL + "/page.txt", URL + "/small.txt")
        run("nghttp", "--null-out", "--data=%s" % upload, "--trailer=x-upload-checksum: 99", URL + "/echo")
    truth = Truth()
    log.add_connections_to(truth)
    # nghttpd logs the fields of a request's trailer section among those of its header section.
    truth.connections[1].exchanges[0]["request"]["trailers"] = fields(("x-upload-checksum", "99"))
    return truth


@fixture()
def h2c_continuation(scene):
    """Field blocks of 36 KB in HEADERS and CONTINUATION frames, in both directions, then a small one (python h2 on both
    sides)."""
    large = [("x-part-%02d" % number, text(1_200, seed=number).strip()) for number in range(40)]

    def answer(server, stream):
        server.respond(stream, 200, b"ok\n", headers=large if stream == 1 else [])

    with H2Server(answer, max_header_list_size=1_000_000) as server, scene.record("tcp port %d" % HTTP2):
        with H2Client(max_header_list_size=1_000_000) as client:
            client.complete(client.request("GET", "/large-fields", headers=large))
            client.complete(client.request("GET", "/small-fields"))
    exchanges = server.exchanges()
    for exchange, headers in zip(exchanges, [large, []]):
        asked = [
            (":method", "GET"),
            (":scheme", "http"),
            (":authority", AUTHORITY),
            (":path", exchange["request"]["path"]),
        ]
        exchange["request"]["header_list_bytes"] = list_bytes(asked + headers)
        exchange["response"]["header_list_bytes"] = list_bytes([(":status", "200")] + headers)
    truth = Truth()
    truth.add(exchanges, protocol="HTTP/2", client={"port": client.port})
    return truth


@fixture()
def h2c_padding(scene):
    """Padded HEADERS and DATA frames, from none to 255 bytes, a DATA frame of padding alone, and empty DATA frames
    (python h2, nghttpd)."""
    with nghttpd(scene, "--padding=100", "--echo-upload") as log, scene.record("tcp port %d" % HTTP2):
        run("nghttp", "--null-out", "--padding=255", URL + "/page.txt", URL + "/small.txt")
        with H2Client() as client:
            stream = client.request("POST", "/echo", end=False)
            for data, padding in [(b"hello", 0), (b"", 255), (b", padded", 17), (b"", None), (b" world", 255)]:
                client.h2.send_data(stream, data, pad_length=padding)
                client.flush()
            client.h2.end_stream(stream)
            client.flush()
            client.complete(stream)
    truth = Truth()
    log.add_connections_to(truth)
    return truth


@fixture(tshark_differs="it shows no response on the connection with a table of 128 bytes")
def h2c_table_size(scene):
    """HPACK table sizes: none, the default, 65,536 bytes, a small one that entries are evicted from, and one that
    changes in the middle of a connection (nghttpd, nghttp, python h2)."""
    paths = [URL + path for path in ["/page.txt", "/small.txt", "/page.txt", "/missing", "/index.html"]]
    with nghttpd(scene, "--header-table-size=0", port=HTTP2) as log, scene.record("tcp port %d" % HTTP2):
        for size in ["0", "4096", "65536", "128"]:
            run("nghttp", "--null-out", "--header-table-size=" + size, "--encoder-header-table-size=" + size, *paths)
        with H2Client() as client:
            for number, size in enumerate([0, 256, 16_384]):
                client.complete(
                    client.request(
                        "GET",
                        "/small.txt",
                        headers=[("x-number", str(number)), ("cookie", "session=%s" % text(300).strip())],
                    )
                )
                client.h2.update_settings({h2.settings.SettingCodes.HEADER_TABLE_SIZE: size})
                client.flush()
                client.complete(
                    client.request(
                        "GET",
                        "/page.txt",
                        headers=[("x-number", str(number)), ("cookie", "session=%s" % text(300).strip())],
                    )
                )
    truth = Truth()
    log.add_connections_to(truth)
    return truth


@fixture()
def h2c_reset_goaway(scene):
    """The client cancels a stream after its first DATA, the server refuses another, and ends the connection by GOAWAY
    in two steps while a stream goes on (python h2 on both sides)."""
    body = text(20_000).encode()

    def answer(server, stream):
        if stream == 3:
            server.h2.send_headers(stream, [(":status", "200"), ("content-type", "text/plain")])
            server.h2.send_data(stream, body[:3_000])
            server.sent[stream] = (200, 3_000)
        elif stream == 5:
            server.h2.reset_stream(stream, h2.errors.ErrorCodes.REFUSED_STREAM)
        elif stream == 7:
            server.h2.send_headers(stream, [(":status", "200"), ("content-type", "text/plain")])
            server.h2.send_data(stream, body[:8_000])
            server.h2.close_connection(last_stream_id=2**31 - 1, additional_data=b"shutting down")
            server.flush()
            # After its first GOAWAY the h2 connection counts itself as closed: the rest is written byte by byte.
            data = body[8_000:16_000]
            server.connection.sendall(len(data).to_bytes(3, "big") + b"\x00\x01\x00\x00\x00\x07" + data)
            server.connection.sendall(b"\x00\x00\x08\x07\x00\x00\x00\x00\x00\x00\x00\x00\x07\x00\x00\x00\x00")
            server.sent[stream] = (200, 16_000)
            server.finished = True
        else:
            server.respond(stream, 200, body[:100])

    with H2Server(answer) as server, scene.record("tcp port %d" % HTTP2), H2Client() as client:
        client.complete(client.request("GET", "/first"))
        cancelled = client.request("GET", "/cancelled")
        client.wait_for(lambda event: isinstance(event, h2.events.DataReceived) and event.stream_id == cancelled)
        client.h2.reset_stream(cancelled, h2.errors.ErrorCodes.CANCEL)
        client.flush()
        client.complete(client.request("GET", "/refused"))
        client.request("GET", "/last")
        client.drain()
    exchanges = server.exchanges()
    exchanges[1].members.update(state="reset", reset_code="CANCEL")
    exchanges[2].members.update(state="reset", reset_code="REFUSED_STREAM", response=None)
    truth = Truth()
    truth.add(exchanges, protocol="HTTP/2", client={"port": client.port})
    return truth


@fixture()
def h2c_informational(scene):
    """103 Early Hints twice and 100 Continue as HEADERS frames before the final response (python h2 on both sides)."""
    link = ("link", "</style.css>; rel=preload; as=style")

    def answer(server, stream):
        for status, headers in [("100", []), ("103", [link]), ("103", [link])]:
            server.h2.send_headers(stream, [(":status", status), *headers])
            server.flush()
        server.respond(stream, 200, b"done\n")

    with H2Server(answer) as server, scene.record("tcp port %d" % HTTP2), H2Client() as client:
        client.complete(client.request("POST", "/upload", body=b"x" * 1_000, headers=[("expect", "100-continue")]))
    exchanges = server.exchanges()
    exchanges[0].members["informational"] = [
        {"status": 100, "headers": []},
        {"status": 103, "headers": fields(link)},
        {"status": 103, "headers": fields(link)},
    ]
    truth = Truth()
    truth.add(exchanges, protocol="HTTP/2", client={"port": client.port})
    return truth


@fixture()
def h2c_grpc_like(scene):
    """What gRPC does: a call with messages and trailers, a call that fails with trailers alone, and a stream of
    messages (python h2 on both sides)."""
    messages = {1: [b"hello back"], 5: [b"one", b"two", b"three"]}
    trailers = {1: [("grpc-status", "0")], 5: [("grpc-status", "0"), ("grpc-message", "all%20sent")]}
    content_type = ("content-type", "application/grpc")

    def answer(server, stream):
        if stream == 3:
            server.h2.send_headers(
                stream,
                [(":status", "200"), content_type, ("grpc-status", "5"), ("grpc-message", "no%20such%20item")],
                end_stream=True,
            )
            server.sent[stream] = (200, 0)
            return
        server.h2.send_headers(stream, [(":status", "200"), content_type])
        for message in messages[stream]:
            server.h2.send_data(stream, grpc_message(message))
            server.flush()
        server.h2.send_headers(stream, trailers[stream], end_stream=True)
        server.sent[stream] = (200, sum(len(grpc_message(message)) for message in messages[stream]))

    with H2Server(answer) as server, scene.record("tcp port %d" % HTTP2), H2Client() as client:
        for path, message in [
            ("/shop.Catalog/Hello", b"hello"),
            ("/shop.Catalog/Get", b"\x08\x07"),
            ("/shop.Catalog/List", b""),
        ]:
            headers = [content_type, ("te", "trailers"), ("grpc-timeout", "1S")]
            client.complete(client.request("POST", path, body=grpc_message(message), headers=headers))
    exchanges = server.exchanges()
    for exchange in exchanges:
        exchange["response"]["trailers"] = fields(*trailers.get(exchange["stream"], []))
    truth = Truth()
    truth.add(exchanges, protocol="HTTP/2", client={"port": client.port})
    return truth


@fixture(tshark_differs="it lacks the HPACK table of the part that was not captured")
def h2c_midstream(scene):
    """The capture begins in the middle of a connection: no handshake, no preface, and HPACK entries that were never
    seen (nginx, python h2)."""
    whole = scene.scratch / "whole.pcap"
    with nginx(scene), scene.record("tcp port %d" % HTTP2, to=whole), H2Client() as client:
        for path in ["/page.txt", "/small.txt"]:
            client.complete(client.request("GET", path, headers=[("x-session", "12345678")]))
        time.sleep(0.1)
        begin = time.time()
        time.sleep(0.1)
        for path in ["/style.css", "/page.txt", "/large.txt", "/small.txt"]:
            client.complete(client.request("GET", path, headers=[("x-session", "12345678")]))
    without_start(whole, scene.capture, begin)
    truth = Truth()
    # What a message says may lie in entries that were never captured; how much it carries does not.
    exchanges = [
        Exchange(
            {"body_bytes": 0},
            {"body_bytes": exchange["response"]["body_bytes"]},
            protocol="HTTP/2",
            stream=exchange["stream"],
        )
        for exchange in client.exchanges()[2:]
    ]
    truth.add(exchanges, protocol="HTTP/2", detected_by="frames", client={"port": client.port})
    return truth


def list_bytes(headers):
    """The length of all names and values."""
    return sum(len(name) + len(value) for name, value in headers)


def grpc_message(payload):
    """A length-prefixed message: not compressed, its length, itself."""
    return b"\x00" + len(payload).to_bytes(4, "big") + payload
