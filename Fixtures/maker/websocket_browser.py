"""Fixtures of WebSocket between a browser and a server, over TLS."""

import asyncio
import contextlib
import struct
import threading

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.http11 import Response
from websockets.sync.server import serve

from .hypercorn_server import HypercornServer
from .scene import fixture
from .tls_browser import browse
from .tls_peers import NAME, PORT, certificate
from .tls_site import URL, nginx_facts, nginx_tls
from .truth import Exchange, Truth, payload, request, response
from .websocket_peers import BACKEND, UPGRADES, Written, proxied

CLOSING = (4001, "that is all")
# The server sends each message back. The browser stops loading the page when the image is there, which the server gives once the
# WebSocket is closed.
PAGE = """<!doctype html><title>chat</title><link rel=icon href=data:,><script>
const socket = new WebSocket("wss://%s/chat")
socket.binaryType = "arraybuffer"
const messages = ["Hello", "", "\\u00fcn\\u00ef\\u20ac".repeat(50), new Uint8Array(126).map((_, i) => i), "The same again. ".repeat(1000)]
let next = 0
const go = () => next < messages.length ? socket.send(messages[next++]) : socket.close(%d, "%s")
socket.onopen = go
socket.onmessage = go
</script><img src=done>
""" % (NAME, *CLOSING)


def message(side, content):
    """A message's members that both ends know."""
    kind = "text" if isinstance(content, str) else "binary"
    data = content.encode() if isinstance(content, str) else content
    return {"from": side, "type": kind, "state": "complete", **payload(data)}


def closing(side, code, reason):
    return {
        **{"from": side, "type": "close", "state": "complete"},
        **payload(struct.pack(">H", code) + reason.encode()),
        **{"close_code": code, "close_reason": reason or None},
    }


@fixture()
def websocket_chromium(scene):
    """A browser's WebSocket over TLS through a reverse proxy, without compression and with permessage-deflate, with context takeover
    and without (Chromium, nginx, python websockets)."""
    truth = Truth()
    with nginx_tls(scene, "127.0.0.1:%d ssl" % PORT, UPGRADES, locations=proxied("/", BACKEND)) as log:
        with scene.record("tcp port %d" % PORT):
            both = {"server_no_context_takeover": True, "client_no_context_takeover": True}
            for deflate in [None, {}, both]:
                seen = len(log.rows())
                with ChatServer(deflate) as server:
                    ports = browse(scene, URL + "/page", address="127.0.0.1")
                add_page(truth, ports, log.rows()[seen:], server)
    return truth


def add_page(truth, ports, rows, server):
    """Adds the connections of a page: with the requests that nginx logged, or to spare, without any."""
    for port in ports:
        its_rows = [row for row in rows if row["port"] == port]
        exchanges = [
            Exchange(
                request(row["method"], NAME, row["target"], scheme="https"),
                {"status": 101} if row["status"] == 101 else response(row["status"], row["sent"]),
                upgrade="websocket" if row["status"] == 101 else None,
            )
            for row in its_rows
        ]
        is_upgraded = any(row["status"] == 101 for row in its_rows)
        if is_upgraded:
            place = {"connection": len(truth.connections), "exchange": len(exchanges) - 1}
            truth.messages += [{**place, **message} for message in server.messages]
        protocol = "WebSocket" if is_upgraded else "HTTP/1.1" if exchanges else "TLS"
        # Whether a connection to spare was resumed is written down nowhere.
        facts = nginx_facts(its_rows[0]) if its_rows else {"server_name": NAME, "decrypted": True}
        truth.add(exchanges, protocol=protocol, client={"port": port}, tls=facts)


