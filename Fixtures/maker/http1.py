"""Fixtures of HTTP/1.0 and HTTP/1.1."""

import base64
import hashlib
import socket
import time

from .clients import curl
from .scene import fixture
from .scripted import ScriptedServer, read_to_end, talk
from .servers import HTTP1, apache, haproxy, listener, nginx, noise, text
from .truth import Exchange, Truth, fields, payload, request, response, sha256
from .websocket_peers import TYPES

AUTHORITY = "127.0.0.1:%d" % HTTP1
URL = "http://" + AUTHORITY
PROXY = 3128


@fixture()
def http1_keepalive(scene):
    """One connection, many requests: GET, HEAD, POST, 201, 204, 301, 304, 404, an empty body, and a response that is
    chunked and gzipped (nginx, curl)."""
    with nginx(scene), scene.record("tcp port %d" % HTTP1):
        exchanges = curl(
            URL + "/",
            ["--head", URL + "/large.txt"],
            URL + "/large.txt",
            ["--data", "item=4711&amount=2", URL + "/orders"],
            ["--header", "Accept-Encoding: gzip", URL + "/app.js"],
            ["--header", "If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT", URL + "/style.css"],
            URL + "/missing?query=1&other=%20",
            URL + "/empty.txt",
            URL + "/gone",
            URL + "/moved",
            ["--range", "100-299", URL + "/page.txt"],
            URL + "/small.txt",
        )
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/1.1")
    return truth


@fixture(tshark_differs="it takes the response after a pipelined HEAD for that one's content")
def http1_pipelined(scene):
    """Eight requests in one segment, then three more; a HEAD among them (nginx, a raw socket)."""
    asked = [
        ("GET", "/small.txt"),
        ("HEAD", "/page.txt"),
        ("GET", "/page.txt"),
        ("GET", "/gone"),
        ("GET", "/missing"),
        ("POST", "/orders"),
        ("GET", "/empty.txt"),
        ("GET", "/large.txt"),
        ("GET", "/style.css"),
        ("OPTIONS", "/small.txt"),
        ("GET", "/small.txt"),
    ]
    body = b"amount=1"
    heads = []
    for method, path in asked:
        content = body if method == "POST" else b""
        length = "Content-Length: %d\r\n" % len(content) if content else ""
        close = "Connection: close\r\n" if len(heads) == len(asked) - 1 else ""
        heads.append(
            ("%s %s HTTP/1.1\r\nHost: shop.example\r\n%s%s\r\n" % (method, path, length, close)).encode() + content
        )
    with nginx(scene, http="log_format sent '$body_bytes_sent'; access_log %s/sent.log sent;" % scene.scratch) as log:
        with scene.record("tcp port %d" % HTTP1), socket.create_connection(("127.0.0.1", HTTP1)) as client:
            client.sendall(b"".join(heads[:8]))
            time.sleep(0.2)
            client.sendall(b"".join(heads[8:]))
            read_to_end(client)
        rows = log.rows()
    sent = [int(line) for line in (scene.scratch / "sent.log").read_text().split()]
    truth = Truth()
    truth.add(
        [
            Exchange(
                request(row["method"], row["host"], row["target"], int(row["request_body"] or 0)),
                response(row["status"], count),
            )
            for row, count in zip(rows, sent)
        ],
        protocol="HTTP/1.1",
        client={"port": rows[0]["port"]},
    )
    return truth


