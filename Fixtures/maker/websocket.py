"""Fixtures of WebSocket."""

import contextlib
import re
import socket
import time

from websockets.exceptions import ConnectionClosedError
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage

from .scene import fixture, tshark, without_packets
from .servers import HTTP1, HTTP2, listener, nginx, noise, text
from .truth import Exchange, Truth, request, response
from .websocket_peers import BACKEND, UPGRADES, Streams, converse, proxied

AUTHORITY = "127.0.0.1:%d" % HTTP1


def opening():
    """The exchange that opens a WebSocket."""
    return Exchange(request("GET", AUTHORITY, "/chat"), {"status": 101}, upgrade="websocket")


def echo(connection):
    with contextlib.suppress(ConnectionClosedError):
        for message in connection:
            connection.send(message)


def everything(client, longest=4_000):
    """Each kind of message, a short, a long and an empty one, and fragments with a ping between them."""
    client.send("")
    client.recv()
    for message in ["Hello", "ünïcödé €😀 " * 20, noise(1), noise(126, 2), noise(longest, 3), text(5_000)]:
        client.send(message)
        assert client.recv() == message

    def pieces():
        yield text(300)
        client.ping("in between").wait(5)
        yield ""
        yield text(200, 2)

    client.send(pieces())
    client.recv()
    client.ping().wait(5)
    client.pong("nobody asked")
    client.send([noise(10), noise(20, 2)])
    client.recv()


def messages_of(connection, messages):
    return [{"connection": connection, "exchange": 0, **message} for message in messages]


@fixture()
def websocket_messages(scene):
    """A WebSocket without compression: text, binary, empty, long and fragmented messages, pings between fragments, a pong that
    nobody asked for, and a close with a reason (python websockets on both sides)."""

    def talk(client):
        everything(client, longest=70_000)
        client.close(4_000, "that is all")

    with scene.record("tcp port %d" % HTTP1):
        port, messages = converse(echo, talk)
    truth = Truth()
    truth.add([opening()], client={"port": port}, protocol="WebSocket")
    truth.messages += messages_of(0, messages)
    return truth


@fixture()
def websocket_deflate(scene):
    """WebSockets with permessage-deflate: with context takeover, without it on one side and on both, with the smallest and
    other windows, and one that the server declines (python websockets on both sides)."""
    agreements = [
        ({}, {}),
        ({"server_no_context_takeover": True, "client_no_context_takeover": True}, {}),
        ({}, {"server_no_context_takeover": True}),
        ({"client_max_window_bits": True}, {"client_max_window_bits": 9, "server_max_window_bits": 9}),
        ({"client_max_window_bits": 12, "server_max_window_bits": 10}, {}),
        ({}, None),
    ]
    truth = Truth()
    with scene.record("tcp port %d" % HTTP1):
        for number, (client, server) in enumerate(agreements):
            port, messages = converse(echo, everything, client, server)
            truth.add([opening()], client={"port": port}, protocol="WebSocket")
            truth.messages += messages_of(number, messages)
            time.sleep(0.1)
    return truth


@fixture()
def websocket_proxy(scene):
    """WebSockets through a reverse proxy: without compression, and with permessage-deflate, with context takeover and without
    (python websockets on both sides of nginx)."""
    both = {"server_no_context_takeover": True, "client_no_context_takeover": True}
    truth = Truth()
    with nginx(scene, http=UPGRADES, locations=proxied("/chat", BACKEND)), scene.record("tcp port %d" % HTTP1):
        for number, deflate in enumerate([None, {}, both]):
            port, messages = converse(echo, everything, deflate, deflate, BACKEND)
            truth.add([opening()], client={"port": port}, protocol="WebSocket")
            truth.messages += messages_of(number, messages)
            time.sleep(0.1)
    return truth


@fixture(tshark_differs="it does not know the responses of an extended CONNECT")
def websocket_h2(scene):
    """Two WebSockets on streams of one HTTP/2 connection, their messages interleaved and cut into several DATA frames, one of them
    with permessage-deflate (python h2 and wsproto on both sides)."""
    with listener(HTTP2) as listening, scene.record("tcp port %d" % HTTP2):
        with socket.create_connection(("127.0.0.1", HTTP2)) as client, listening.accept()[0] as server:
            port = client.getsockname()[1]
            streams = Streams(client, server)
            plain, deflated = streams.open("a.example", False), streams.open("b.example", True)
            for stream in (plain, deflated, plain, deflated):
                streams.send(stream, "client", TextMessage(text(700)), parts=3)
                streams.send(stream, "server", BytesMessage(noise(500)), parts=2)
                streams.send(stream, "server", Ping(b"h2"))
                streams.send(stream, "client", Pong(b"h2"))
            for stream in (plain, deflated):
                streams.send(stream, "client", CloseConnection(1001, "going"), end=True)
                streams.send(stream, "server", CloseConnection(1001, ""), end=True)
    truth = Truth()
    exchanges = [
        Exchange(
            request("CONNECT", authority, "/chat", sizes["client"]),
            response(200, sizes["server"]),
            protocol="HTTP/2",
            stream=stream,
            upgrade="websocket",
        )
        for stream, authority, sizes in (
            (plain, "a.example", streams.byte_counts(plain)),
            (deflated, "b.example", streams.byte_counts(deflated)),
        )
    ]
    truth.add(exchanges, client={"port": port}, protocol="HTTP/2")
    numbers = {plain: 0, deflated: 1}
    truth.messages += [
        {"connection": 0, "exchange": numbers[message["stream"]], **message} for message in streams.messages
    ]
    return truth


@fixture(derived_from="websocket-messages")
def websocket_loss(scene):
    """The sniffer missed a segment in the middle of the longest message of websocket-messages: all other messages are whole."""
    source = scene.existing("websocket-messages.pcap")
    rows = tshark(source, "frame.number", "tcp.len", display_filter="tcp.srcport != %d && tcp.len > 1400" % HTTP1)
    lost, byte_count = rows[len(rows) // 2]
    without_packets(source, scene.capture, [lost])
    return WithoutBytes("websocket-messages", "client", 70_000, int(byte_count))


class WithoutBytes:
    """The truth of another fixture, but for a message of which bytes are missing."""

    def __init__(self, name, side, byte_count, missing):
        self.name, self.side, self.byte_count, self.missing = name, side, byte_count, missing

    def write(self, path):
        lines = path.with_name(self.name + ".expected.json").read_text().splitlines(keepends=True)
        for number, line in enumerate(lines):
            if '"from": "%s"' % self.side in line and '"bytes": %d,' % self.byte_count in line:
                wire = self.byte_count + 14
                line = re.sub(', "payload_sha256": "[0-9a-f]*"', "", line.replace('"complete"', '"incomplete"'))
                line = line.replace('"bytes": %d,' % self.byte_count, '"bytes": %d,' % (self.byte_count - self.missing))
                lines[number] = line.replace(
                    '"wire_bytes": %d,' % wire, '"wire_bytes": %d,' % (wire - self.missing)
                )
        path.write_text("".join(lines))
