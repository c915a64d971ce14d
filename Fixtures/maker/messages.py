"""Fixtures of messages inside contents: gRPC, gRPC-Web, server-sent events, DNS over HTTPS."""

import base64
import http.client
import http.server
import io
import re
import struct
import threading
import time

import grpc
import sonora.protocol

from . import grpc_peers
from .clients import curl
from .h2_peers import H2Client
from .scene import fixture, run, write_file
from .servers import HTTP1, HTTP2, haproxy, nginx, server
from .tls_peers import NAME, PORT
from .truth import Exchange, Truth, payload, request, response, sha256


@fixture()
def grpc_calls(scene):
    """Calls of gRPC's four kinds; one that fails at once with trailers alone and a message in percent-encoding, one in the
    middle of its stream, one of a method that nobody has, and one that the client cancels (grpcio on both sides)."""
    with grpc_peers.catalog(), scene.record("tcp port %d" % HTTP2), grpc_peers.client() as client:
        client.call("Get", [b"4711"], timeout=10)
        client.call("List", [b"0 10 3000 20000"], gives_stream=True)
        client.call("Upload", [b"a" * size for size in (1, 4000, 0)], takes_stream=True)
        client.call("Chat", [b"one", b"two", b"three"], takes_stream=True, gives_stream=True)
        client.call("Get", [b"missing"])
        client.call("List", [b"5 6 -1"], gives_stream=True)
        client.call("Buy", [b"4711"])
        client.call("Watch", [b""], gives_stream=True, limit=1)
    kinds = ["unary", "server-streaming", "client-streaming", "bidi-streaming", "unary", "server-streaming"] + 2 * ["unary"]
    truth = Truth()
    truth.add(list(grpc_exchanges(client.calls, kinds)), protocol="HTTP/2")
    truth.messages += grpc_messages(client.calls)
    return truth


def grpc_exchanges(calls, kinds, is_compressed=False, authority=grpc_peers.AUTHORITY, **members):
    """Calls as exchanges on the streams 1, 3, 5."""
    for number, (call, kind) in enumerate(zip(calls, kinds)):
        exchange = Exchange(
            request("POST", authority, grpc_peers.path(call.method), prefixed(call.requests), **members),
            response(200, prefixed(call.responses)),
            protocol="HTTP/2",
            state="complete" if call.status else "reset",
            stream=2 * number + 1,
            grpc=call.record(kind),
        )
        if is_compressed:
            del exchange["request"]["body_bytes"], exchange["response"]["body_bytes"]
        yield exchange


def grpc_messages(calls, connection=0):
    """The messages of the calls on a connection."""
    return [
        {"protocol": "grpc", "connection": connection, "exchange": number, "from": side, **payload(message)}
        for number, call in enumerate(calls)
        for side, messages in [("client", call.requests), ("server", call.responses)]
        for message in messages
    ]


def prefixed(messages):
    """The bytes of messages with the five that each has in front."""
    return sum(5 + len(message) for message in messages)


@fixture()
def grpc_compressed(scene):
    """Messages compressed with gzip and with deflate, one by one, and some that are not worth it (grpcio on both sides)."""
    text = b"the same words again and again " * 40
    with grpc_peers.catalog(compression=grpc.Compression.Gzip), scene.record(
        "tcp port %d" % HTTP2
    ), grpc_peers.client() as client:
        client.call("Get", [text], compression=grpc.Compression.Gzip)
        client.call("Get", [text], compression=grpc.Compression.Deflate)
        client.call("List", [b"1 3000 0 2000"], gives_stream=True)
        client.call("Chat", [text, b"x", text], takes_stream=True, gives_stream=True, compression=grpc.Compression.Gzip)
    kinds = ["unary", "unary", "server-streaming", "bidi-streaming"]
    truth = Truth()
    truth.add(list(grpc_exchanges(client.calls, kinds, is_compressed=True)), protocol="HTTP/2")
    truth.messages += grpc_messages(client.calls)
    return truth


# Calls of the four kinds and two that fail, and what they are.
CALLS = [
    ("unary", "Get", [b"4711"], {}),
    ("server-streaming", "List", [b"0 10 3000 20000"], {"gives_stream": True}),
    ("client-streaming", "Upload", [b"a" * size for size in (1, 4000, 0)], {"takes_stream": True}),
    ("bidi-streaming", "Chat", [b"one", b"two", b"three"], {"takes_stream": True, "gives_stream": True}),
    ("unary", "Get", [b"missing"], {}),
    ("server-streaming", "List", [b"5 6 -1"], {"gives_stream": True}),
]
BACKEND = "127.0.0.1:8091"


