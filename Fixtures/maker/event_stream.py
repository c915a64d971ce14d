"""A fixture of server-sent events."""

import asyncio
import contextlib
import http.server
import threading
import time

from .clients import curl
from .hypercorn_server import HypercornServer
from .scene import fixture
from .servers import HTTP1, HTTP2, nginx
from .truth import Truth, payload, sha256

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
    cut anywhere, and a last event without an end; over HTTP/1.1, then twice over HTTP/2 (a Python server behind nginx, then
    hypercorn; curl)."""
    with scene.record("tcp port %d or tcp port %d" % (HTTP1, HTTP2)):
        with event_server() as port:
            proxy = "location /events { proxy_buffering off; proxy_pass http://127.0.0.1:%d; }" % port
            with nginx(scene, locations=proxy):
                exchanges = ask(HTTP1, "--http1.1") + ask(HTTP2, "--http2-prior-knowledge")
        with HypercornServer(send_events, HTTP2):
            exchanges += ask(HTTP2, "--http2-prior-knowledge")
    for exchange in exchanges:
        exchange.members["events"] = len(EVENTS)
        assert exchange["response"]["content_sha256"] == sha256(b"".join(EVENT_PIECES))["content_sha256"]
    truth = Truth()
    for exchange in exchanges:
        truth.add([exchange], protocol=exchange["protocol"], client={"port": exchange.client_port})
    truth.messages += [
        {
            **{"protocol": "sse", "connection": connection, "exchange": 0, "from": "server", "type": kind},
            **{"id": identifier, "retry": retry, **payload(data.encode())},
        }
        for connection in range(len(exchanges))
        for kind, identifier, retry, data in EVENTS
    ]
    return truth


def ask(port, version):
    """Reads the events with curl."""
    return curl(["--no-buffer", version, "http://127.0.0.1:%d/events" % port])


@contextlib.contextmanager
def event_server():
    """Runs the Python server until the body ends. Yields its port."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), EventServer) as events:
        thread = threading.Thread(target=events.serve_forever)
        thread.start()
        try:
            yield events.server_port
        finally:
            events.shutdown()
            thread.join()


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


async def send_events(scope, receive, send):
    """The same as an application of ASGI."""
    if scope["type"] != "http":
        return
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for piece in EVENT_PIECES:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        await asyncio.sleep(0.02)
    await send({"type": "http.response.body", "body": b""})