class ChatServer:
    """The page, and a WebSocket that sends back what it gets, with permessage-deflate if its parameters are given."""

    def __init__(self, deflate):
        self.extensions = [ServerPerMessageDeflateFactory(**deflate)] if deflate is not None else None
        self.received, self.written, self.is_done = [], Written(), threading.Event()

    @property
    def messages(self):
        """What the browser sent as it was received, and the server's frames."""
        return self.received + self.written.messages

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        self.stack.enter_context(self.written.noting())
        server = self.stack.enter_context(
            serve(
                *(self.chat, "127.0.0.1", BACKEND),
                **{"process_request": self.answer, "extensions": self.extensions},
                **{"compression": None, "ping_interval": None, "max_size": None},
            )
        )
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.stack.callback(thread.join)
        self.stack.callback(server.shutdown)
        return self

    def __exit__(self, *problem):
        self.stack.close()

    def answer(self, connection, asked):
        if asked.path == "/chat":
            return None
        if asked.path == "/done":
            self.is_done.wait(10)
        page = PAGE.encode() if asked.path == "/page" else b""
        headers = {"Content-Type": "text/html" if page else "image/png", "Content-Length": str(len(page))}
        return Response(200, "OK", Headers(headers), page)

    def chat(self, connection):
        try:
            while True:
                content = connection.recv()
                self.received.append(message("client", content))
                connection.send(content)
        except ConnectionClosed as closed:
            self.received.append(closing("client", closed.rcvd.code, closed.rcvd.reason))
        self.is_done.set()


@fixture(tshark_differs="it does not know the responses of an extended CONNECT")
def websocket_chromium_h2(scene):
    """A browser's WebSocket with permessage-deflate on a stream of the HTTP/2 connection that the page came over (Chromium,
    hypercorn)."""
    with HypercornChat(scene) as server, scene.record("tcp port %d" % PORT):
        ports = browse(scene, URL + "/page", address="127.0.0.1")
    truth = Truth()
    for port in ports:
        its_exchanges = [exchange for its_port, exchange in server.exchanges if its_port == port]
        for index, exchange in enumerate(its_exchanges):
            exchange.members["stream"] = 2 * index + 1
        facts = {"version": "TLS 1.3", "server_name": NAME, "alpn": "h2", "resumed": False, "decrypted": True}
        facts["key_source"] = "keylog"
        number = len(truth.connections)
        # Whether either side spoke on a connection to spare is not known.
        protocol = {"protocol": "HTTP/2"} if its_exchanges else {}
        truth.add(its_exchanges, client={"port": port}, tls=facts, **protocol)
        for index, exchange in enumerate(its_exchanges):
            if exchange["request"]["method"] == "CONNECT":
                truth.messages += [{"connection": number, "exchange": index, **said} for said in server.messages]
    return truth


class HypercornChat(HypercornServer):
    """The same server in hypercorn, over HTTP/2. It notes its requests in the order in which they came, each with its port."""

    def __init__(self, scene):
        chain, key = certificate(scene)
        super().__init__(self.answer_all, PORT, certfile=str(chain), keyfile=str(key), alpn_protocols=["h2"])
        self.exchanges, self.messages = [], []
        self.is_done = asyncio.Event()

    async def answer_all(self, scope, receive, send):
        if scope["type"] == "http":
            await self.answer(scope, send)
        elif scope["type"] == "websocket":
            await self.chat(scope, receive, send)

    async def answer(self, scope, send):
        path = scope["path"]
        page = PAGE.encode() if path == "/page" else b""
        asked = request("GET", NAME, path, scheme="https")
        exchange = Exchange(asked, response(200, len(page)), protocol="HTTP/2")
        self.exchanges.append((scope["client"][1], exchange))
        if path == "/done":
            await self.is_done.wait()
        headers = [(b"content-type", b"text/html" if page else b"image/png")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": page})

    async def chat(self, scope, receive, send):
        exchange = Exchange(
            {"method": "CONNECT", "authority": NAME, "path": "/chat", "scheme": "https"},
            {"status": 200},
            protocol="HTTP/2",
            upgrade="websocket",
        )
        # The browser resets the stream, unless the server ended it sooner.
        del exchange.members["state"]
        self.exchanges.append((scope["client"][1], exchange))
        await receive()
        await send({"type": "websocket.accept"})
        while (event := await receive())["type"] == "websocket.receive":
            content = event["text"] if event.get("text") is not None else event["bytes"]
            self.messages.append(message("client", content))
            self.messages.append(message("server", content))
            await send({"type": "websocket.send", "text" if isinstance(content, str) else "bytes": content})
        # hypercorn answers by itself and does not say with which code the page closed.
        self.messages.append(closing("client", *CLOSING))
        self.messages.append({"from": "server", "type": "close", "close_code": CLOSING[0]})
        self.is_done.set()
