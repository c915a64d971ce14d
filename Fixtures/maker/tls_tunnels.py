"""Fixtures of TLS that something stands in front of: tunnels through proxies, and the PROXY protocol."""

from .clients import curl
from .scene import fixture
from .servers import apache, haproxy
from .socks import SOCKS, socks_proxy
from .tls_peers import NAME, certificate
from .tls_site import URL, nginx_facts, nginx_tls, secure_curl_options, verbose_facts
from .truth import Exchange, Truth, request, response
from .tunnels import add_tunnel

PROXY, SECURE_PROXY = 3128, 3129
FORWARD = "ProxyRequests On\nAllowCONNECT 443\n<Proxy *>\nRequire all granted\n</Proxy>\n"


def connect_exchange():
    """What curl asked a proxy for."""
    return Exchange(request("CONNECT", "localhost:443", "localhost:443"), response(200), upgrade="connect-tunnel")


@fixture()
def tls_connect_tunnel(scene):
    """TLS inside a CONNECT tunnel: HTTP/2 in one, HTTP/1.1 in the other (Apache as the proxy, nginx, curl)."""
    truth = Truth()
    with nginx_tls(scene) as log, apache(scene, PROXY, FORWARD), scene.record("tcp port %d" % PROXY):
        for option in ["--http2", "--http1.1"]:
            always = [*secure_curl_options(scene), option, "--proxy", "http://127.0.0.1:%d" % PROXY]
            exchanges = curl(URL + "/small.txt", URL + "/style.css", always=always, keys=scene.keys)
            add_tunnel(truth, [connect_exchange()], exchanges, nginx_facts(log.rows()[-1]), protocol="HTTP/1.1")
    return truth


@fixture(tshark_differs="it does not look into TLS inside TLS")
def tls_in_tls(scene):
    """A proxy that is spoken to over TLS, and TLS inside its CONNECT tunnel, with HTTP/2 and with HTTP/1.1 (Apache as the
    proxy, nginx, curl)."""
    chain, key = certificate(scene, "localhost")
    secure = "LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so\nSSLEngine on\nSSLCertificateFile %s\n" % chain
    secure += "SSLCertificateKeyFile %s\n" % key
    truth = Truth()
    with nginx_tls(scene), apache(scene, SECURE_PROXY, FORWARD + secure):
        with scene.record("tcp port %d" % SECURE_PROXY):
            for option in ["--http2", "--http1.1"]:
                said = scene.scratch / ("curl%s.log" % option)
                proxy = ["--proxy", "https://localhost:%d" % SECURE_PROXY, "--proxy-cacert", chain]
                always = [*secure_curl_options(scene), option, *proxy, "--verbose", "--stderr", said]
                exchanges = curl(URL + "/small.txt", URL + "/style.css", always=always, keys=scene.keys)
                outer, inner = verbose_facts(said.read_text(), "localhost")
                inner["server_name"] = NAME
                add_tunnel(truth, [connect_exchange()], exchanges, inner, protocol="HTTP/1.1", tls=outer)
    return truth


@fixture()
def tls_socks(scene):
    """TLS inside the tunnel of a SOCKS proxy: version 5, 5 with a name to look up and a password, 4, and 4a (a Python
    proxy, nginx, curl)."""
    truth = Truth()
    with nginx_tls(scene) as log, socks_proxy(), scene.record("tcp port %d" % SOCKS):
        for proxy in ["socks5://", "socks5h://till:secret@", "socks4://", "socks4a://"]:
            always = [*secure_curl_options(scene), "--proxy", "%s127.0.0.1:%d" % (proxy, SOCKS)]
            exchanges = curl(URL + "/small.txt", URL + "/style.css", always=always, keys=scene.keys)
            add_tunnel(truth, [], exchanges, nginx_facts(log.rows()[-1]))
    return truth


@fixture()
def tls_proxy_protocol(scene):
    """The PROXY protocol's header ahead of TLS: version 1, then version 2 (HAProxy, nginx, curl)."""
    front, backend = 443, 8443
    truth = Truth()
    with nginx_tls(scene, "127.0.0.1:%d ssl http2 proxy_protocol" % backend) as log:
        with scene.record("tcp port %d" % backend):
            for option in ["send-proxy", "send-proxy-v2"]:
                with haproxy(scene, front, "127.0.0.1:%d %s" % (backend, option), mode="tcp"):
                    always = secure_curl_options(scene)
                    exchanges = curl(URL + "/small.txt", URL + "/style.css", always=always, keys=scene.keys)
                row = log.rows()[-1]
                truth.add(
                    exchanges,
                    protocol="HTTP/2",
                    client={"port": row["port"]},
                    true_client={"address": "127.0.0.1", "port": exchanges[0].client_port},
                    tls=nginx_facts(row),
                )
    return truth
