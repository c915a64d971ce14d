"""Fixtures of what networks and captures do to TCP: loss, reordering, gaps, cut packets, one direction, other link
types."""

import http.client
import time

from .check import expectation
from .clients import curl
from .h2_peers import H2Client
from .scene import fixture, run, tshark, without_packets, without_start
from .servers import HTTP1, HTTP2, nginx
from .truth import Exchange, Truth, request, response
from .wire import SERVER, Wire

URL = "http://127.0.0.1:%d" % HTTP1


def lossy_download(scene, near):
    """Fetches files over a wire that loses and reorders packets by rule, captured near one end."""
    with Wire(scene) as wire, nginx(scene, listen="listen %s:%d;" % (SERVER, HTTP1), enter=wire.on_server):
        with scene.record("tcp port %d" % HTTP1, interface=near + "-wire"):
            remote = "http://%s:%d" % (SERVER, HTTP1)
            exchanges = curl(remote + "/small.txt", remote + "/large.txt", remote + "/page.txt", remote + "/missing")
            exchanges += curl(
                remote + "/page.txt", ["--data", "@%s" % (scene.scratch / "site/page.txt"), remote + "/orders"]
            )
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/1.1")
    for connection in truth.connections:
        connection.members["tcp"] = {"missing_bytes": 0}
    return truth


@fixture()
def http1_loss(scene):
    """Packets lost and reordered on the way to the client, captured near the client: retransmissions fill holes,
    nothing is missing in the end (nginx, curl)."""
    return lossy_download(scene, near="client")


@fixture()
def http1_retransmissions(scene):
    """Packets lost on the way to the client, captured near the server: the lost ones are there, and so are their
    retransmissions (nginx, curl)."""
    return lossy_download(scene, near="server")


@fixture(derived_from="http1-keepalive", tshark_differs="it gives up on a body with a hole")
def http1_packet_drop(scene):
    """The sniffer missed three packets of http1-keepalive in the middle of its largest body: a gap of 4,344 bytes, and
    the connection goes on after it."""
    source = scene.existing("http1-keepalive.pcap")
    packets = tshark(source, "frame.number", "tcp.len", "tcp.srcport")
    full = [int(number) for number, length, port in packets if length == "1448" and port == str(HTTP1)]
    middle = len(full) // 2
    without_packets(source, scene.capture, [full[middle - 6], full[middle], full[middle + 1]])
    truth = Truth()
    exchanges = truth_of_keepalive(source)
    for exchange in exchanges:
        if exchange["response"]["body_bytes"] == 40_000:
            exchange.members["state"] = "incomplete"
            del exchange["response"]["body_bytes"]
    truth.add(exchanges, protocol="HTTP/1.1", tcp={"missing_bytes": 3 * 1448})
    return truth


def truth_of_keepalive(capture):
    """The exchanges of http1-keepalive as its expectation tells them."""

    records = expectation(capture.parent, "http1-keepalive")["exchanges"]
    return [Exchange(record["request"], record["response"], state=record["state"]) for record in records]


@fixture()
def http1_midstream(scene):
    """The capture begins in the middle of a connection, between two exchanges (nginx, a raw client)."""
    whole = scene.scratch / "whole.pcap"
    exchanges = []
    with nginx(scene), scene.record("tcp port %d" % HTTP1, to=whole):
        client = http.client.HTTPConnection("127.0.0.1", HTTP1)
        fetch(client, "/page.txt")
        time.sleep(0.1)
        begin = time.time()
        time.sleep(0.1)
        for path in ["/small.txt", "/page.txt", "/missing"]:
            exchanges.append(fetch(client, path))
        port = client.sock.getsockname()[1]
        client.close()
    without_start(whole, scene.capture, begin)
    truth = Truth()
    truth.add(exchanges, protocol="HTTP/1.1", client={"port": port})
    return truth


@fixture(tshark_differs="it sees no requests, as nobody can")
def one_sided(scene):
    """Only what the server sent was captured: responses without requests (nginx, curl)."""
    with nginx(scene), scene.record("tcp src port %d" % HTTP1):
        exchanges = curl(URL + "/page.txt", URL + "/missing", URL + "/small.txt")
    for exchange in exchanges:
        exchange.members["state"] = "no-request"
        del exchange.members["request"]
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/1.1", server={"port": HTTP1})
    return truth


