"""Two TLS objects of Python in one program, which carries their records over a socket cut as it likes."""

import socket
import ssl
import time

from .servers import listener
from .tls_peers import NAME, PORT, certificate, iana_name, tls_version
from .truth import Exchange, request, response, sha256


class Side:
    """One end: a TLS object, its socket, and the longest segment that it sends."""

    def __init__(self, context, connection, segment_size, **options):
        self.received, self.to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.received, self.to_send, **options)
        self.connection, self.segment_size = connection, segment_size
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def flush_to(self, other):
        """Sends all that there is to send, and hands it to the other side."""
        waiting = self.to_send.read()
        for start in range(0, len(waiting), self.segment_size):
            piece = waiting[start : start + self.segment_size]
            self.connection.sendall(piece)
            arrived = b""
            while len(arrived) < len(piece):
                arrived += other.connection.recv(65536)
            other.received.write(arrived)
        return len(waiting)


class MemoryConnection:
    """A TLS connection whose segments are as long as is said, as a context."""

    def __init__(self, scene, version, segment_size, names=(NAME,), address="127.0.0.1", server_name=NAME):
        self.segment_size, self.exchanges = segment_size, []
        self.address, self.server_name = address, server_name
        # What both sides sent until neither had anything of a handshake to say.
        self.handshake_bytes = 0
        self.server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server_context.load_cert_chain(*certificate(scene, *names))
        self.client_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.client_context.load_verify_locations(certificate(scene, *names)[0])
        self.client_context.keylog_filename = scene.keys
        self.client_context.minimum_version = self.client_context.maximum_version = ssl.TLSVersion[version]

    def __enter__(self):
        with listener(PORT, self.address) as listening:
            ends = socket.create_connection((self.address, PORT)), listening.accept()[0]
        self.client = Side(self.client_context, ends[0], self.segment_size, server_hostname=self.server_name)
        self.server = Side(self.server_context, ends[1], self.segment_size, server_side=True)
        done = set()
        while len(done) < 2:
            for side, other in [(self.client, self.server), (self.server, self.client)]:
                try:
                    side.tls.do_handshake()
                    done.add(side)
                except ssl.SSLWantReadError:
                    pass
                self.handshake_bytes += side.flush_to(other)
        name, version, _ = self.client.tls.cipher()
        self.facts = {
            "version": tls_version(self.client.tls.version()),
            "cipher_suite": iana_name(name),
            "server_name": self.server_name,
            "alpn": self.client.tls.selected_alpn_protocol(),
            "resumed": self.client.tls.session_reused,
            "early_data": False,
            "decrypted": True,
            "key_source": "keylog",
        }
        return self

    def __exit__(self, *problem):
        for side, other in [(self.client, self.server), (self.server, self.client)]:
            try:
                side.tls.unwrap()
            except ssl.SSLWantReadError:
                pass
            side.flush_to(other)
        for side in [self.client, self.server]:
            side.connection.close()
            time.sleep(0.05)

    def exchange(self, paths, answers):
        """Sends GETs, all at once, and then their responses, a record each."""
        for path in paths:
            self.client.tls.write(b"GET %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (path.encode(), NAME.encode()))
        self.client.flush_to(self.server)
        for path, answer in zip(paths, answers):
            self.server.tls.read(65536)
            self.server.tls.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)
            asked = request("GET", NAME, path, scheme="https")
            self.exchanges.append(Exchange(asked, response(200, len(answer), **sha256(answer))))
        self.server.flush_to(self.client)
        for _ in answers:
            self.client.tls.read(65536)
