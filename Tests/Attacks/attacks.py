"""What an attacker may do to somebody who analyses captures: each a function that writes a capture with so many of the thing.

Every capture holds innocent exchanges besides: one that begins before the attack and ends after it, and one behind it.
"""

import functools
import gzip
import struct
import zlib

from packets import ACK, CLIENT, FIN, SERVER, SYN, Connection, segment

ATTACKS = {}


class Attack:
    """An attack and what it may cost.

    count: how many of the thing a full run has; a run of the tests has a part of them.
    memory: bytes that may stay for each of them, where something may: a connection that is open is known.
    format: of the capture.
    """

    def __init__(self, write, count, memory, format):
        self.name = write.__name__.replace("_", "-")
        self.sentence = " ".join(write.__doc__.split()).rstrip(".")
        self.write, self.count, self.memory, self.format = write, count, memory, format


def attack(count=1_000_000, memory=0, format="pcap"):
    def add(write):
        made = Attack(write, count, memory, format)
        ATTACKS[made.name] = made
        return write

    return add


# TCP and IP


@attack(memory=700)
def half_open(capture, count):
    """Connections that never get beyond their SYN."""
    for number in range(count):
        capture.segment(0x0B000000 + number, 0xC0A80001, (1024 + number % 60000, 80), number, 0, SYN)


@attack(memory=700)
def open_connections(capture, count):
    """Connections that say one byte and stay open."""
    for number in range(count):
        capture.segment(0x0B000000 + number, 0xC0A80001, (1024, 80), number, 0, SYN)
        capture.segment(0x0B000000 + number, 0xC0A80001, (1024, 80), number + 1, 0, ACK, b"G")


@attack()
def tiny_segments(capture, count):
    """Segments of one byte in reversed order, every second one missing."""
    connection = Connection(capture)
    for number in range(count, 0, -1):
        connection.place(CLIENT, 1001 + 2 * number, b"x")


@attack()
def shuffled_segments(capture, count):
    """Segments of one byte that come in an order which looks random."""
    connection = Connection(capture)
    for number in range(count):
        connection.place(CLIENT, 1001 + number * 7919 % 1_048_576, b"x")


@attack()
def overlapping_segments(capture, count):
    """Segments behind a hole that overlap with other bytes each time."""
    connection = Connection(capture)
    for number in range(count):
        connection.place(CLIENT, 1002 + number % 4096, bytes([number & 0xFF]) * 64)


@attack()
def sequence_gaps(capture, count):
    """Segments each 2^30 and more bytes ahead of the last, acknowledged or not."""
    connection = Connection(capture)
    for number in range(count):
        connection.place(CLIENT, 1001 + number * ((1 << 30) + 12345), b"GET / HTTP/1.1\r\n")
        if number % 3 == 0:
            connection.next[CLIENT] = 1001 + number * (1 << 31)
            connection.place(SERVER, 5001, b"")


def fragment(capture, identification, offset, payload, is_last=False):
    """Offset in units of 8 bytes."""
    capture.packet(
        struct.pack(
            ">HHHHHHII", 0x4500, 20 + len(payload), identification & 0xFFFF, offset | (0 if is_last else 0x2000), 0x4006, 0,
            0x0B000000 + (identification >> 16), 0xC0A80001) + payload)


@attack()
def overlapping_fragments(capture, count):
    """Fragments of one datagram that overlap and never complete it."""
    for number in range(count):
        fragment(capture, 7, 1 + number * 31 % 8000, bytes(64))


@attack()
def open_datagrams(capture, count):
    """First fragments of datagrams whose rest never comes."""
    for number in range(count):
        fragment(capture, number, 0, bytes(64))