@fixture(tshark_differs="it shows no content that was cut")
def snaplen_truncated(scene):
    """A snapshot length of 400 bytes: header sections are whole, large bodies are cut (nginx, curl)."""
    with nginx(scene), scene.record("tcp port %d" % HTTP1, snaplen=400):
        exchanges = curl(
            URL + "/small.txt", URL + "/page.txt", URL + "/gone", URL + "/large.txt", URL + "/small.txt?again"
        )
    for exchange in exchanges:
        if exchange["response"]["body_bytes"] > 400:
            exchange.members["state"] = "incomplete"
            del exchange["response"]["body_bytes"]
    lengths = tshark(scene.capture, "frame.len", "frame.cap_len")
    truth = Truth(truncated_packets=sum(length != captured for length, captured in lengths))
    truth.add_by_port(exchanges, protocol="HTTP/1.1")
    return truth


@fixture()
def many_connections(scene):
    """Six clients at once, eight requests each over six connections (nginx, h2load)."""
    with nginx(scene) as log, scene.record("tcp port %d" % HTTP1):
        run(
            "h2load",
            "--h1",
            "--threads=1",
            "--clients=6",
            "--requests=48",
            "--header=accept-encoding: gzip",
            *(URL + path for path in ["/", "/small.txt", "/style.css", "/missing"]),
        )
        rows = log.rows()
    # h2load knows nothing of each exchange, and nginx counts the bytes of chunks: sizes are left to other fixtures.
    exchanges = [
        Exchange(request(row["method"], row["host"], row["target"]), {"status": row["status"]}, client_port=row["port"])
        for row in sorted(rows, key=lambda row: row["connection"])
    ]
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/1.1")
    return truth


@fixture()
def ipv6(scene):
    """HTTP/1.1 over IPv6 (nginx, curl)."""
    with nginx(scene), scene.record("tcp port %d" % HTTP1):
        exchanges = curl("http://[::1]:%d/page.txt" % HTTP1, "http://[::1]:%d/small.txt" % HTTP1)
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/1.1", server={"address": "::1", "port": HTTP1})
    return truth


@fixture()
def any_interface(scene):
    """Captured on all interfaces: link type LINUX_SLL2 (nginx, curl)."""
    with nginx(scene), scene.record("tcp port %d" % HTTP1, interface="any"):
        exchanges = curl(URL + "/page.txt", URL + "/small.txt")
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/1.1")
    return truth


@fixture()
def vlan(scene):
    """Frames with an 802.1Q tag (nginx, curl over a wire that tags them)."""
    with Wire(scene, tag=7) as wire, nginx(scene, listen="listen %s:%d;" % (SERVER, HTTP1), enter=wire.on_server):
        with scene.record("vlan 7 and tcp port %d" % HTTP1, interface="trunk0"):
            exchanges = curl("http://%s:%d/page.txt" % (SERVER, HTTP1), "http://%s:%d/small.txt" % (SERVER, HTTP1))
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/1.1", server={"address": SERVER, "port": HTTP1})
    return truth


@fixture(".pcapng")
def mixed(scene):
    """HTTP/1.1 and HTTP/2 at the same time in one pcapng file with two interfaces of different link types (nginx, curl,
    python h2)."""
    with nginx(scene), scene.record_pcapng(("lo", "tcp port %d" % HTTP1), ("any", "tcp port %d" % HTTP2)):
        exchanges = curl(URL + "/page.txt", URL + "/small.txt")
        with H2Client() as client:
            client.complete(client.request("GET", "/page.txt"), client.request("GET", "/style.css"))
        more = curl(URL + "/missing")
    truth = Truth()
    truth.add_by_port(exchanges, protocol="HTTP/1.1")
    truth.add_by_port(client.exchanges(), protocol="HTTP/2")
    truth.add_by_port(more, protocol="HTTP/1.1")
    return truth


def fetch(client, path):
    """A GET with http.client, and what came of it."""
    client.request("GET", path)
    answer = client.getresponse()
    return Exchange(request("GET", "127.0.0.1:%d" % HTTP1, path), response(answer.status, len(answer.read())))
