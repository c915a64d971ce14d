"""GnuTLS's server and client, for what OpenSSL does not do: 3DES, RC4, Camellia-GCM, record size limits."""

import contextlib
import re
import subprocess

from .servers import server
from .tls_peers import NAME, PORT, certificate
from .truth import Exchange, request, response, sha256


@contextlib.contextmanager
def gnutls_server(scene, *options, kind="P-256"):
    """gnutls-serv as a web server, which answers each request with a page about its connection and closes it."""
    chain, key = certificate(scene, kind=kind)
    command = ["gnutls-serv", "--http", "--x509certfile", chain, "--x509keyfile", key, "--port", PORT, *options]
    with server(command, PORT):
        yield


def gnutls_request(scene, *options, **facts):
    """A GET of HTTP/1.0 by gnutls-cli: its exchange, and the members of `tls` as it said."""
    log = scene.scratch / "gnutls-cli.log"
    log.unlink(missing_ok=True)
    command = ["gnutls-cli", "--no-ca-verification", "--sni-hostname", NAME, "--port", PORT, "--logfile", log]
    # It stops once its input ends, and the server closes after its answer.
    with subprocess.Popen(
        list(map(str, [*command, *options, "127.0.0.1"])),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"SSLKEYLOGFILE": str(scene.keys)},
    ) as client:
        client.stdin.write(b"GET / HTTP/1.0\r\nHost: %s\r\n\r\n" % NAME.encode())
        client.stdin.flush()
        received = client.stdout.read()
    page = received[received.index(b"HTTP/1.0 ") :].split(b"\r\n\r\n", 1)[1]
    exchange = Exchange(
        request("GET", NAME, "/", scheme="https"), response(200, len(page), **sha256(page)), protocol="HTTP/1.0"
    )
    said = log.read_text()
    return exchange, {
        "version": re.search(r"^- Description: \((TLS\d\.\d)", said, re.MULTILINE).group(1).replace("TLS", "TLS "),
        "server_name": NAME,
        "alpn": None,
        "resumed": False,
        "decrypted": True,
        "key_source": "keylog",
        **facts,
    }
