"""A fixture of DNS over HTTPS."""

import base64
import re
import struct

from .h2_peers import H2Client
from .scene import fixture, run, write_file
from .servers import HTTP2, server
from .truth import Exchange, Truth, sha256

NAMED = """
options {{
  directory "{scratch}"; pid-file none; session-keyfile none; recursion no; listen-on-v6 {{ none; }};
  listen-on port {port} tls none http local {{ 127.0.0.1; }};
  dnstap {{ auth; }}; dnstap-output file "queries.dnstap";
}};
http local {{ endpoints {{ "/dns-query"; }}; }};
controls {{ }};
zone "shop.test" {{ type primary; file "zone"; }};
"""
# The port that dig asks from.
DIG = 50053
ZONE = "$TTL 60\n@ IN SOA ns admin 1 60 60 60 60\n@ IN NS ns\nns IN A 192.0.2.1\nwww IN A 192.0.2.80\n"


@fixture()
def dns_over_https(scene):
    """DNS queries over cleartext HTTP/2: by POST, and by GET with the query in the request target, and a request for
    something else; then the first query again (BIND's named, which logs what it is asked; dig and python h2)."""
    configuration = scene.scratch / "named.conf"
    configuration.write_text(NAMED.format(scratch=scene.scratch, port=HTTP2))
    write_file(scene.scratch / "zone", ZONE)
    named = ["named", "-f", "-g", "-c", configuration]
    with scene.record("tcp port %d" % HTTP2):
        with server(named, HTTP2):
            options = ["-b", "127.0.0.1#%d" % DIG, "-p", HTTP2, "+http-plain", "+qr", "+nocookie"]
            said = run("dig", "@127.0.0.1", *options, "www.shop.test", "A")
        # It writes down the last queries as it ends.
        [asked] = logged_queries(scene)
        with server(named, HTTP2), H2Client() as client:
            query = base64.urlsafe_b64encode(dns_query("www.shop.test")).rstrip(b"=").decode()
            for path in ["/dns-query?dns=" + query, "/other"]:
                client.complete(client.request("GET", path, headers=[("accept", "application/dns-message")]))
            headers = [("content-type", "application/dns-message"), ("content-length", str(len(asked)))]
            client.complete(client.request("POST", "/dns-query", body=asked, headers=headers))
    got = client.exchanges()
    for exchange, is_query in zip(got, [True, False, True]):
        exchange.members["doh"] = is_query
    sizes = [int(re.search(pattern, said).group(1)) for pattern in (r"QUERY SIZE: (\d+)", r"MSG SIZE +rcvd: (\d+)")]
    # dig does not say the bytes of the answer; they are those that the same query got later.
    posted = Exchange(
        {"method": "POST", "path": "/dns-query", "body_bytes": sizes[0], **sha256(asked)},
        {**got[-1]["response"], "body_bytes": sizes[1]},
        protocol="HTTP/2",
        stream=1,
        doh=True,
    )
    truth = Truth()
    truth.add([posted], protocol="HTTP/2", client={"port": DIG})
    truth.add(got, protocol="HTTP/2", client={"port": client.port})
    return truth


def logged_queries(scene):
    """The bytes of the queries that named logged."""
    printed = run("dnstap-read", "-x", scene.scratch / "queries.dnstap")
    return [bytes.fromhex(line) for line in printed.splitlines() if re.fullmatch(r"[0-9A-F]+", line)]


def dns_query(name):
    """A query for the address of a name (RFC 1035 §4.1)."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack(">6H", 0, 0, 1, 0, 0, 0) + labels + struct.pack(">B2H", 0, 1, 1)
