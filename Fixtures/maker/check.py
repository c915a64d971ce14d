"""Compares an expectation, which comes from the endpoints, with what tshark reads in the capture."""

import json
import subprocess

from .scene import tshark


def expectation(folder, name):
    """The expectation of a fixture, also when it is another one's."""
    expected = json.loads((folder / (name + ".expected.json")).read_text())
    return expectation(folder, expected["same_as"]) if "same_as" in expected else expected


def differences(folder, fixture):
    """Sentences about what tshark sees otherwise: connections, and requests and responses by protocol."""
    expected = expectation(folder, fixture.name)
    try:
        seen = Seen(
            folder / fixture.file_name, any(exchange.get("upgrade") == "h2c" for exchange in expected["exchanges"])
        )
    except subprocess.CalledProcessError:
        return ["tshark cannot read it"]
    outer = [connection for connection in expected["connections"] if "inside" not in connection]
    found = [
        difference("connections", len(outer), seen.connections),
        difference(
            "client ports",
            [connection["client"]["port"] for connection in outer if "client" in connection] or seen.ports,
            seen.ports,
        ),
    ]
    for protocol, requests, statuses in [
        ("HTTP/1", seen.http1_requests, seen.http1_statuses),
        ("HTTP/2", seen.http2_requests, seen.http2_statuses),
    ]:
        exchanges = [exchange for exchange in expected["exchanges"] if exchange["protocol"].startswith(protocol)]
        found.append(
            difference(
                protocol + " requests",
                sorted(
                    (exchange["request"].get("method"), exchange["request"].get("path"))
                    for exchange in exchanges
                    if exchange.get("request")
                ),
                sorted(requests),
            )
        )
        found.append(
            difference(
                protocol + " statuses",
                sorted(
                    str(exchange["response"]["status"])
                    for exchange in exchanges
                    if (exchange.get("response") or {}).get("status")
                ),
                sorted(statuses),
            )
        )
    return [sentence for sentence in found if sentence]


def difference(what, expected, seen):
    """A sentence, or nothing when both are the same."""
    if expected == seen:
        return None
    if isinstance(expected, list):
        missing, more = list(expected), []
        for item in seen:
            missing.remove(item) if item in missing else more.append(item)
        return "%s: tshark lacks %s and has %s" % (what, missing, more)
    return "%s: %s expected, tshark has %s" % (what, expected, seen)


class Seen:
    """What tshark reads in a capture."""

    def __init__(self, capture, begins_as_http1):
        self.capture = capture
        self.options = [
            "-o",
            "tcp.reassemble_out_of_order:TRUE",
            "-E",
            "aggregator=\x01",
            "-d",
            "tcp.port==3128,http",
            "-d",
            "tcp.port==8082,http%s" % ("" if begins_as_http1 else "2"),
        ]
        keys, rsa_key = (capture.with_name(capture.name.split(".")[0] + suffix) for suffix in (".keys", ".rsa.pem"))
        if keys.exists():
            del self.options[-2:]
            self.options += ["-o", "tls.keylog_file:%s" % keys]
        if rsa_key.exists():
            self.options += ["-o", 'uat:rsa_keys:"%s",""' % rsa_key]
        first = {}
        for stream, port in tshark(capture, "tcp.stream", "tcp.srcport", display_filter="tcp"):
            first.setdefault(int(stream), int(port))
        self.connections, self.ports = len(first), [port for _, port in sorted(first.items())]
        self.http1_requests = list(zip(self.values("http.request.method"), self.values("http.request.uri")))
        self.http1_statuses = [
            code for code in self.values("http.response.code") if not code.startswith("1") or code == "101"
        ]
        self.http2_requests = list(zip(self.values("http2.headers.method"), self.values("http2.headers.path")))
        self.http2_statuses = [code for code in self.values("http2.headers.status") if not code.startswith("1")]

    def values(self, field):
        """All values of a field; a packet may hold several."""
        return [
            value
            for row in tshark(self.capture, field, display_filter=field, options=self.options)
            for value in row[0].split("\x01")
        ]
