"""Fixtures of what metrics measure, where the endpoints know the truth in numbers."""

import contextlib
import ssl
import subprocess
import time
import zlib

import brotli
import h2.config
import h2.connection
import h2.errors
import h2.events
import zstandard

from .clients import curl
from .h2_peers import AUTHORITY, H2Client, H2Server
from .memory_peers import MemoryConnection
from .scene import fixture, tshark
from .servers import HTTP1, HTTP2, nginx
from .tls_peers import PORT
from .truth import Exchange, Truth, request, response


class PushedClient(H2Client):
    """A client that takes pushes, and cancels those of a path as soon as content of them comes."""

    def __init__(self, cancels):
        super().__init__()
        self.cancels, self.pushed, self.reset = cancels, [], []

    def keep(self, event):
        if isinstance(event, h2.events.PushedStreamReceived):
            path = dict(event.headers)[":path"]
            self.requests[event.pushed_stream_id] = request("GET", AUTHORITY, path)
            self.contents[event.pushed_stream_id] = b""
            self.pushed.append(event.pushed_stream_id)
        super().keep(event)
        if isinstance(event, h2.events.DataReceived):
            if self.requests[event.stream_id]["path"] == self.cancels and event.stream_id not in self.reset:
                self.reset.append(event.stream_id)
                self.h2.reset_stream(event.stream_id, h2.errors.ErrorCodes.CANCEL)
                self.flush()

    def all_exchanges(self):
        for exchange in self.exchanges():
            stream = exchange.members["stream"]
            exchange.members["pushed"] = stream in self.pushed
            if stream in self.reset:
                exchange.members["state"] = "reset"
                # The client does not see what came after it had cancelled.
                del exchange["response"]["body_bytes"], exchange["response"]["content_sha256"]
            yield exchange


