"""A client and a server of cleartext HTTP/2 in python h2, which can do what no ordinary program does."""

import socket
import threading

import h2.config
import h2.connection
import h2.events
import h2.settings

from .servers import HTTP2, listener
from .truth import Exchange, request, response, sha256

AUTHORITY = "127.0.0.1:%d" % HTTP2


class H2Peer:
    """What both ends of a python h2 connection do."""

    def __init__(self, is_client, settings):
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=is_client, header_encoding="utf-8"))
        # The names of the library's settings are those of RFC 9113 §6.5.2 in capitals.
        self.settings = {h2.settings.SettingCodes[name.upper()]: value for name, value in settings.items()}

    def start(self):
        self.h2.local_settings.update(self.settings)
        self.h2.initiate_connection()
        self.flush()

    def flush(self):
        self.connection.sendall(self.h2.data_to_send())

    def events(self):
        """What the next bytes mean; None at the end of the connection."""
        received = self.connection.recv(65536)
        if not received:
            return None
        events = self.h2.receive_data(received)
        for event in events:
            if isinstance(event, h2.events.DataReceived) and event.flow_controlled_length:
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        self.flush()
        return events


class H2Client(H2Peer):
    """A client that sends requests on one connection and keeps what comes back. `wrap` puts TLS around its socket."""

    def __init__(self, wrap=None, **settings):
        super().__init__(True, settings)
        self.wrap = wrap
        self.requests, self.heads, self.contents = {}, {}, {}

    def __enter__(self):
        self.connection = socket.create_connection(("127.0.0.1", HTTP2))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = self.connection.getsockname()[1]
        if self.wrap:
            self.connection = self.wrap(self.connection)
        self.start()
        # The first requests go out after the server's settings came, as their acknowledgement shows.
        self.wait_for(lambda event: isinstance(event, h2.events.SettingsAcknowledged))
        return self

    def __exit__(self, *problem):
        self.connection.close()

    def request(self, method, path, body=b"", headers=(), end=True, authority=AUTHORITY):
        """Sends a request and returns its stream."""
        stream = self.h2.get_next_available_stream_id()
        pseudo = [(":method", method), (":scheme", "http"), (":authority", authority), (":path", path)]
        self.requests[stream] = request(method, authority, path, len(body), **sha256(body))
        self.contents[stream] = b""
        self.h2.send_headers(stream, pseudo + list(headers), end_stream=end and not body)
        if body:
            self.h2.send_data(stream, body, end_stream=True)
        self.flush()
        return stream

    def complete(self, *streams):
        """Reads until streams have ended or were reset."""
        waiting = set(streams)

        def is_last_end(event):
            if isinstance(event, (h2.events.StreamEnded, h2.events.StreamReset)):
                waiting.discard(event.stream_id)
            return not waiting

        self.wait_for(is_last_end)

    def wait_for(self, condition):
        """Reads until an event meets a condition."""
        while (events := self.events()) is not None:
            for event in events:
                self.keep(event)
            if any([condition(event) for event in events]):
                return
        raise ConnectionError("the server closed the connection")

    def keep(self, event):
        if isinstance(event, h2.events.ResponseReceived):
            self.heads[event.stream_id] = dict(event.headers)
        elif isinstance(event, h2.events.DataReceived):
            self.contents[event.stream_id] += event.data

    def answer(self, stream):
        """A response's members; coded content is not undone."""
        head, content = self.heads[stream], self.contents[stream]
        known = {} if "content-encoding" in head else sha256(content)
        return response(int(head[":status"]), len(content), **known)

    def exchanges(self):
        """What was asked and what came back, in the order of the streams."""
        return [
            Exchange(
                asked,
                self.answer(stream),
                client_port=self.port,
                protocol="HTTP/2",
                stream=stream,
            )
            for stream, asked in self.requests.items()
        ]

    def drain(self):
        """Reads to the end of the connection, whatever comes."""
        while self.connection.recv(65536):
            pass


class H2Server(H2Peer):
    """A server for one connection that answers each request, once it is whole, as a function says. `wrap` puts TLS
    around its socket."""

    def __init__(self, answer, wrap=None, **settings):
        super().__init__(False, settings)
        self.wrap = wrap
        self.answer, self.requests, self.bodies, self.sent, self.finished = answer, {}, {}, {}, False

    def __enter__(self):
        self.listening = listener(HTTP2)
        self.socket = self.listening.__enter__()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        return self

    def __exit__(self, *problem):
        self.thread.join()
        self.listening.__exit__(*problem)

    def serve(self):
        self.connection, _ = self.socket.accept()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.wrap:
            self.connection = self.wrap(self.connection)
        with self.connection:
            self.start()
            while not self.finished and (events := self.events()) is not None:
                for event in events:
                    self.take(event)
                if not self.finished:
                    self.flush()

    def take(self, event):
        if isinstance(event, h2.events.RequestReceived):
            self.requests[event.stream_id] = dict(event.headers)
            self.bodies[event.stream_id] = 0
        elif isinstance(event, h2.events.DataReceived):
            self.bodies[event.stream_id] += len(event.data)
        elif isinstance(event, h2.events.StreamEnded):
            self.answer(self, event.stream_id)

    def respond(self, stream, status, body, headers=()):
        """Sends a whole response."""
        self.h2.send_headers(stream, [(":status", str(status)), *headers])
        self.h2.send_data(stream, body, end_stream=True)
        self.sent[stream] = (status, len(body))

    def exchanges(self):
        """What was asked and what was sent, in the order of the streams."""
        return [
            Exchange(
                request(asked[":method"], asked[":authority"], asked[":path"], self.bodies[stream]),
                response(*self.sent.get(stream, (None, 0))),
                protocol="HTTP/2",
                stream=stream,
            )
            for stream, asked in sorted(self.requests.items())
        ]
