"""Fixtures of what Java's TLS does as no other program does any more, with s_server or itself."""

import pathlib
import re

from .scene import fixture, run
from .servers import wait_for_listener
from .tls_peers import NAME, PORT, Conversation, Peer, Server, certificate, get_and_post, tls_version
from .truth import Truth

PROGRAM = pathlib.Path(__file__).with_name("JavaPeer.java")


@fixture()
def tls_ssl2_hello(scene):
    """A client that says hello as in SSL 2.0 and speaks TLS 1.0, 1.1 or 1.2 then; such a hello has no extensions (Java, s_server)."""
    return java_connections(
        scene,
        ("SSLv2Hello,TLSv1", "TLS_RSA_WITH_AES_128_CBC_SHA"),
        ("SSLv2Hello,TLSv1,TLSv1.1", "TLS_RSA_WITH_AES_256_CBC_SHA"),
        ("SSLv2Hello,TLSv1.1,TLSv1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_256_CBC_SHA"),
        ("SSLv2Hello,TLSv1.2", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"),
    )


@fixture()
def tls10_split_records(scene):
    """TLS 1.0 in CBC mode from a client that sends the first byte of each message in a record of its own, but for its first message
    (Java); the server sends an empty record in front of each (s_server)."""
    return java_connections(
        scene,
        ("TLSv1", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
        ("TLSv1", "TLS_RSA_WITH_AES_256_CBC_SHA"),
    )


@fixture()
def tls_ssl3(scene):
    """SSL 3.0, which stays closed: a request and its response under AES-CBC (Java on both sides)."""
    options = ["SSLv3", "TLS_RSA_WITH_AES_128_CBC_SHA"]
    truth = Truth(tls={"versions": {"SSL 3.0": 1}, "not_decrypted": {"unsupported-version": 1}})
    with JavaServer(scene, *options) as server, scene.record("tcp port %d" % PORT), JavaClient(*options) as client:
        Conversation(server, client).exchange("GET", "/greeting", b"Hello from the other side.\n")
        client.quit()
        truth.add([], protocol="TLS", tls={**client.facts(), "decrypted": False, "key_source": None})
    return truth


def java_connections(scene, *connections):
    """A capture with a connection for each: the versions that the client offers, and its suites."""
    truth = Truth()
    options = ["-cipher", "ALL:@SECLEVEL=0", "-keylogfile", scene.keys]
    with Server(scene, *options, kind="RSA") as server, scene.record("tcp port %d" % PORT):
        for versions, suites in connections:
            client = JavaClient(versions, suites)
            conversation = Conversation(server, client)
            get_and_post(conversation)
            conversation.exchange("GET", "/last", b"")
            client.quit()
            truth.add(conversation.exchanges, protocol="HTTP/1.1", tls=client.facts())
    return truth


class JavaClient(Peer):
    """A client of Java's TLS."""

    def __init__(self, versions, suites):
        # The hello of SSL 2.0 cannot name the server.
        self.name = None if "SSLv2Hello" in versions else NAME
        super().__init__(["java", PROGRAM, "client", PORT, NAME, versions, suites])

    def wait_for_handshake(self):
        # Java compiles the program first.
        self.hear(b"\n", seconds=30)

    def quit(self):
        """Closes with close_notify."""
        self.process.stdin.close()
        self.wait()

    def facts(self):
        """The members of `tls`, as it said."""
        version, suite = re.match(rb"(\S+) (\S+)\n", self.said).groups()
        return {
            "version": tls_version(version.decode()),
            "cipher_suite": suite.decode(),
            "server_name": self.name,
            "alpn": None,
            "resumed": False,
            "decrypted": True,
            "key_source": "keylog",
            # Every handshake here is a full one of TLS 1.2 or before.
            "handshake_round_trips": 2,
        }


class JavaServer(Peer):
    """A server of Java's TLS with an RSA certificate, for one connection."""

    def __init__(self, scene, versions, suites):
        chain, key = certificate(scene, kind="RSA")
        store = scene.scratch / "server.p12"
        run("openssl", "pkcs12", "-export", "-in", chain, "-inkey", key, "-out", store, "-passout", "pass:password")
        super().__init__(["java", PROGRAM, "server", PORT, store, versions, suites])
        wait_for_listener(self.process, PORT, ())