@fixture()
def grpc_proxies(scene):
    """gRPC through reverse proxies: calls of the four kinds and two that fail through nginx, then the same through HAProxy (grpcio
    on both sides)."""
    truth = Truth()
    location = "location / { grpc_pass grpc://%s; }" % BACKEND
    proxies = [nginx(scene, locations=location), haproxy(scene, HTTP2, BACKEND + " proto h2", bind="proto h2")]
    with grpc_peers.catalog(BACKEND), scene.record("tcp port %d" % HTTP2):
        for number, proxy in enumerate(proxies):
            with proxy, grpc_peers.client() as client:
                for _, method, requests, options in CALLS:
                    client.call(method, requests, **options)
            truth.add(list(grpc_exchanges(client.calls, [kind for kind, *_ in CALLS])), protocol="HTTP/2")
            truth.messages += grpc_messages(client.calls, number)
    return truth


@fixture()
def grpc_tls(scene):
    """gRPC over TLS: calls of the four kinds and two that fail (grpcio, and HAProxy in front of grpcio, which logs the secrets)."""
    truth = Truth()
    with grpc_peers.catalog(BACKEND), scene.record("tcp port %d" % PORT):
        with grpc_peers.secure_proxy(scene, BACKEND + " proto h2"), grpc_peers.secure_client(scene) as client:
            for _, method, requests, options in CALLS:
                client.call(method, requests, **options)
    kinds = [kind for kind, *_ in CALLS]
    facts = {"version": "TLS 1.3", "server_name": NAME, "alpn": "h2", "resumed": False, "decrypted": True}
    truth.add(
        list(grpc_exchanges(client.calls, kinds, authority=NAME, scheme="https")),
        protocol="HTTP/2",
        tls={**facts, "key_source": "keylog"},
    )
    truth.messages += grpc_messages(client.calls)
    return truth


@fixture()
def grpc_web(scene):
    """gRPC-Web over HTTP/1.1: calls that succeed and fail and streams of messages; then a call and a stream as text in base64
    (sonora on both sides of nginx, then Python's http.client)."""
    with grpc_peers.web_catalog(scene) as log, scene.record("tcp port %d" % HTTP1):
        with grpc_peers.web_client() as client:
            client.call("Get", [b"4711"], timeout=10)
            client.call("List", [b"0 10 3000"], gives_stream=True)
            client.call("Get", [b"missing"])
            client.call("List", [b"5 6 -1"], gives_stream=True)
        text_calls = [web_text_call("Get", b"4711"), web_text_call("List", b"1 2 3")]
    kinds = ["unary", "server-streaming", "unary", "server-streaming"]
    ports = [row["port"] for row in log.rows()]
    exchanges = [
        Exchange(
            request("POST", "127.0.0.1:%d" % HTTP1, grpc_peers.path(call.method), prefixed(call.requests)),
            response(200),
            client_port=port,
            grpc=call.record(kind),
        )
        for call, kind, port in zip(client.calls, kinds, ports)
    ]
    for exchange in exchanges:
        # What the trailers in it take is not known.
        del exchange["response"]["body_bytes"]
    truth = Truth()
    truth.add_by_port(exchanges + [exchange for exchange, _ in text_calls], protocol="HTTP/1.1")
    calls = client.calls + [call for _, call in text_calls]
    places = [
        (number, index)
        for number, connection in enumerate(truth.connections)
        for index in range(len(connection.exchanges))
    ]
    truth.messages += [
        {"protocol": "grpc", "connection": connection, "exchange": exchange, "from": side, **payload(message)}
        for (connection, exchange), call in zip(places, calls)
        for side, messages in [("client", call.requests), ("server", call.responses)]
        for message in messages
    ]
    return truth


def web_text_call(method, message):
    """Makes a call as text on a connection of its own: the exchange, and the call."""
    content, path = sonora.protocol.b64_wrap_message(False, False, message), grpc_peers.path(method)
    connection = http.client.HTTPConnection("127.0.0.1", HTTP1)
    connection.request("POST", path, content, {name: "application/grpc-web-text" for name in ("content-type", "accept")})
    port = connection.sock.getsockname()[1]
    answer = connection.getresponse().read()
    connection.close()
    # Each message of sonora's is base64 of its own; the last one holds the trailers.
    decoded = io.BytesIO(b"".join(base64.b64decode(part) for part in re.findall(b"[^=]+=*", answer)))
    *messages, trailers = [message for _, _, message in sonora.protocol.unwrap_message_stream(decoded)]
    status = int(dict(sonora.protocol.unpack_trailers(trailers))["grpc-status"])
    exchange = Exchange(
        request("POST", "127.0.0.1:%d" % HTTP1, path, len(content), **sha256(content)),
        response(200, len(answer), **sha256(answer)),
        client_port=port,
        grpc={"format": "grpc-web-text", "request_messages": 1, "response_messages": len(messages), "status": status},
    )
    call = grpc_peers.Call(method)
    call.requests, call.responses = [message], messages
    return exchange, call


