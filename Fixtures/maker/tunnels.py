"""A fixture of tunnels through SOCKS proxies without TLS, and what all tunnels have in common."""

import contextlib

from .clients import curl
from .scene import fixture
from .servers import HTTP1, HTTP2, nginx, server
from .socks import SOCKS, socks_proxy
from .truth import Truth, sha256

DANTE = """
logoutput: /dev/null
internal: 127.0.0.1 port = {port}
external.protocol: ipv4 ipv6
external: lo
clientmethod: none
socksmethod: none
user.privileged: root
user.unprivileged: root
client pass {{ from: 0/0 to: 0/0 }}
socks pass {{ from: 0/0 to: 0/0 }}
"""


def add_tunnel(truth, outer_exchanges, exchanges, inner=None, **members):
    """Adds a connection with its CONNECT, or nothing, and the one inside its tunnel, whose `tls` is `inner`."""
    outer = len(truth.connections)
    truth.add(outer_exchanges, client={"port": exchanges[0].client_port}, **members)
    protocol = "HTTP/2" if exchanges[0]["protocol"] == "HTTP/2" else "HTTP/1.1"
    truth.add(exchanges, protocol=protocol, inside=outer, tls=inner)


@contextlib.contextmanager
def dante(scene):
    """Dante, a SOCKS proxy of versions 4 and 5, for everybody."""
    configuration = scene.scratch / "danted.conf"
    configuration.write_text(DANTE.format(scratch=scene.scratch, port=SOCKS))
    with server(["danted", "-f", configuration, "-p", scene.scratch / "danted.pid"], SOCKS):
        yield


@fixture()
def socks_tunnels(scene):
    """HTTP/1.1 and HTTP/2 without TLS in the tunnels of SOCKS proxies: version 5 with an IPv4 address, an IPv6 address and a name
    to look up, and 4 (Dante); 4a (a Python proxy); nginx, curl."""
    v4, v6 = "127.0.0.1", "[::1]"
    listen = " ".join("listen %s:%d; listen %s:%d http2;" % (host, HTTP1, host, HTTP2) for host in (v4, v6))
    truth = Truth()
    with nginx(scene, listen=listen), scene.record("tcp port %d" % SOCKS):
        with dante(scene):
            for version, host in [("socks5", v4), ("socks5", v6), ("socks5h", "localhost"), ("socks4", v4)]:
                add_pair(truth, version, host)
        with socks_proxy():
            add_pair(truth, "socks4a", "localhost")
    return truth


def add_pair(truth, version, host):
    """Adds a tunnel with HTTP/1.1 inside and one with HTTP/2."""
    always = ["--proxy", "%s://127.0.0.1:%d" % (version, SOCKS)]
    url = "http://%s:%d" % (host, HTTP1)
    exchanges = curl(url + "/small.txt", ["--data", "item=4711", url + "/orders"], always=always)
    exchanges[1]["request"].update(sha256(b"item=4711"))
    add_tunnel(truth, [], exchanges)
    # curl does not use a connection again that began with HTTP/2.
    url = "http://%s:%d" % (host, HTTP2)
    add_tunnel(truth, [], curl(["--http2-prior-knowledge", url + "/page.txt"], always=always))