@fixture()
def http1_close_delimited(scene):
    """HTTP/1.0 without Content-Length: the end of the connection ends the body; also an HTTP/0.9 exchange without any
    header (a raw server and raw clients)."""
    page = text(4_000).encode()
    truth = Truth()
    with ScriptedServer(
        [
            [b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n", page[:1_000], page[1_000:]],
            [b"<html>before there were headers</html>\r\n"],
        ],
        until=b"\r\n",
    ) as server:
        with scene.record("tcp port %d" % HTTP1):
            port = talk([b"GET /report HTTP/1.0\r\nHost: old.example\r\nUser-Agent: raw\r\n\r\n"])
            truth.add(
                [Exchange(request("GET", "old.example", "/report"), response(200, len(page)), protocol="HTTP/1.0")],
                protocol="HTTP/1.1",
                client={"port": port},
            )
            port = talk([b"GET /ancient\r\n"])
            truth.add(
                [Exchange(request("GET", None, "/ancient"), {"body_bytes": server.sent(1)}, protocol="HTTP/0.9")],
                protocol="HTTP/1.1",
                client={"port": port},
            )
    return truth


@fixture()
def http1_chunked_trailers(scene):
    """Chunked in both directions with chunk extensions, sizes with leading zeros and upper case, trailers, and a chunk
    header cut by the segment's end (a raw server, a raw client)."""
    upload = [
        b"POST /upload HTTP/1.1\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\nTrailer: X-Checksum\r\n\r\n",
        b"5;name=value\r\nhello\r\n",
        b"00",
        b"0A\r\n, chunked!\r\n0;last\r\nX-Check",
        b"sum: 1234\r\nX-Count: 2\r\n\r\n",
    ]
    download = [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Server-Timing\r\n\r\n",
        b'3e8;a=1;b="two; 2"\r',
        b"\n" + b"a" * 1000 + b"\r",
        b"\n1\r\n\n\r\n",
        b"000\r\nServer-Timing: total;dur=12.5\r\n\r\n",
    ]
    with ScriptedServer([download], until=b"Count: 2\r\n\r\n"), scene.record("tcp port %d" % HTTP1):
        port = talk(upload)
    truth = Truth()
    truth.add(
        [
            Exchange(
                request(
                    "POST", "shop.example", "/upload", 15, trailers=fields(("X-Checksum", "1234"), ("X-Count", "2"))
                ),
                response(200, 1001, trailers=fields(("Server-Timing", "total;dur=12.5"))),
            )
        ],
        protocol="HTTP/1.1",
        client={"port": port},
    )
    return truth


@fixture(tshark_differs="it shows no request whose announced content never came")
def http1_100_continue(scene):
    """Expect: 100-continue answered by 100 and then 201, and by 413 without a body sent (nginx, curl)."""
    upload = scene.scratch / "upload.bin"
    upload.write_bytes(noise(9_000))
    too_big = scene.scratch / "too-big.bin"
    too_big.write_bytes(noise(20_000))
    expect = ["--header", "Expect: 100-continue", "--expect100-timeout", "5"]
    with nginx(scene), scene.record("tcp port %d" % HTTP1):
        accepted = curl([*expect, "--upload-file", upload, URL + "/upload/a.bin"])
        refused = curl([*expect, "--upload-file", too_big, URL + "/upload/b.bin"])
    accepted[0].members["informational"] = [{"status": 100}]
    refused[0].members["informational"] = []
    # curl announced a body and rightly did not send it: whether that is complete is a matter of taste.
    del refused[0].members["state"]
    truth = Truth()
    truth.add_by_port(accepted, protocol="HTTP/1.1")
    truth.add_by_port(refused, protocol="HTTP/1.1")
    return truth


@fixture()
def http1_early_hints_103(scene):
    """Two 103 Early Hints and a 102 Processing before the final response, then an ordinary exchange (a raw server,
    curl)."""
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style\r\n\r\n"
    page = text(2_000).encode()
    final = b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + page
    plain = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes"
    with ScriptedServer(
        [[hints, b"HTTP/1.1 102 Processing\r\n\r\n", hints + final, plain]],
        until=b"\r\n\r\n",
        answers_a_connection=[3, 1],
    ):
        with scene.record("tcp port %d" % HTTP1):
            exchanges = curl(URL + "/page", URL + "/next")
    exchanges[0].members["informational"] = [
        {"status": 103, "headers": fields(("Link", "</style.css>; rel=preload; as=style"))},
        {"status": 102, "headers": []},
        {"status": 103, "headers": fields(("Link", "</style.css>; rel=preload; as=style"))},
    ]
    exchanges[1].members["informational"] = []
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/1.1")
    return truth


@fixture(tshark_differs="it does not look into the tunnel")
def http1_connect_tunnel(scene):
    """A forward proxy: a GET in absolute form, and a CONNECT whose tunnel carries two plaintext exchanges (Apache,
    nginx, curl)."""
    directives = "ProxyRequests On\nAllowCONNECT %d\n<Proxy *>\nRequire all granted\n</Proxy>" % HTTP1
    with nginx(scene), apache(scene, PROXY, directives), scene.record("tcp port %d" % PROXY):
        proxy = ["--proxy", "http://127.0.0.1:%d" % PROXY]
        absolute = curl([*proxy, URL + "/small.txt"])
        absolute[0]["request"]["path"] = URL + "/small.txt"
        inside = curl(URL + "/page.txt", URL + "/small.txt", always=[*proxy, "--proxytunnel"])
    truth = Truth()
    truth.add_by_port(absolute, protocol="HTTP/1.1")
    connect = Exchange(request("CONNECT", AUTHORITY, AUTHORITY), response(200), upgrade="connect-tunnel")
    truth.add([connect], protocol="HTTP/1.1", client={"port": inside[0].client_port})
    truth.add(inside, protocol="HTTP/1.1", inside=1)
    return truth


@fixture()
def http1_upgrade_websocket(scene):
    """A GET, then an upgrade to WebSocket on the same connection: masked and unmasked frames, ping, pong, close (a raw
    server, a raw client)."""
    key = base64.b64encode(b"0123456789abcdef").decode()
    accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    plain = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    switch = (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n"
        % accept
    ).encode()
    asked = [
        b"GET /page HTTP/1.1\r\nHost: chat.example\r\n\r\n",
        (
            "GET /chat HTTP/1.1\r\nHost: chat.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n" % key
        ).encode(),
    ]
    # What each side says; the client masks it.
    frames = [
        ("server", 1, b"GET /welcome HTTP/1.1\r\n\r\n", None),
        ("client", 1, b"hello", b"mask"),
        ("server", 2, noise(300), None),
        ("client", 9, b"ping", b"\x00\x01\x02\x03"),
        ("server", 10, b"ping", None),
        ("client", 8, b"\x03\xe8", b"abcd"),
        ("server", 8, b"\x03\xe8", None),
    ]
    said = [(side, websocket_frame(0x80 | opcode, content, mask)) for side, opcode, content, mask in frames]
    with listener(HTTP1) as listening, scene.record("tcp port %d" % HTTP1):
        with socket.create_connection(("127.0.0.1", HTTP1)) as client, listening.accept()[0] as server:
            port = client.getsockname()[1]
            # The first frame comes with the end of the header section.
            greeting = [("client", asked[0]), ("server", plain), ("client", asked[1]), ("server", switch + said[0][1])]
            for side, sent in greeting + said[1:]:
                sender, receiver = (client, server) if side == "client" else (server, client)
                sender.sendall(sent)
                receiver.recv(65536)
    truth = Truth()
    truth.add(
        [
            Exchange(request("GET", "chat.example", "/page"), response(200, 2, **sha256(b"ok")), upgrade=None),
            Exchange(request("GET", "chat.example", "/chat"), {"status": 101}, upgrade="websocket"),
        ],
        client={"port": port},
    )
    truth.messages += [
        {
            **{"connection": 0, "exchange": 1, "from": side, "type": TYPES[opcode], "state": "complete"},
            **{"wire_bytes": len(sent), "fragments": 1, **payload(content)},
        }
        for (side, opcode, content, _), (_, sent) in zip(frames, said)
    ]
    return truth


@fixture()
def http1_proxy_protocol(scene):
    """What HAProxy sends to a backend that wants to know the client's address: a PROXY protocol header before the
    request."""
    backend = 8081
    with nginx(scene, listen="listen 127.0.0.1:%d proxy_protocol;" % backend) as log:
        with haproxy(scene, HTTP1, "127.0.0.1:%d send-proxy" % backend), scene.record("tcp port %d" % backend):
            exchanges = curl(URL + "/page.txt", URL + "/small.txt")
        row = log.rows()[0]
    truth = Truth()
    truth.add(
        exchanges,
        protocol="HTTP/1.1",
        client={"port": row["port"]},
        true_client={"address": "127.0.0.1", "port": exchanges[0].client_port},
    )
    return truth


def websocket_frame(first_byte, content, mask=None):
    """A WebSocket frame (RFC 6455 §5.2) with a payload below 65,536 bytes."""
    flag = 0x80 if mask else 0
    length = (
        bytes([flag | len(content)]) if len(content) < 126 else bytes([flag | 126]) + len(content).to_bytes(2, "big")
    )
    masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(content)) if mask else content
    return bytes([first_byte]) + length + (mask or b"") + masked
