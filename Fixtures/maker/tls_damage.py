"""Fixtures of TLS in captures that miss something or have been damaged."""

import time

from .scene import fixture, tshark, without_packets
from .tls_peers import NAME, PORT, converse
from .truth import Exchange, Truth, request

ON_TLS = "tcp port %d" % PORT


def suite_options(version, suite, *more):
    """Options for either side that leave one version and one suite."""
    choice = ["-ciphersuites", suite] if version == "tls1_3" else ["-cipher", suite + ":@SECLEVEL=0"]
    return ["-" + version, *choice, *more]


GCM_13 = suite_options("tls1_3", "TLS_AES_128_GCM_SHA256")
CHACHA_13 = suite_options("tls1_3", "TLS_CHACHA20_POLY1305_SHA256")
GCM_12 = suite_options("tls1_2", "ECDHE-ECDSA-AES128-GCM-SHA256")
CBC_12 = suite_options("tls1_2", "ECDHE-ECDSA-AES128-SHA256")
CBC_12_MAC_THEN_ENCRYPT = suite_options("tls1_2", "ECDHE-ECDSA-AES128-SHA256", "-no_etm")
CBC_10 = suite_options("tls1", "ECDHE-ECDSA-AES128-SHA")


class Packets:
    """The packets of a capture with payload from the server, by connection."""

    def __init__(self, capture):
        rows = tshark(capture, "frame.number", "tcp.stream", "tcp.payload", display_filter="tcp.srcport == %d" % PORT)
        self.by_connection = {}
        for row in rows:
            number, connection, payload = [*row, ""][:3]
            if payload:
                connection = self.by_connection.setdefault(int(connection), [])
                connection.append((int(number), bytes.fromhex(payload.replace(":", ""))))

    def record(self, connection, longer_than):
        """Where the first record with so much content lies in a connection's bytes: its begin and its end."""
        stream = b"".join(payload for _, payload in self.by_connection[connection])
        begin = 0
        while (length := int.from_bytes(stream[begin + 3 : begin + 5], "big")) <= longer_than:
            begin += 5 + length
        return begin, begin + 5 + length

    def packet(self, connection, offset):
        """The packet with a connection's byte: its number, its payload, and where the byte is in that."""
        for number, payload in self.by_connection[connection]:
            if offset < len(payload):
                return number, payload, offset
            offset -= len(payload)
        raise RuntimeError("there is no such byte")


def in_two_records(first, second):
    """A script: a small exchange, one whose response comes in two parts by the sender's choice, and another small one.
    The second part can be lost."""

    def script(conversation):
        conversation.exchange("GET", "/before", b"Before the loss.\n")
        conversation.client.tell(b"GET /lost HTTP/1.1\r\nHost: %s\r\n\r\n" % NAME.encode())
        conversation.server.hear(b"\r\n\r\n")
        body = b"x" * (first + second - 1) + b"\n"
        conversation.server.tell(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body[:first])
        conversation.client.hear(b"\r\n\r\n" + body[:first])
        conversation.server.tell(body[first:])
        conversation.client.hear(body[first:])
        asked = request("GET", NAME, "/lost", scheme="https")
        conversation.exchanges.append(Exchange(asked, {"status": 200}, state="incomplete"))
        conversation.exchange("GET", "/after", b"After the loss.\n")

    return script


def conversations(scene, whole, script, *options):
    """Records a connection for each choice of options."""
    truth = Truth()
    with scene.record(ON_TLS, to=whole):
        for both in options:
            converse(scene, truth, both, both, script)
    return truth


def leave_open_after_cbc(truth):
    """Leaves the last response open under AES-CBC: padding hides how long the lost content was, so nobody can know for
    certain where that response begins."""
    for connection in truth.connections:
        if "_CBC_" in connection.members["tls"]["cipher_suite"]:
            leave_response_open(connection.exchanges[-1])


def leave_response_open(exchange):
    """Says of an exchange what was asked, and nothing of the answer."""
    exchange.members = {name: exchange[name] for name in ("protocol", "request")}


@fixture(tshark_differs="it gives up at a hole")
def tls_loss_inside_record(scene):
    """The sniffer missed a segment in the middle of a record, so that the record cannot be read, and its length is known:
    TLS 1.3 with AES-GCM and ChaCha20-Poly1305, 1.2 with AES-GCM and AES-CBC in both orders of the MAC, 1.0 with AES-CBC."""
    whole = scene.scratch / "whole.pcap"
    suites = [GCM_13, CHACHA_13, GCM_12, CBC_12, CBC_12_MAC_THEN_ENCRYPT, CBC_10]
    truth = conversations(scene, whole, in_two_records(100, 3_000), *suites)
    packets = Packets(whole)
    lost = [packets.packet(number, packets.record(number, 3_000)[0] + 1_500)[:2] for number in range(len(suites))]
    without_packets(whole, scene.capture, [number for number, _ in lost])
    for connection, (_, payload) in zip(truth.connections, lost):
        connection.members["tcp"] = {"missing_bytes": len(payload)}
    leave_open_after_cbc(truth)
    return truth


