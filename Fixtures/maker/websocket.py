"""Fixtures of WebSocket."""

import contextlib
import time

from websockets.exceptions import ConnectionClosedError

from .scene import fixture, tshark, without_packets
from .servers import HTTP1, noise, text
from .truth import Exchange, Truth, request
from .websocket_peers import converse

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
                line = line.replace('"complete"', '"incomplete"')
                line = line.replace('"bytes": %d,' % self.byte_count, '"bytes": %d,' % (self.byte_count - self.missing))
                lines[number] = line.replace(
                    '"wire_bytes": %d,' % wire, '"wire_bytes": %d,' % (wire - self.missing)
                )
        path.write_text("".join(lines))
