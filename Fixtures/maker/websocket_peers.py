"""Servers and clients of WebSocket, and what each says that it put on the wire."""

import contextlib
import struct
import threading

import h2.config
import h2.connection
import h2.events
import h2.settings
import websockets.frames
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, ServerPerMessageDeflateFactory
from websockets.sync.client import connect
from websockets.sync.server import serve
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage
from wsproto.extensions import PerMessageDeflate

from .servers import HTTP1
from .truth import payload

URI = "ws://127.0.0.1:%d/chat" % HTTP1
# The port of a server behind a proxy.
BACKEND = 8090
# What nginx needs to hand on an upgrade, inside `http` and as a location.
UPGRADES = "map $http_upgrade $or_close { default upgrade; '' close; }"


def proxied(path, port):
    """A location of nginx behind which a server answers, also with another protocol."""
    return (
        "location %s { proxy_pass http://127.0.0.1:%d; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; "
        "proxy_set_header Connection $or_close; }" % (path, port)
    )


TYPES = {1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}


class Written:
    """The messages that both sides write, as the frames that the library makes of them: a client masks its own."""

    def __init__(self):
        self.messages, self.open = [], {}

    def note(self, frame, wire, mask):
        side = "client" if mask else "server"
        opcode = int(frame.opcode)
        if opcode == 0:
            message = self.open[side]
        else:
            message = {"from": side, "type": TYPES[opcode], "state": "complete", "bytes": 0, "wire_bytes": 0}
            message.update(compressed=bool(wire[0] & 0x40), fragments=0, content=b"")
            if opcode == 8:
                message.update(close_code=frame.data and int.from_bytes(frame.data[:2], "big"))
                message.update(close_reason=bytes(frame.data[2:]).decode() or None)
            else:
                self.open[side] = message if opcode < 8 else self.open.get(side)
        message["wire_bytes"] += len(wire)
        message["fragments"] += 1
        message["content"] += frame.data
        if frame.fin:
            content = message.pop("content")
            self.messages.append({**message, **payload(content)})

    @contextlib.contextmanager
    def noting(self):
        """Notes what is written while the body runs."""
        serialize = websockets.frames.Frame.serialize

        def noted(frame, *, mask, extensions=None):
            wire = serialize(frame, mask=mask, extensions=extensions)
            self.note(frame, wire, mask)
            return wire

        websockets.frames.Frame.serialize = noted
        try:
            yield
        finally:
            websockets.frames.Frame.serialize = serialize


def converse(handle, talk, client_deflate=None, server_deflate=None, port=HTTP1):
    """One WebSocket: `handle` is the server's part, `talk` the client's. The port of the client and the messages. A server on
    another port is reached through a proxy."""
    written = Written()
    factories = {
        "client": [ClientPerMessageDeflateFactory(**client_deflate)] if client_deflate is not None else None,
        "server": [ServerPerMessageDeflateFactory(**server_deflate)] if server_deflate is not None else None,
    }
    quiet = {"compression": None, "ping_interval": None, "max_size": None}
    with serve(handle, "127.0.0.1", port, extensions=factories["server"], **quiet) as server, written.noting():
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with connect(URI, extensions=factories["client"], proxy=None, **quiet) as client:
            client_port = client.local_address[1]
            talk(client)
        server.shutdown()
        thread.join()
    return client_port, written.messages


class Streams:
    """WebSockets on streams of one HTTP/2 connection (RFC 8441): python h2 carries what wsproto makes, in this one thread."""

    def __init__(self, client, server):
        self.sockets = {"client": client, "server": server}
        self.h2 = {
            side: h2.connection.H2Connection(h2.config.H2Configuration(client_side=side == "client"))
            for side in ("client", "server")
        }
        self.peers, self.messages = {}, []
        self.h2["server"].local_settings[h2.settings.SettingCodes.ENABLE_CONNECT_PROTOCOL] = 1
        for side in ("client", "server"):
            self.h2[side].initiate_connection()
            self.flush(side)
        self.flush("client")

    def flush(self, side):
        """Sends what a side has to say and gives it to the other one, which acknowledges it."""
        data = self.h2[side].data_to_send()
        if not data:
            return
        other = "server" if side == "client" else "client"
        self.sockets[side].sendall(data)
        received = b""
        while len(received) < len(data):
            received += self.sockets[other].recv(65536)
        for event in self.h2[other].receive_data(received):
            if isinstance(event, h2.events.DataReceived):
                self.h2[other].acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        self.flush(other)

    def open(self, authority, deflate):
        """Opens a WebSocket on the next stream."""
        stream = self.h2["client"].get_next_available_stream_id()
        pseudo = [(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"), (":path", "/chat")]
        asked, answered = {}, {}
        extensions = {"client": [], "server": []}
        if deflate:
            offering, accepting = PerMessageDeflate(), PerMessageDeflate()
            asked["sec-websocket-extensions"] = "permessage-deflate; " + offering.offer()
            accepted = "permessage-deflate; " + accepting.accept(asked["sec-websocket-extensions"])
            answered["sec-websocket-extensions"] = accepted
            offering.finalize(accepted)
            extensions = {"client": [offering], "server": [accepting]}
        version = [("sec-websocket-version", "13")]
        self.h2["client"].send_headers(stream, [*pseudo, (":authority", authority), *version, *asked.items()])
        self.flush("client")
        self.h2["server"].send_headers(stream, [(":status", "200"), *answered.items()])
        self.flush("server")
        for side, kind in (("client", ConnectionType.CLIENT), ("server", ConnectionType.SERVER)):
            self.peers[stream, side] = Connection(kind, extensions[side])
        return stream

    def send(self, stream, side, event, parts=1, end=False):
        """Sends an event's frame in so many DATA frames."""
        wire = self.peers[stream, side].send(event)
        data, details = getattr(event, "data", getattr(event, "payload", b"")), {}
        if isinstance(event, CloseConnection):
            kind, data, details = "close", struct.pack(">H", event.code) + event.reason.encode(), {"close_code": event.code}
        else:
            kind = {TextMessage: "text", BytesMessage: "binary", Ping: "ping", Pong: "pong"}[type(event)]
        content = data.encode() if isinstance(data, str) else bytes(data)
        self.messages.append(
            {"stream": stream, "from": side, "type": kind, "state": "complete", **payload(content)}
            | {"wire_bytes": len(wire), "compressed": bool(wire[0] & 0x40), "fragments": 1, **details}
        )
        size = -(-len(wire) // parts)
        for start in range(0, len(wire), size):
            self.h2[side].send_data(stream, wire[start : start + size], end_stream=end and start + size >= len(wire))
            self.flush(side)

    def byte_counts(self, stream):
        """The content of both messages of a stream."""
        return {
            side: sum(m["wire_bytes"] for m in self.messages if (m["stream"], m["from"]) == (stream, side))
            for side in ("client", "server")
        }
