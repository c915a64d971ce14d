"""nginx with TLS, and what it and curl say about their connections."""

import contextlib
import re
import time

from .servers import AccessLog, nginx
from .tls_peers import NAME, PORT, certificate, iana_name, tls_version

URL = "https://" + NAME
TLS_LOG = """
  ssl_protocols {versions}; ssl_certificate {chain}; ssl_certificate_key {key};
  log_format tls escape=json '{{"port":$remote_port,"version":"$ssl_protocol","suite":"$ssl_cipher",'
    '"name":"$ssl_server_name","alpn":"$ssl_alpn_protocol","reused":"$ssl_session_reused","early":"$ssl_early_data",'
    '"method":"$request_method","host":"$http_host","target":"$request_uri","status":$status,"sent":$body_bytes_sent}}';
  access_log {scratch}/tls.log tls;
"""


@contextlib.contextmanager
def nginx_tls(
    scene,
    listen="127.0.0.1:%d ssl http2" % PORT,
    http="",
    versions="TLSv1 TLSv1.1 TLSv1.2 TLSv1.3",
    locations="",
    enter=(),
    **options,
):
    """nginx with a certificate for shop.example, and what else `nginx` takes. Yields its log of TLS connections."""
    chain, key = certificate(scene)
    log = TLS_LOG.format(chain=chain, key=key, scratch=scene.scratch, versions=versions)
    with nginx(scene, listen="listen %s;" % listen, http=log + http, locations=locations, enter=enter, **options):
        yield TLSLog(scene.scratch / "tls.log")


class TLSLog(AccessLog):
    """nginx's record of the requests, with what it knows of their TLS connections."""

    def add_to(self, truth, exchanges, **members):
        """Adds a connection for each client port of the exchanges, with the members of `tls` as nginx knows them."""
        time.sleep(0.2)
        rows = self.rows()
        by_port = {}
        for exchange in exchanges:
            by_port.setdefault(exchange.client_port, []).append(exchange)
        for port, its_exchanges in by_port.items():
            row = next(row for row in rows if row["port"] == port)
            protocol = "HTTP/2" if its_exchanges[0]["protocol"] == "HTTP/2" else "HTTP/1.1"
            truth.add(its_exchanges, protocol=protocol, client={"port": port}, tls=nginx_facts(row), **members)


def nginx_facts(row):
    """The members of `tls`, from a row of nginx's log."""
    return {
        "version": tls_version(row["version"]),
        "cipher_suite": iana_name(row["suite"]),
        "server_name": row["name"] or None,
        "alpn": row["alpn"] or None,
        "resumed": row["reused"] == "r",
        "early_data": row["early"] == "1",
        "decrypted": True,
        "key_source": "keylog",
    }


def secure_curl_options(scene):
    """Options with which curl finds shop.example here and trusts it."""
    return ["--connect-to", "%s:443:localhost:443" % NAME, "--ipv4", "--cacert", certificate(scene)[0]]


def verbose_facts(said, server_name):
    """The members of `tls` of each TLS connection that curl told about on standard error."""
    names = re.findall(r"SSL connection using (\S+) / (\S+)", said)
    protocols = re.findall(r"ALPN: server (?:accepted (\S+)|did not agree)", said)
    return [
        {
            "version": tls_version(version),
            "cipher_suite": iana_name(suite),
            "server_name": server_name,
            "alpn": alpn or None,
            "resumed": False,
            "decrypted": True,
            "key_source": "keylog",
        }
        for (version, suite), alpn in zip(names, protocols)
    ]