@fixture(tshark_differs="it gives up at a hole")
def tls_loss_of_record_boundary(scene):
    """The sniffer missed the end of a record and the header of the next one: TLS 1.3 with AES-GCM, 1.2 with AES-CBC."""
    whole = scene.scratch / "whole.pcap"
    suites = [GCM_13, CBC_12]
    # s_server reads 16,384 bytes at a time: two records.
    truth = conversations(scene, whole, in_two_records(100, 16_384 + 4_000), *suites)
    packets = Packets(whole)
    lost = set()
    for number, connection in enumerate(truth.connections):
        end = packets.record(number, 16_000)[1]
        around = dict(packets.packet(number, offset)[:2] for offset in (end - 1, end))
        lost |= around.keys()
        connection.members["tcp"] = {"missing_bytes": sum(map(len, around.values()))}
    without_packets(whole, scene.capture, sorted(lost))
    leave_open_after_cbc(truth)
    return truth


@fixture(tshark_differs="it gives up at a hole")
def tls_loss_of_response(scene):
    """The sniffer missed a segment of a record that holds a whole response: nobody can know its status, and the next
    response does not answer its request. TLS 1.3 and 1.2 with AES-GCM."""

    def script(conversation):
        conversation.exchange("GET", "/before", b"Before the loss.\n")
        conversation.exchange("GET", "/lost", b"x" * 3_000 + b"\n")
        leave_response_open(conversation.exchanges[-1])
        time.sleep(0.1)
        conversation.exchange("GET", "/after", b"After the loss.\n")

    whole = scene.scratch / "whole.pcap"
    suites = [GCM_13, GCM_12]
    truth = conversations(scene, whole, script, *suites)
    packets = Packets(whole)
    lost = [packets.packet(number, packets.record(number, 3_000)[0] + 1_500)[0] for number in range(len(suites))]
    without_packets(whole, scene.capture, lost)
    return truth


@fixture(tshark_differs="it reads nothing more of a side after a record that fails")
def tls_flipped_bit(scene):
    """A bit of a record was flipped after it was captured: nobody can believe that record, the ones around it are whole.
    TLS 1.3 with AES-GCM and ChaCha20-Poly1305, 1.2 with AES-GCM, AES-CBC in both orders of the MAC, and without
    encryption."""
    whole = scene.scratch / "whole.pcap"
    null = suite_options("tls1_2", "ECDHE-ECDSA-NULL-SHA")
    suites = [GCM_13, CHACHA_13, GCM_12, CBC_12, CBC_12_MAC_THEN_ENCRYPT, null]
    truth = conversations(scene, whole, in_two_records(100, 1_000), *suites)
    packets = Packets(whole)
    data = bytearray(whole.read_bytes())
    for number in range(len(suites)):
        _, payload, offset = packets.packet(number, packets.record(number, 1_000)[0] + 500)
        data[data.index(payload) + offset] ^= 0x10
    scene.capture.write_bytes(data)
    leave_open_after_cbc(truth)
    return truth


@fixture(tshark_differs="it needs the handshake")
def tls_midstream(scene):
    """The capture begins in the middle of the connections, between two exchanges. In TLS 1.3 the key log's secrets can be
    tried on the records; in 1.2 the keys depend on the handshake, which nobody has."""
    whole = scene.scratch / "whole.pcap"
    begins = []

    def script(conversation):
        for number in range(5):
            conversation.exchange("GET", "/before/%d" % number, b"Not captured.\n")
        time.sleep(0.1)
        begins.append(time.time())
        time.sleep(0.1)
        conversation.exchanges.clear()
        conversation.exchange("GET", "/first", b"Captured.\n")
        conversation.exchange("POST", "/second", b"ok\n", b"Captured as well.\n")

    truth = conversations(scene, whole, script, GCM_13, CHACHA_13, GCM_12)
    rows = tshark(whole, "frame.number", "tcp.stream", "frame.time_epoch")
    before = [number for number, stream, instant in rows if float(instant) < begins[int(stream)]]
    without_packets(whole, scene.capture, before)
    for connection in truth.connections:
        tls = connection.members["tls"]
        if tls["version"] == "TLS 1.3":
            kept = ("version", "cipher_suite", "decrypted", "key_source")
            connection.members["tls"] = {name: tls[name] for name in kept}
        else:
            connection.members.update(protocol="TLS", tls={"decrypted": False, "key_source": None})
            connection.exchanges.clear()
    return truth
