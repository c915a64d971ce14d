"""Both ends of a connection of cleartext HTTP/2 in one thread, so that the order and the moment of everything are known."""

import socket
import time

import h2.config
import h2.connection
import h2.settings

from .h2_peers import AUTHORITY
from .hpack_truth import CountingEncoder
from .servers import HTTP2, listener
from .truth import Exchange, request, response


class H2End:
    """One end. It counts what it sends: all bytes, those of field blocks, and those of content."""

    def __init__(self, is_client, connection, huffman, settings):
        configuration = h2.config.H2Configuration(client_side=is_client, header_encoding="utf-8")
        self.h2 = h2.connection.H2Connection(configuration)
        self.h2.encoder = self.encoder = CountingEncoder(huffman)
        named = {h2.settings.SettingCodes[name.upper()]: value for name, value in settings.items()}
        self.h2.local_settings = h2.settings.Settings(client=is_client, initial_values=named)
        self.connection, self.byte_count, self.content_byte_count = connection, 0, 0
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def framing_byte_count(self):
        """What it sent besides field blocks and content."""
        return self.byte_count - self.encoder.byte_count - self.content_byte_count


class H2Pair:
    """A client and a server. What one of them sends the other one has read before anything else happens; each step
    answers the moment in milliseconds."""

    def __init__(self, client_settings={}, server_settings={}, server_huffman=True):
        self.settings, self.server_huffman = (client_settings, server_settings), server_huffman
        self.requests, self.statuses, self.sizes, self.states = {}, {}, {}, {}

    def __enter__(self):
        with listener(HTTP2) as listening:
            ends = socket.create_connection(("127.0.0.1", HTTP2)), listening.accept()[0]
        self.client = H2End(True, ends[0], True, self.settings[0])
        self.server = H2End(False, ends[1], self.server_huffman, self.settings[1])
        self.client.h2.initiate_connection()
        self.server.h2.initiate_connection()
        for end in (self.client, self.server, self.client, self.server):
            self.flush(end)
        return self

    def __exit__(self, *problem):
        self.client.connection.close()
        self.server.connection.close()

    def flush(self, end):
        """Sends what an end has to send."""
        piece = end.h2.data_to_send()
        other = self.server if end is self.client else self.client
        moment = time.monotonic() * 1000
        end.byte_count += len(piece)
        end.connection.sendall(piece)
        arrived = b""
        while len(arrived) < len(piece):
            arrived += other.connection.recv(65536)
        other.h2.receive_data(arrived)
        return moment

    def ask(self, path, method="GET", headers=(), end=True, **options):
        """Sends a request's header section. Its stream and the moment."""
        stream = self.client.h2.get_next_available_stream_id()
        pseudo = [(":method", method), (":scheme", "http"), (":authority", AUTHORITY), (":path", path)]
        self.requests[stream] = request(method, AUTHORITY, path)
        self.client.h2.send_headers(stream, pseudo + list(headers), end_stream=end, **options)
        return stream, self.flush(self.client)

    def answer(self, stream, status=200, headers=(), end=False):
        """Sends a response's header section."""
        if status >= 200:
            self.statuses[stream], self.sizes[stream] = status, 0
        self.server.h2.send_headers(stream, [(":status", str(status)), *headers], end_stream=end)
        return self.flush(self.server)

    def send(self, end, stream, byte_count, last=False, **options):
        """Sends so many bytes of content in one DATA frame."""
        end.h2.send_data(stream, b"a" * byte_count, end_stream=last, **options)
        end.content_byte_count += byte_count
        if end is self.client:
            self.requests[stream]["body_bytes"] += byte_count
        else:
            self.sizes[stream] += byte_count
        return self.flush(end)

    def grant(self, end, byte_count, stream=None):
        """Raises a window of the other end: a stream's, or the connection's."""
        end.h2.increment_flow_control_window(byte_count, stream)
        return self.flush(end)

    def reset(self, end, stream, code):
        """Ends a stream early."""
        end.h2.reset_stream(stream, code)
        self.states[stream] = {"state": "reset", "reset_code": code.name}
        return self.flush(end)

    def exchanges(self, **members):
        """What was asked and answered; `members` are those of some streams."""
        for stream, asked in self.requests.items():
            of_stream = members.get("stream_%d" % stream, {})
            answered = response(self.statuses[stream], self.sizes[stream]) if stream in self.statuses else None
            yield Exchange(
                asked, answered, protocol="HTTP/2", stream=stream, **{**self.states.get(stream, {}), **of_stream}
            )
