"""Fixtures of HTTP over TLS as applications use it: protocols by ALPN, nginx, nghttpd, curl."""

import os
import ssl

from .clients import curl
from .h2_peers import H2Client, H2Server
from .scene import fixture, run
from .servers import HTTP2, nghttpd
from .tls_peers import NAME, PORT, Client, certificate, iana_name, tls_version
from .tls_site import URL, nginx_facts, nginx_tls, secure_curl_options, verbose_facts
from .truth import Exchange, Truth, request, response

ON_TLS = "tcp port %d" % PORT


@fixture()
def tls_alpn(scene):
    """What ALPN chooses: HTTP/2, HTTP/1.1, and nothing because the client does not ask; each in TLS 1.3 and 1.2 (nginx,
    curl)."""
    truth = Truth()
    with nginx_tls(scene) as log, scene.record(ON_TLS):
        for version in ["1.3", "1.2"]:
            for options in [["--http2"], ["--http1.1"], ["--no-alpn", "--http1.1"]]:
                always = [*secure_curl_options(scene), "--tlsv" + version, "--tls-max", version, *options]
                exchanges = curl(URL + "/small.txt", URL + "/style.css", always=always, keys=scene.keys)
                log.add_to(truth, exchanges)
    return truth


@fixture()
def tls_h2_without_alpn(scene):
    """HTTP/2 in TLS 1.3 and 1.2 that no ALPN announced: the preface alone tells (python h2 on both sides)."""
    truth = Truth()
    for version in ["TLSv1_3", "TLSv1_2"]:
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        serving.load_cert_chain(*certificate(scene))
        asking = ssl.create_default_context(cafile=certificate(scene)[0])
        asking.maximum_version, asking.keylog_filename = ssl.TLSVersion[version], scene.keys
        part = scene.scratch / (version + ".pcap")
        with scene.record("tcp port %d" % HTTP2, to=part):
            with H2Server(
                lambda server, stream: server.respond(stream, 200, b"hello\n"),
                wrap=lambda connection: serving.wrap_socket(connection, server_side=True),
            ):
                with H2Client(wrap=lambda connection: asking.wrap_socket(connection, server_hostname=NAME)) as client:
                    for path in ["/one", "/two"]:
                        client.complete(client.request("GET", path, authority=NAME))
                    facts = {
                        "version": tls_version(client.connection.version()),
                        "cipher_suite": iana_name(client.connection.cipher()[0]),
                        "server_name": NAME,
                        "alpn": None,
                        "resumed": False,
                        "early_data": False,
                        "decrypted": True,
                        "key_source": "keylog",
                    }
        truth.add(client.exchanges(), protocol="HTTP/2", client={"port": client.port}, tls=facts)
    run("mergecap", "-F", "pcap", "-w", scene.capture, scene.scratch / "TLSv1_3.pcap", scene.scratch / "TLSv1_2.pcap")
    return truth


@fixture()
def tls13_h2_multiplexed(scene):
    """Six streams of HTTP/2 on one connection, one soon after the other (nghttpd, curl)."""
    chain, key = certificate(scene)
    with nghttpd(scene, port=PORT, tls=(key, chain)) as log, scene.record(ON_TLS):
        paths = ["/page.txt", "/small.txt", "/missing", "/app.js", "/style.css", "/logo.png"]
        run(
            *("curl", "--silent", "--parallel", "--verbose", "--stderr", scene.scratch / "curl.log"),
            *secure_curl_options(scene),
            *(option for path in paths for option in ["--output", "/dev/null", URL + path]),
            env={**os.environ, "SSLKEYLOGFILE": str(scene.keys)},
        )
    truth = Truth()
    [facts] = verbose_facts((scene.scratch / "curl.log").read_text(), NAME)
    log.add_connections_to(truth, tls=facts)
    return truth


@fixture()
def tls13_nginx_early_data(scene):
    """0-RTT with nginx: a connection, then one that resumes it and asks in early data (s_client)."""
    early = scene.scratch / "early.txt"
    early.write_bytes(b"GET /small.txt HTTP/1.1\r\nHost: %s\r\n\r\n" % NAME.encode())
    session = scene.scratch / "session"
    with nginx_tls(scene, http="ssl_early_data on;") as log, scene.record(ON_TLS):
        first = Client(scene, "-sess_out", session)
        first.wait_for_handshake()
        first.tell(early.read_bytes())
        first.hear(b"small\n")
        first.quit()
        second = Client(scene, "-sess_in", session, "-early_data", early)
        second.hear(b"small\n")
        second.tell(early.read_bytes().replace(b"small.txt", b"style.css"))
        second.hear(b"margin: 59px }\n")
        second.quit()
        rows = log.rows()
    truth = Truth()
    for port in dict.fromkeys(row["port"] for row in rows):
        its_rows = [row for row in rows if row["port"] == port]
        exchanges = [
            Exchange(
                request(row["method"], row["host"], row["target"], scheme="https"),
                response(row["status"], row["sent"]),
            )
            for row in its_rows
        ]
        truth.add(exchanges, protocol="HTTP/1.1", client={"port": port}, tls=nginx_facts(its_rows[0]))
    return truth
