"""Both ends of connections of HTTP/1.1 in one thread, so that the order and the moment of everything are known."""

import socket
import time

from .servers import HTTP1, listener
from .truth import Exchange, request, response


class HTTP1Pair:
    """A client and a server. What one of them sends the other one has read before anything else happens; each step
    answers the moment in milliseconds. The bytes of all messages, of their heads and of chunk lines are counted."""

    def __init__(self, authority):
        self.authority, self.exchanges, self.waiting = authority, [], []
        self.byte_count = self.head_byte_count = self.framing_byte_count = 0
        # Header sections as HTTP/2 would send them, in order.
        self.requests, self.responses = [], []
        with listener(HTTP1) as listening:
            self.client = socket.create_connection(("127.0.0.1", HTTP1))
            self.server = listening.accept()[0]
        for end in (self.client, self.server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        self.client.close()
        self.server.close()

    def ask(self, *paths):
        """Sends requests, all in one segment."""
        text = ""
        for path in paths:
            head = "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: known/1.0\r\nAccept: text/plain\r\n\r\n" % (path, self.authority)
            self.head_byte_count += len(head)
            self.waiting.append(path)
            pseudo = [(":method", "GET"), (":scheme", "http"), (":authority", self.authority), (":path", path)]
            self.requests.append(pseudo + [("user-agent", "known/1.0"), ("accept", "text/plain")])
            text += head
        return self.carry(self.client, self.server, text.encode())

    def answer(self, *pieces, chunked=False):
        """Sends a response in pieces: numbers of bytes, and pauses before them in milliseconds where they are floats. The
        moments of its first and last byte."""
        sizes = [piece for piece in pieces if isinstance(piece, int)]
        field = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(sum(sizes)))
        head = "HTTP/1.1 200 OK\r\nServer: known\r\n%s: %s\r\n\r\n" % field
        self.head_byte_count += len(head)
        self.responses.append([(":status", "200"), ("server", "known")] + ([] if chunked else [("content-length", field[1])]))
        first = last = self.carry(self.server, self.client, head.encode())
        for piece in pieces:
            if isinstance(piece, float):
                time.sleep(piece / 1000)
                continue
            line, end = ("%x;known=yes\r\n" % piece, "\r\n") if chunked else ("", "")
            self.framing_byte_count += len(line + end)
            last = self.carry(self.server, self.client, (line + "a" * piece + end).encode())
        if chunked:
            # The last chunk; the empty line behind it is the trailer section.
            self.framing_byte_count += len("0\r\n")
            last = self.carry(self.server, self.client, b"0\r\n\r\n")
        asked = request("GET", self.authority, self.waiting.pop(0))
        self.exchanges.append(Exchange(asked, response(200, sum(sizes))))
        return first, last

    def carry(self, sender, receiver, piece):
        moment = time.monotonic() * 1000
        self.byte_count += len(piece)
        sender.sendall(piece)
        arrived = 0
        while arrived < len(piece):
            arrived += len(receiver.recv(65536))
        return moment
