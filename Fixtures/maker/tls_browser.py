"""Fixtures of a browser's TLS: Chromium in front of nginx, over a wire that takes its time, and of tlslite."""

import json
import os

from .scene import fixture, run, write_file
from .servers import site
from .tls_peers import NAME, PORT
from .tls_site import URL, nginx_facts, nginx_tls
from .tlslite_peers import TLSLiteServer, tlslite_requests
from .truth import Exchange, Truth, request, response
from .wire import SERVER, SlowPath, Wire


@fixture()
def tls_chromium(scene):
    """A browser loads a page and its style sheet over HTTP/2, then over HTTP/1.1, in TLS 1.3, then in 1.2. Each
    ClientHello has encrypted_client_hello and values of GREASE, and comes in two segments; in TLS 1.2 the client sends
    its first request before the server's ChangeCipherSpec (False Start) (nginx, Chromium)."""
    write_page(scene)
    truth = Truth()
    with Wire(scene, path=SlowPath) as wire:
        # To a server that it does not know the browser opens a connection to spare, which nginx logs nothing of.
        load_page(scene, wire, "TLSv1.3", "HTTP/2")
        scene.keys.unlink()
        with scene.record("tcp port %d" % PORT, interface="client-wire"):
            for version in ["TLSv1.3", "TLSv1.2"]:
                for protocol in ["HTTP/2", "HTTP/1.1"]:
                    add_connection(truth, load_page(scene, wire, version, protocol), protocol)
    return truth


def write_page(scene):
    """A page with a style sheet, both too small to be worth a coding."""
    folder = site(scene.scratch / "site")
    write_file(folder / "page.html", '<!doctype html><title>shop</title><link rel=icon href=data:,><link rel=stylesheet href=page.css><p>Hi\n')
    write_file(folder / "page.css", "p { margin: 1em }\n")


def load_page(scene, wire, version, protocol):
    """Loads the page from a server that speaks one version of TLS and of HTTP. The rows that this adds to its log."""
    listen = "%s:%d ssl%s" % (SERVER, PORT, " http2" if protocol == "HTTP/2" else "")
    with nginx_tls(scene, listen=listen, versions=version, enter=wire.on_server) as log:
        seen = len(log.rows())
        browse(scene, URL + "/page.html")
        return log.rows()[seen:]


def browse(scene, url, *options, address=SERVER):
    """Loads a page in a new session of the browser, from the server at an address. The ports of the connections that the browser
    says it opened, in order."""
    home, log = scene.scratch / "home", scene.scratch / "net-log.json"
    run(
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
        *("--user-data-dir=%s" % home, "--incognito", "--ignore-certificate-errors", "--disable-quic"),
        *("--host-resolver-rules=MAP %s %s" % (NAME, address), "--log-net-log=%s" % log, *options, "--dump-dom", url),
        env={**os.environ, "HOME": str(home), "SSLKEYLOGFILE": str(scene.keys)},
        stderr=(scene.scratch / "chromium.log").open("a"),
        timeout=30,
    )
    said = json.loads(log.read_text())
    connecting = said["constants"]["logEventTypes"]["TCP_CONNECT"]
    connected = [event for event in said["events"] if event["type"] == connecting and "local_address" in event["params"]]
    connected.sort(key=lambda event: event["source"]["id"])
    return [int(event["params"]["local_address"].rsplit(":", 1)[1]) for event in connected]


@fixture()
def tls13_compressed_certificate(scene):
    """The server's certificate compressed with brotli for a browser; then the server's and the client's, with zlib, brotli and
    zstd (a tlslite server; Chromium, then tlslite's client)."""
    page = b"<!doctype html><title>shop</title><link rel=icon href=data:,><p>Hi\n"
    answers = {"/page.html": ("text/html", page), "/list": ("text/plain", b"The list.\n")}
    truth = Truth()
    with TLSLiteServer(scene, "brotli", answers):
        # As above.
        browse(scene, URL + "/page.html", address="127.0.0.1")
    scene.keys.unlink()
    with scene.record("tcp port %d" % PORT):
        with TLSLiteServer(scene, "brotli", answers) as server:
            browse(scene, URL + "/page.html", address="127.0.0.1")
        add_served(truth, server)
        for compression in ["zlib", "brotli", "zstd"]:
            with TLSLiteServer(scene, compression, answers, wants_client=True) as server:
                tlslite_requests(scene, compression, "/list", "/page.html")
            add_served(truth, server)
    return truth


def add_served(truth, server):
    """Adds what the server knows of its connections."""
    for served in server.connections:
        protocol = "HTTP/1.1" if served.exchanges else "TLS"
        truth.add(served.exchanges, protocol=protocol, client={"port": served.port}, tls=served.facts)


def add_connection(truth, rows, protocol):
    """Adds the connection of these rows of nginx's log. The page names the style sheet, so that the second request comes
    after the first; in HTTP/2 the streams are 1 and 3."""
    exchanges = [
        Exchange(
            request(row["method"], row["host"] or NAME, row["target"], scheme="https"),
            response(row["status"], row["sent"]),
            protocol=protocol,
            **({"stream": 2 * index + 1} if protocol == "HTTP/2" else {}),
        )
        for index, row in enumerate(rows)
    ]
    [port] = {row["port"] for row in rows}
    truth.add(exchanges, protocol=protocol, client={"port": port}, tls=nginx_facts(rows[0]))