@attack()
def tunnels(capture, count):
    """Packets of 70 IP headers, one in the other."""
    packet = segment(0x0B000001, 0xC0A80001, (1, 80), 1, 1, ACK, b"")
    for _ in range(70):
        packet = struct.pack(">HHIHHII", 0x4500, 20 + len(packet), 0, 0x4004, 0, 0x0B000001, 0xC0A80001) + packet
    for _ in range(count // 10):
        capture.packet(packet)


# HTTP/1


@attack()
def header_lines(capture, count):
    """A header section of that many lines, which never ends."""
    connection = Connection(capture)
    connection.send(CLIENT, b"GET / HTTP/1.1\r\n")
    for number in range(0, count, 100):
        connection.send(CLIENT, b"".join(b"X-%d: y\r\n" % line for line in range(number, number + 100)))


@attack()
def header_names(capture, count):
    """Requests whose header fields all have other names."""
    connection = Connection(capture)
    for number in range(0, count, 50):
        lines = b"".join(b"X-%d: y\r\n" % line for line in range(number, number + 50))
        connection.send(CLIENT, b"GET / HTTP/1.1\r\nHost: a\r\n" + lines + b"\r\n")
        connection.send(SERVER, b"HTTP/1.1 204 No Content\r\n\r\n")


@attack()
def pipelined_requests(capture, count):
    """Requests on one connection that nobody answers."""
    connection = Connection(capture)
    for _ in range(0, count, 50):
        connection.send(CLIENT, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 50)


@attack()
def informational(capture, count):
    """Responses 100 to one request."""
    connection = Connection(capture)
    connection.send(CLIENT, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    for _ in range(0, count, 50):
        connection.send(SERVER, b"HTTP/1.1 100 Continue\r\n\r\n" * 50)


@attack()
def tiny_chunks(capture, count):
    """Chunks of one byte with extensions."""
    connection = Connection(capture)
    connection.send(CLIENT, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    connection.send(SERVER, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(0, count, 50):
        connection.send(SERVER, b"1;extension=value\r\nx\r\n" * 50)


@attack()
def endless_chunk_line(capture, count):
    """A chunk-size line of that many digits."""
    connection = Connection(capture)
    connection.send(CLIENT, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    connection.send(SERVER, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(0, count, 1000):
        connection.send(SERVER, b"0" * 1000)


@attack(count=20_000)
def connect_in_connect(capture, count):
    """Tunnels of CONNECT, each opened in the one before."""
    connection = Connection(capture)
    for number in range(count):
        connection.send(CLIENT, b"CONNECT h%d:80 HTTP/1.1\r\nHost: h\r\n\r\n" % number)
        connection.send(SERVER, b"HTTP/1.1 200 OK\r\n\r\n")


# HTTP/2 and HPACK

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, WINDOW_UPDATE, CONTINUATION = 0, 1, 2, 3, 4, 5, 6, 8, 9
END_STREAM, END_HEADERS = 1, 4
#: GET, http, /, and `a` as the authority.
REQUEST = b"\x82\x86\x84\x01\x01a"


def frame(type, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes([type, flags]) + stream.to_bytes(4, "big") + payload


def http2(capture):
    connection = Connection(capture)
    connection.send(CLIENT, PREFACE + frame(SETTINGS, 0, 0) + frame(SETTINGS, 1, 0))
    connection.send(SERVER, frame(SETTINGS, 0, 0) + frame(SETTINGS, 1, 0))
    return connection


def send_many(connection, side, pieces):
    """Sends pieces in segments that are nearly full."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= 1300:
            connection.send(side, bytes(waiting))
            waiting.clear()
    connection.send(side, bytes(waiting))


@attack()
def continuation(capture, count):
    """CONTINUATION frames of one field block, which never ends."""
    connection = http2(capture)
    connection.send(CLIENT, frame(HEADERS, END_STREAM, 1, REQUEST))
    send_many(connection, CLIENT, (frame(CONTINUATION, 0, 1, b"\x00\x01b\x01c") for _ in range(count)))


@attack()
def empty_continuation(capture, count):
    """CONTINUATION frames without a byte."""
    connection = http2(capture)
    connection.send(CLIENT, frame(HEADERS, END_STREAM, 1, REQUEST))
    send_many(connection, CLIENT, (frame(CONTINUATION, 0, 1) for _ in range(count)))


@attack(count=10_000)
def hpack_bomb(capture, count):
    """Field blocks of 1,000 references to one line of 4,000 bytes."""
    connection = http2(capture)
    connection.send(CLIENT, frame(HEADERS, 5, 1, REQUEST + b"\x40\x01b\x7f\xa1\x1e" + b"c" * 4000))
    send_many(connection, CLIENT, (frame(HEADERS, 5, 3 + 2 * number, REQUEST + b"\xbe" * 1000) for number in range(count)))


@attack()
def table_sizes(capture, count):
    """Field blocks that empty the dynamic table, enlarge it, and fill it anew."""
    connection = http2(capture)
    block = b"\x20\x3f\xe1\x1f" + REQUEST + b"\x40\x01b\x01c"
    send_many(connection, CLIENT, (frame(HEADERS, 5, 1 + 2 * number, block) for number in range(count)))


@attack()
def size_updates(capture, count):
    """Changes of the dynamic table's size, many in each block."""
    connection = http2(capture)
    block = b"\x20\x3f\xe1\x1f" * 50 + REQUEST
    send_many(connection, CLIENT, (frame(HEADERS, 5, 1 + 2 * number, block) for number in range(count // 100)))


@attack()
def settings(capture, count):
    """SETTINGS frames that change the header table's size, never acknowledged."""
    connection = http2(capture)
    send_many(
        connection, SERVER, (frame(SETTINGS, 0, 0, struct.pack(">HI", 1, number % 2 * 4096)) for number in range(count)))


@attack()
def streams(capture, count):
    """Streams that are opened and never answered."""
    connection = http2(capture)
    send_many(connection, CLIENT, (frame(HEADERS, 5, 1 + 2 * number, REQUEST) for number in range(count)))


@attack()
def rapid_reset(capture, count):
    """Streams that are opened and reset at once (CVE-2023-44487)."""
    connection = http2(capture)
    send_many(
        connection, CLIENT,
        (frame(HEADERS, 5, 1 + 2 * number, REQUEST) + frame(RST_STREAM, 0, 1 + 2 * number, b"\0\0\0\x08")
         for number in range(count)))


@attack()
def pushes(capture, count):
    """Promises of pushes that never come."""
    connection = http2(capture)
    connection.send(CLIENT, frame(HEADERS, 5, 1, REQUEST))
    send_many(
        connection, SERVER,
        (frame(PUSH_PROMISE, 4, 1, struct.pack(">I", 2 + 2 * number) + REQUEST) for number in range(count)))


@attack()
def empty_frames(capture, count):
    """DATA frames without a byte, pings, priorities and window updates, in turns."""
    connection = http2(capture)
    connection.send(CLIENT, frame(HEADERS, 4, 1, REQUEST))
    kinds = [
        frame(DATA, 0, 1), frame(PING, 0, 0, bytes(8)), frame(PRIORITY, 0, 3, bytes(5)),
        frame(WINDOW_UPDATE, 0, 0, b"\0\0\0\1")]
    send_many(connection, CLIENT, (kinds[number % 4] for number in range(count)))


# Content


@functools.cache
def zeros(megabytes):
    """A gzip member that expands a thousandfold."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()


def respond(connection, fields, body):
    connection.send(CLIENT, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    connection.send(SERVER, b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n" % (fields, len(body)) + body)


@attack(count=4000)
def zip_bomb(capture, count):
    """A gzip body of that many megabytes of zeros."""
    respond(Connection(capture), b"Content-Encoding: gzip\r\n", zeros(count))


@attack(count=1000)
def zip_bombs(capture, count):
    """Gzip bodies of 50 MB of zeros, on 16 connections in turns."""
    body = zeros(50)
    connections = [Connection(capture) for _ in range(16)]
    for number in range(count):
        respond(connections[number % 16], b"Content-Encoding: gzip\r\n", body)


@attack(count=1000)
def nested_codings(capture, count):
    """Bodies in gzip, two and three times over, which expand a million times, and one that names 500 codings."""
    body = gzip.compress(zeros(200))
    for number in range(count // 10):
        connection = Connection(capture)
        respond(connection, b"Content-Encoding: gzip, gzip\r\n", body)
        respond(connection, b"Content-Encoding: gzip, gzip, gzip\r\n", gzip.compress(body))
        respond(connection, b"Content-Encoding: " + b"gzip, " * 500 + b"gzip\r\n", body)


@attack()
def open_codings(capture, count):
    """Gzip bodies that begin, each on a connection that stays open."""
    body = gzip.compress(b"hello")[:12]
    for _ in range(count // 100):
        connection = Connection(capture)
        connection.send(CLIENT, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        connection.send(
            SERVER, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000\r\n\r\n" + body)


# What rides on HTTP


def web_socket(capture, extensions=b""):
    connection = Connection(capture)
    connection.send(
        CLIENT,
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + extensions + b"\r\n")
    connection.send(
        SERVER,
        b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" + extensions + b"\r\n")
    return connection


@attack()
def web_socket_fragments(capture, count):
    """Fragments of one WebSocket message, which never ends."""
    connection = web_socket(capture)
    connection.send(SERVER, b"\x01\x01a")
    send_many(connection, SERVER, (b"\x00\x01a" for _ in range(count)))


@attack()
def web_socket_pings(capture, count):
    """Pings that nobody answers, between the fragments of a message."""
    connection = web_socket(capture)
    connection.send(SERVER, b"\x01\x01a")
    send_many(connection, SERVER, (b"\x89\x02%c%c\x00\x00" % (number & 0xFF, number >> 8 & 0xFF) for number in range(count)))


@attack(count=1000)
def web_socket_bomb(capture, count):
    """A compressed WebSocket message of that many megabytes of zeros."""
    connection = web_socket(capture, b"Sec-WebSocket-Extensions: permessage-deflate\r\n")
    packer = zlib.compressobj(9, wbits=-15)
    body = b"".join(packer.compress(bytes(1 << 20)) for _ in range(count)) + packer.flush(zlib.Z_SYNC_FLUSH)[:-4]
    connection.send(SERVER, b"\xc2\x7f" + struct.pack(">Q", len(body)) + body)


@attack()
def events(capture, count):
    """Lines of one server-sent event, which never ends."""
    connection = Connection(capture)
    connection.send(CLIENT, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    connection.send(SERVER, b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    send_many(connection, SERVER, (b"data: x\n" for _ in range(count)))


@attack()
def grpc_messages(capture, count):
    """gRPC messages without a byte."""
    connection = http2(capture)
    connection.send(CLIENT, frame(HEADERS, 4, 1, b"\x83\x86\x84\x01\x01a\x0f\x10\x10application/grpc"))
    send_many(connection, CLIENT, (frame(DATA, 0, 1, bytes(50)) for _ in range(count // 10)))


# TLS


def hello():
    """A ClientHello of TLS 1.2 with one cipher suite."""
    body = b"\x03\x03" + bytes(32) + b"\x00" + b"\x00\x02\xc0\x2f" + b"\x01\x00"
    message = b"\x01" + len(body).to_bytes(3, "big") + body
    return b"\x16\x03\x01" + struct.pack(">H", len(message)) + message


@attack()
def empty_records(capture, count):
    """TLS records without a byte, of all types."""
    connection = Connection(capture, 443)
    connection.send(CLIENT, hello())
    send_many(connection, CLIENT, (b"%c\x03\x03\x00\x00" % (20 + number % 4) for number in range(count)))


@attack()
def handshake_fragments(capture, count):
    """A handshake message of 16 MB in records of one byte."""
    connection = Connection(capture, 443)
    connection.send(CLIENT, hello())
    connection.send(SERVER, b"\x16\x03\x03\x00\x04\x0b\xff\xff\xff")
    send_many(connection, SERVER, (b"\x16\x03\x03\x00\x01x" for _ in range(count)))


@attack()
def hellos(capture, count):
    """TLS connections that stay open behind their ClientHello."""
    for _ in range(count // 10):
        Connection(capture, 443).send(CLIENT, hello())


# Capture files


def block(type, body, length=None):
    body += bytes(-len(body) % 4)
    length = struct.pack("<I", 12 + len(body) if length is None else length)
    return struct.pack("<I", type) + length + body + length


@attack(count=100_000, format="pcapng")
def block_lengths(capture, count):
    """Blocks of a pcapng file whose lengths, and those of what is in them, are beyond all measure."""
    for number in range(count):
        absurd = [0xFFFFFFFC, 0x7FFFFFFC, 0, 4, 13, 0x10000000][number % 6]
        kind = number // 6 % 4
        if kind == 0:  # A block of a type that is not known.
            capture.file.write(block(0x0BAD_0000 + number % 8, bytes(16), absurd))
        elif kind == 1:  # A packet.
            capture.file.write(block(6, struct.pack("<IIIII", 0, 0, 0, absurd, absurd) + bytes(16)))
        elif kind == 2:  # An option of an interface.
            capture.file.write(block(1, struct.pack("<HHIHH", 101, 0, 0, 2, absurd & 0xFFFF) + bytes(8)))
        else:  # Secrets.
            capture.file.write(block(10, struct.pack("<4sI", b"KSLT", absurd) + bytes(8)))


@attack(memory=64, format="pcapng")
def interfaces(capture, count):
    """Interfaces of a pcapng file, a packet of each among them."""
    name = struct.pack("<HH", 2, 8) + b"ethernet" + bytes(4)
    for number in range(count):
        capture.file.write(block(1, struct.pack("<HHI", 101, 0, 0) + name))
        if number % 100 == 0:
            capture.interface = number + 1
            capture.segment(0x0B000000 + number, 0xC0A80001, (1024, 80), number, 0, SYN)
    capture.interface = 0


@attack(format="pcapng")
def sections(capture, count):
    """Sections of a pcapng file, each with an interface."""
    for _ in range(count):
        capture.begin_section()


@attack(format="pcapng")
def secrets(capture, count):
    """Decryption Secrets Blocks of a pcapng file."""
    for number in range(count):
        line = b"CLIENT_RANDOM %064x %096x\n" % (number, number)
        capture.file.write(block(10, struct.pack("<4sI", b"KSLT", len(line)) + line))


@attack(count=4000, format="pcap.gz")
def compressed_capture(capture, count):
    """A capture in gzip with that many megabytes of zeros in packets."""
    packet = bytes(65536)
    for _ in range(count * 16):
        capture.packet(packet)