@fixture()
def h2c_push_outcomes(scene):
    """Three files pushed with a page: one is of use, one is cancelled while it comes, and the client asks for one itself
    (python h2 on both sides)."""
    sizes = {"/used.css": 3_000, "/cancelled.js": 2_000, "/again.js": 1_000}

    def answer(server, stream):
        path = server.requests[stream][":path"]
        if path != "/page":
            server.respond(stream, 200, b"a" * sizes[path])
            return
        for number, pushed in enumerate(sizes):
            fields = [(":method", "GET"), (":scheme", "http"), (":authority", AUTHORITY), (":path", pushed)]
            server.h2.push_stream(stream, 2 * number + 2, fields)
        server.h2.send_headers(stream, [(":status", "200")])
        server.flush()
        for number, size in enumerate(sizes.values()):
            server.h2.send_headers(2 * number + 2, [(":status", "200")])
            server.h2.send_data(2 * number + 2, b"a" * (size // 2))
            server.flush()
            # Time for the client to cancel it, of which the server knows nothing yet.
            time.sleep(0.05)
            server.h2.send_data(2 * number + 2, b"a" * (size // 2), end_stream=True)
            server.flush()
        server.h2.send_data(stream, b"page", end_stream=True)

    with H2Server(answer), scene.record("tcp port %d" % HTTP2):
        with PushedClient(cancels="/cancelled.js") as client:
            client.complete(client.request("GET", "/page"))
            client.complete(client.request("GET", "/again.js"))
    truth = Truth()
    push = {
        "promised": 3,
        "delivered": 2,
        "cancelled": 1,
        "duplicate": 1,
        "late": 0,
        "bytes": sum(sizes.values()),
        "cancelled_bytes": sizes["/cancelled.js"],
        "bytes_after_cancel": sizes["/cancelled.js"] // 2,
        "duplicate_bytes": sizes["/again.js"],
        "efficiency": sizes["/used.css"] / sum(sizes.values()),
        # The page ends after three pauses.
        "lead_ms": {"count": 3, "max": {"from": 150, "to": 1_000}},
    }
    truth.add(list(client.all_exchanges()), protocol="HTTP/2", metrics={"push": push})
    return truth


@fixture()
def h2c_late_segment(scene):
    """Three responses at once, each in a segment of its own. The first one's content came 8 ms late: streams 3 and 5
    wait for it (python h2 on both sides; the packet was moved behind the others in the capture)."""
    asked = []

    def answer(server, stream):
        asked.append(stream)
        if len(asked) < 3:
            return
        for number in asked:
            server.h2.send_headers(number, [(":status", "200")])
        server.flush()
        for number in asked:
            time.sleep(0.002)
            server.h2.send_data(number, b"a" * 1_000, end_stream=True)
            server.sent[number] = (200, 1_000)
            server.flush()

    whole = scene.scratch / "whole.pcap"
    with H2Server(answer) as server, scene.record("tcp port %d" % HTTP2, to=whole):
        with H2Client() as client:
            client.complete(*[client.request("GET", "/%d" % number) for number in range(3)])
    rows = tshark(whole, "frame.number", "frame.time_epoch", "tcp.len", "tcp.srcport")
    content = [(int(number), float(at)) for number, at, size, port in rows if size == "1009" and port == str(HTTP2)]
    late, held = content[0], content[1:]
    delayed = scene.scratch / "delayed.pcap"
    subprocess.run(["editcap", "-F", "pcap", "-r", "-t", "0.008", whole, delayed, str(late[0])], check=True)
    others = scene.scratch / "others.pcap"
    subprocess.run(["editcap", "-F", "pcap", whole, others, str(late[0])], check=True)
    subprocess.run(["mergecap", "-F", "pcap", "-w", scene.capture, others, delayed], check=True)
    waits = [(late[1] + 0.008 - at) * 1000 for _, at in held]
    blocked = {
        "stalls": 1,
        "stall_ms": about(max(waits)),
        "unseen_stalls": 0,
        "innocent_streams": 2,
        "innocent_blocked_ms": about(sum(waits)),
    }
    truth = Truth()
    truth.add(server.exchanges(), protocol="HTTP/2", metrics={"tcp_blocked": {"server": blocked}})
    return truth


@fixture()
def http1_left_uncompressed(scene):
    """Content that could have been compressed, asked for with Accept-Encoding and without it, beside content that is too
    small (nginx without gzip, curl)."""
    url = "http://127.0.0.1:%d" % HTTP1
    with nginx(scene), scene.record("tcp port %d" % HTTP1):
        exchanges = curl(
            ["--header", "Accept-Encoding: gzip, br", url + "/large.txt"],
            ["--header", "Accept-Encoding: gzip", url + "/small.txt"],
            url + "/page.txt",
        )
        content = (scene.scratch / "site/large.txt").read_bytes()
    compressor = zlib.compressobj(6, zlib.DEFLATED, 31)
    count = len(compressor.compress(content) + compressor.flush())
    compressed = {
        "gzip_bytes": count,
        "br_bytes": len(brotli.compress(content, quality=5)),
        "zstd_bytes": len(zstandard.ZstdCompressor(level=3).compress(content)),
    }
    # Another version of a library may take a few bytes more or less.
    missed = {"bodies": 1, "bytes": len(content), "sampled_bytes": len(content)}
    missed.update((name, about(number, 0.01 * number)) for name, number in compressed.items())
    truth = Truth(
        scorecard={
            "HTTP/1.1": {
                "missed_bytes": len(content),
                "missed_saving_bytes": about(len(content) - count, 0.01 * len(content)),
                "compressed_share": 0,
            }
        }
    )
    truth.summary["bodies"] = {"HTTP/1.1": [{"content_type": "text/plain", "missed": missed}]}
    truth.add_by_port(exchanges, protocol="HTTP/1.1")
    return truth


class OneRequest(MemoryConnection):
    """HTTP/2 over TLS in which a client asks an authority for one thing, and the server may list origins first."""

    def __init__(self, scene, authority, names, origins=(), address="127.0.0.1"):
        super().__init__(scene, "TLSv1_2", 1400, names=names, address=address, server_name=authority)
        self.authority, self.origins = authority, origins
        for context in (self.server_context, self.client_context):
            context.set_alpn_protocols(["h2"])

    def ask(self):
        """The request and its response, after both sides' settings."""
        client = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
        server = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        client.initiate_connection()
        fields = [(":method", "GET"), (":scheme", "https"), (":authority", self.authority), (":path", "/")]
        client.send_headers(1, fields, end_stream=True)
        self.carry(client, self.client, server, self.server)
        server.initiate_connection()
        if self.origins:
            listed = b"".join(len(origin).to_bytes(2, "big") + origin.encode() for origin in self.origins)
            self.server.tls.write(server.data_to_send())
            # A frame of type 0x0C on stream 0 (RFC 8336), which python h2 does not know.
            self.server.tls.write(len(listed).to_bytes(3, "big") + bytes([0x0C, 0]) + bytes(4) + listed)
        server.send_headers(1, [(":status", "204")], end_stream=True)
        self.carry(server, self.server, client, self.client)
        asked = request("GET", self.authority, "/", scheme="https")
        return Exchange(asked, response(204, 0), protocol="HTTP/2", stream=1)

    @staticmethod
    def carry(sender, from_side, receiver, to_side):
        from_side.tls.write(sender.data_to_send())
        from_side.flush_to(to_side)
        with contextlib.suppress(ssl.SSLWantReadError):
            # A record each time.
            while record := to_side.tls.read(65536):
                receiver.receive_data(record)


@fixture()
def h2_unneeded_connections(scene):
    """Four connections of HTTP/2 over TLS 1.2 that are open at the same time, of which one would have done: for a name that the
    first one serves, for another name of its certificate, and for one at another address that its ORIGIN frame lists. The
    endpoints count the bytes of their handshakes (Python's ssl and h2 on both sides)."""
    names = ["shop.example", "img.example", "api.example"]
    others = [
        OneRequest(scene, "shop.example", names, origins=["https://shop.example", "https://api.example"]),
        OneRequest(scene, "shop.example", names),
        OneRequest(scene, "img.example", names),
        OneRequest(scene, "api.example", names, address="127.0.0.2"),
    ]
    with scene.record("tcp port %d" % PORT), contextlib.ExitStack() as stack:
        truth_of = []
        for connection in others:
            stack.enter_context(connection)
            truth_of.append(connection.ask())
    truth = Truth()
    for connection, exchange in zip(others, truth_of):
        truth.add([exchange], protocol="HTTP/2", tls=connection.facts, metrics={"setup_bytes": connection.handshake_bytes})
    unneeded = others[1:]
    truth.summary["scorecard"] = {
        "HTTP/2": {
            "setup": {"connections": 4, "bytes": sum(one.handshake_bytes for one in others), "requests": 4},
            "unneeded_connections": {
                "duplicate": 1,
                "coalescible": 1,
                "listed": 1,
                "covered_at_another_address": 0,
                "setup_bytes": sum(one.handshake_bytes for one in unneeded),
                # One of TCP and two of TLS 1.2 for each.
                "round_trips": 9,
                "misdirected_requests": 0,
            },
        }
    }
    return truth


def about(value, tolerance=0.002):
    """A number that is compared with a tolerance."""
    return {"from": round(value - tolerance, 6), "to": round(value + tolerance, 6)}
