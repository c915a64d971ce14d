"""Fixtures of gRPC and gRPC-Web."""

import base64
import http.client
import io
import re

import grpc
import sonora.protocol

from . import grpc_peers
from .scene import fixture
from .servers import HTTP1, HTTP2, haproxy, nginx
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
