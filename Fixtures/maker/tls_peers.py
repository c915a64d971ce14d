"""OpenSSL's s_server and s_client, which hold a conversation by our script and say what they agreed on."""

import functools
import re
import signal
import subprocess
import threading
import time

from .scene import run
from .servers import wait_for_listener
from .truth import Exchange, request, response, sha256

PORT = 443
NAME = "shop.example"


def certificate(scene, name=NAME, *others, kind="P-256"):
    """A throw-away certificate for a name, and others, and its key, as files: a curve's name, or `RSA`."""
    alternatives = "subjectAltName=" + ",".join("DNS:" + each for each in (name, *others))
    stem = "-".join((name, *others, kind))
    key, chain = scene.scratch / (stem + ".key"), scene.scratch / (stem + ".pem")
    if not chain.exists():
        algorithm = ["rsa:2048"] if kind == "RSA" else ["ec", "-pkeyopt", "ec_paramgen_curve:" + kind]
        run(
            *("openssl", "req", "-x509", "-noenc", "-days", "36500", "-newkey", *algorithm),
            *("-subj", "/CN=" + name, "-addext", alternatives, "-keyout", key, "-out", chain),
            stderr=subprocess.DEVNULL,
        )
    return chain, key


@functools.cache
def iana_names():
    """The IANA name of each cipher suite before TLS 1.3 by OpenSSL's name."""
    listed = run("openssl", "ciphers", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    return {row.split()[2]: row.split()[0] for row in listed.splitlines()}


def iana_name(name):
    """The IANA name of a suite that OpenSSL named; in TLS 1.3 both are the same."""
    return name if name.startswith("TLS_") else iana_names()[name]


def tls_version(name):
    """OpenSSL's, nginx's, curl's and Java's name of a version as records have it."""
    return {"SSLv3": "SSL 3.0", "TLSv1": "TLS 1.0"}.get(name, name.replace("TLSv", "TLS "))


class Peer:
    """A program that is talked to over its standard input and that talks on its standard output."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.said, self.changed, self.seen = b"", threading.Condition(), 0
        threading.Thread(target=self.listen, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        if self.process.poll() is None:
            self.end()

    def listen(self):
        while piece := self.process.stdout.read1(65536):
            with self.changed:
                self.said += piece
                self.changed.notify_all()
        with self.changed:
            self.changed.notify_all()

    def tell(self, message):
        """Hands over bytes, or a command; they go out as one piece."""
        self.process.stdin.write(message)
        self.process.stdin.flush()

    def hear(self, expected, seconds=5):
        """Waits until the program has written these bytes after what was heard before."""
        with self.changed:
            if not self.changed.wait_for(lambda: expected in self.said[self.seen :], timeout=seconds):
                raise RuntimeError("%s did not say %s: %s" % (self.process.args, expected[:200], self.said[-3000:]))
            self.seen = self.said.index(expected, self.seen) + len(expected)

    def end(self, by=signal.SIGTERM):
        self.process.send_signal(by)
        self.process.wait()

    def wait(self):
        self.process.wait(timeout=5)
        time.sleep(0.05)
        return self.said.decode(errors="replace")


class Server(Peer):
    """s_server with a certificate. One conversation after the other."""

    def __init__(self, scene, *options, kind="P-256", port=PORT):
        chain, key = certificate(scene, kind=kind)
        command = ["openssl", "s_server", "-accept", "127.0.0.1:%d" % port, "-cert", chain, "-key", key]
        super().__init__([*command, *options])
        wait_for_listener(self.process, port, ())


class Client(Peer):
    """s_client, which writes its secrets to the fixture's key log, or to another one."""

    def __init__(self, scene, *options, keys=None, port=PORT, name=NAME):
        self.name = name
        server_name = ["-servername", name] if name else ["-noservername"]
        command = ["openssl", "s_client", "-connect", "127.0.0.1:%d" % port, *server_name]
        super().__init__([*command, "-keylogfile", keys or scene.keys, *options])

    def wait_for_handshake(self):
        self.hear(b"Verify return code")

    def quit(self):
        """Closes with close_notify."""
        self.tell(b"Q")
        self.wait()

    def facts(self, **members):
        """The members of `tls`, as s_client said."""
        said = self.said.decode(errors="replace")
        agreed = re.search(r"^(New|Reused), (\S+), Cipher is (\S+)$", said, re.MULTILINE)
        session = re.search(r"^    Protocol  : (\S+)$", said, re.MULTILINE)
        alpn = re.search(r"^ALPN protocol: (\S+)$", said, re.MULTILINE)
        return {
            "version": tls_version((session or agreed).group(1 if session else 2)),
            "cipher_suite": iana_name(agreed.group(3)),
            "server_name": self.name,
            "alpn": alpn.group(1) if alpn else None,
            "resumed": agreed.group(1) == "Reused",
            "early_data": "Early data was accepted" in said,
            "decrypted": True,
            "key_source": "keylog",
            **members,
        }


class Conversation:
    """What is said over one connection of s_client and s_server: exchanges of HTTP/1.1, and commands."""

    def __init__(self, server, client):
        self.server, self.client, self.exchanges = server, client, []
        client.wait_for_handshake()

    def exchange(self, method, path, answer=b"", content=b"", **members):
        """Sends a request and its response, each in one piece."""
        length = "Content-Length: %d\r\n" % len(content) if content else ""
        head = "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (method, path, NAME, length)
        self.client.tell(head.encode() + content)
        asked = request(method, NAME, path, len(content), scheme="https", **sha256(content))
        self.answer(asked, content or b"\r\n\r\n", answer, **members)

    def answer(self, asked, end, answer, **members):
        """Has the server answer what it heard."""
        self.server.hear(end)
        self.server.tell(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)
        self.client.hear(b"\r\n\r\n" + answer)
        self.exchanges.append(Exchange(asked, response(200, len(answer), **sha256(answer)), **members))

    def command(self, peer, letter, sign):
        """Gives one of the programs a command and waits for what it says then."""
        peer.tell(letter + b"\n")
        peer.hear(sign)
        time.sleep(0.1)


def converse(scene, truth, server_options=(), client_options=(), script=None, server=None, kind="P-256", **facts):
    """One connection to a server of its own, or one that runs: by the script, or a GET and a POST. Adds it to the truth.

    Must run while the scene is recorded.
    """
    if server is None:
        with Server(scene, *server_options, kind=kind) as own:
            return converse(scene, truth, (), client_options, script, own, **facts)
    client = Client(scene, *client_options)
    conversation = Conversation(server, client)
    (script or get_and_post)(conversation)
    if client.process.poll() is None:
        client.quit()
    truth.add(conversation.exchanges, protocol="HTTP/1.1", tls=client.facts(**facts))
    return client


def get_and_post(conversation):
    """Two small exchanges, whose contents are their suite's test as well: one fits a cipher's block, one does not."""
    conversation.exchange("GET", "/greeting", b"Hello from the other side.\n")
    conversation.exchange("POST", "/orders", b'{"order":1}\n', b"item=4711&amount=2")
