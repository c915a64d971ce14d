"""tlslite-ng's server and client, which compress certificates."""

import contextlib
import socket
import threading

from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import CipherSuite
from tlslite.errors import TLSAbruptCloseError

from .servers import listener
from .tls_peers import NAME, PORT, certificate
from .truth import Exchange, request, response, sha256


def chain_and_key(scene, name=NAME):
    """A throw-away certificate and its key, as tlslite wants them."""
    chain, key = certificate(scene, name)
    certificates = X509CertChain()
    certificates.parsePemList(chain.read_text())
    return certificates, parsePEMKey(key.read_text(), private=True)


def settings(compression):
    """TLS 1.3, and one algorithm for certificates, sent and received."""
    chosen = HandshakeSettings()
    chosen.minVersion = chosen.maxVersion = (3, 4)
    chosen.certificate_compression_send = chosen.certificate_compression_receive = [compression]
    return chosen


class TLSLiteServer:
    """A web server with an answer a path, one that compresses its certificate if the client knows the algorithm. It notes its
    connections in the order of their beginning."""

    def __init__(self, scene, compression, answers, wants_client=False):
        self.answers, self.connections, self.threads = answers, [], []
        self.chain, self.key = chain_and_key(scene)
        self.settings, self.wants_client = settings(compression), wants_client

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        self.listening = self.stack.enter_context(listener(PORT))
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *problem):
        # Closing does not wake a thread that waits in accept.
        self.listening.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join(5)
        self.stack.close()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                accepted, (_, port) = self.listening.accept()
                self.connections.append(ServedConnection(port))
                thread = threading.Thread(target=self.serve, args=(accepted, self.connections[-1]))
                self.threads.append(thread)
                thread.start()

    def serve(self, accepted, served):
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = TLSConnection(accepted)
        connection.handshakeServer(
            certChain=self.chain,
            privateKey=self.key,
            settings=self.settings,
            alpn=[b"http/1.1"],
            reqCert=self.wants_client,
        )
        served.note(connection)
        # A client may close the connection without saying so.
        with contextlib.suppress(TLSAbruptCloseError):
            while head := read_head(connection):
                method, path, _ = head.decode().split("\r\n")[0].split()
                kind, page = self.answers[path]
                answer = "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, len(page))
                connection.write(answer.encode() + page)
                asked = request(method, NAME, path, scheme="https")
                served.exchanges.append(Exchange(asked, response(200, len(page), **sha256(page))))
            connection.close()


class ServedConnection:
    """What the server knows of a connection."""

    def __init__(self, port):
        self.port, self.exchanges, self.facts = port, [], {}

    def note(self, connection):
        if not connection.server_cert_compression_algo:
            raise RuntimeError("the server's certificate is not compressed")
        self.facts = {
            "version": "TLS 1.3",
            "cipher_suite": CipherSuite.ietfNames[connection.session.cipherSuite],
            "server_name": connection.session.serverName,
            "alpn": connection.session.appProto.decode() or None,
            "resumed": False,
            "client_certificate": connection.session.clientCertChain is not None,
            "certificate": {"subject": NAME, "names": [NAME], "key_type": "EC", "key_bits": 256},
            "decrypted": True,
            "key_source": "keylog",
        }


def read_head(connection):
    """A request's head; nothing at the end of the connection."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = connection.read(max=1)
        if not piece:
            return b""
        head += bytes(piece)
    return head


def tlslite_requests(scene, compression, *paths):
    """GETs on one connection of tlslite's client, which shows a compressed certificate if it is asked for one, and writes its
    secrets to the key log."""
    with socket.create_connection(("127.0.0.1", PORT)) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = LoggedConnection(plain, scene.keys)
        chain, key = chain_and_key(scene, "client.example")
        connection.handshakeClientCert(
            chain, key, settings=settings(compression), serverName=NAME, alpn=[b"http/1.1"]
        )
        for path in paths:
            connection.write(b"GET %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (path.encode(), NAME.encode()))
            head = read_head(connection).decode().lower()
            connection.read(min=int(head.split("content-length: ")[1].split("\r\n")[0]))
        connection.close()


class LoggedConnection(TLSConnection):
    """A client's connection that appends its traffic secrets to a key log, which tlslite does not do."""

    def __init__(self, plain, key_log):
        super().__init__(plain)
        self.key_log = key_log

    def _clientTLS13Handshake(self, settings, session, clientHello, *rest):
        # Keys are derived twice: for the rest of the handshake, then for the content.
        names = iter(["HANDSHAKE_TRAFFIC_SECRET", "TRAFFIC_SECRET_0"])
        derive = self._recordLayer.calcTLS1_3PendingState

        def noted(suite, client_secret, server_secret, implementations):
            name = next(names)
            with self.key_log.open("a") as log:
                for side, secret in [("CLIENT", client_secret), ("SERVER", server_secret)]:
                    log.write("%s_%s %s %s\n" % (side, name, clientHello.random.hex(), secret.hex()))
            return derive(suite, client_secret, server_secret, implementations)

        self._recordLayer.calcTLS1_3PendingState = noted
        return super()._clientTLS13Handshake(settings, session, clientHello, *rest)
