"""A server and a client of the websockets library, and what each says that it put on the wire."""

import contextlib
import threading

import websockets.frames
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, ServerPerMessageDeflateFactory
from websockets.sync.client import connect
from websockets.sync.server import serve

from .servers import HTTP1

URI = "ws://127.0.0.1:%d/chat" % HTTP1
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
            message.update(compressed=bool(wire[0] & 0x40), fragments=0)
            if opcode == 8:
                message.update(close_code=frame.data and int.from_bytes(frame.data[:2], "big"))
                message.update(close_reason=bytes(frame.data[2:]).decode() or None)
            else:
                self.open[side] = message if opcode < 8 else self.open.get(side)
        message["bytes"] += len(frame.data)
        message["wire_bytes"] += len(wire)
        message["fragments"] += 1
        if frame.fin:
            self.messages.append(message)

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


def converse(handle, talk, client_deflate=None, server_deflate=None):
    """One WebSocket: `handle` is the server's part, `talk` the client's. The port of the client and the messages."""
    written = Written()
    factories = {
        "client": [ClientPerMessageDeflateFactory(**client_deflate)] if client_deflate is not None else None,
        "server": [ServerPerMessageDeflateFactory(**server_deflate)] if server_deflate is not None else None,
    }
    quiet = {"compression": None, "ping_interval": None, "max_size": None}
    with serve(handle, "127.0.0.1", HTTP1, extensions=factories["server"], **quiet) as server, written.noting():
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with connect(URI, extensions=factories["client"], proxy=None, **quiet) as client:
            port = client.local_address[1]
            talk(client)
        server.shutdown()
        thread.join()
    return port, written.messages