# An event stream in the pieces in which a server sends it, and the events in it: type, id, retry and data.
EVENT_PIECES = [
    b"\xef\xbb\xbf: welcome\nretry: 3000\n\ndata: first\n\n",
    b"event: price\nid: 7\ndata: {\"item\": 4711,\ndata:  \"price\": 12}\n\n",
    b": still here\n\n",
    b"id: 8\r\nevent: pri",
    b"ce\r",
    b"\ndata: caf\xc3",
    b"\xa9\r\n\r",
    b"\ndata\rdata\r\rid\ndata: one\ndatum: x\nretry: soon\n\n",
    b"event: none\n\nevent: bye\nretry:500\ndata:" + b"x" * 4000 + b"\n\ndata: never ended\n",
]
EVENTS = [
    ("message", None, None, "first"),
    ("price", "7", None, '{"item": 4711,\n "price": 12}'),
    ("price", "8", None, "caf\u00e9"),
    ("message", None, None, "\n"),
    ("message", None, None, "one"),
    ("bye", None, 500, "x" * 4000),
]


@fixture()
def event_stream(scene):
    """Server-sent events: with types, identifiers and times to wait, comments between them, lines that end in each way, pieces
    cut anywhere, and a last event without an end; over HTTP/1.1, then over HTTP/2 (a Python server behind nginx, curl)."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), EventServer) as events:
        thread = threading.Thread(target=events.serve_forever)
        thread.start()
        proxy = "location /events { proxy_buffering off; proxy_pass http://127.0.0.1:%d; }" % events.server_port
        try:
            with nginx(scene, locations=proxy), scene.record("tcp port %d or tcp port %d" % (HTTP1, HTTP2)):
                exchanges = curl(["--no-buffer", "http://127.0.0.1:%d/events" % HTTP1])
                exchanges += curl(
                    ["--no-buffer", "--http2-prior-knowledge", "http://127.0.0.1:%d/events" % HTTP2]
                )
        finally:
            events.shutdown()
            thread.join()
    for exchange in exchanges:
        exchange.members["events"] = len(EVENTS)
        assert exchange["response"]["content_sha256"] == sha256(b"".join(EVENT_PIECES))["content_sha256"]
    truth = Truth()
    for exchange, protocol in zip(exchanges, ["HTTP/1.1", "HTTP/2"]):
        truth.add([exchange], protocol=protocol, client={"port": exchange.client_port})
    truth.messages += [
        {
            **{"protocol": "sse", "connection": connection, "exchange": 0, "from": "server", "type": kind},
            **{"id": identifier, "retry": retry, "bytes": len(data.encode())},
        }
        for connection in range(2)
        for kind, identifier, retry, data in EVENTS
    ]
    return truth


class EventServer(http.server.BaseHTTPRequestHandler):
    """Sends the event stream, each piece a moment after the one before."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in EVENT_PIECES:
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(0.02)

    def log_message(self, *details):
        pass


NAMED = """
options {{
  directory "{scratch}"; pid-file none; session-keyfile none; recursion no; listen-on-v6 {{ none; }};
  listen-on port {port} tls none http local {{ 127.0.0.1; }};
}};
http local {{ endpoints {{ "/dns-query"; }}; }};
controls {{ }};
zone "shop.test" {{ type primary; file "zone"; }};
"""
# The port that dig asks from.
DIG = 50053
ZONE = "$TTL 60\n@ IN SOA ns admin 1 60 60 60 60\n@ IN NS ns\nns IN A 192.0.2.1\nwww IN A 192.0.2.80\n"


@fixture()
def dns_over_https(scene):
    """DNS queries over cleartext HTTP/2: by POST, and by GET with the query in the request target, and a request for
    something else (BIND's named; dig and python h2)."""
    configuration = scene.scratch / "named.conf"
    configuration.write_text(NAMED.format(scratch=scene.scratch, port=HTTP2))
    write_file(scene.scratch / "zone", ZONE)
    with server(["named", "-f", "-g", "-c", configuration], HTTP2), scene.record("tcp port %d" % HTTP2):
        options = ["-b", "127.0.0.1#%d" % DIG, "-p", HTTP2, "+http-plain", "+qr", "+nocookie"]
        said = run("dig", "@127.0.0.1", *options, "www.shop.test", "A")
        with H2Client() as client:
            query = base64.urlsafe_b64encode(dns_query("www.shop.test")).rstrip(b"=").decode()
            for path in ["/dns-query?dns=" + query, "/other"]:
                client.complete(client.request("GET", path, headers=[("accept", "application/dns-message")]))
    sizes = [int(re.search(pattern, said).group(1)) for pattern in (r"QUERY SIZE: (\d+)", r"MSG SIZE +rcvd: (\d+)")]
    posted = Exchange(
        {"method": "POST", "path": "/dns-query", "body_bytes": sizes[0]},
        response(200, sizes[1]),
        protocol="HTTP/2",
        stream=1,
        doh=True,
    )
    got = client.exchanges()
    for exchange, is_query in zip(got, [True, False]):
        exchange.members["doh"] = is_query
    truth = Truth()
    truth.add([posted], protocol="HTTP/2", client={"port": DIG})
    truth.add(got, protocol="HTTP/2", client={"port": client.port})
    return truth


def dns_query(name):
    """A query for the address of a name (RFC 1035 §4.1)."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack(">6H", 0, 0, 1, 0, 0, 0) + labels + struct.pack(">B2H", 0, 1, 1)
