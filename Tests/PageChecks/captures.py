"""Captures that no server would make: HTTP/1.1 written straight into TCP segments of a pcap file."""

import struct


class Capture:
    """A pcap file of Ethernet frames, written as a conversation goes on."""

    def __init__(self, path):
        self.file = open(path, "wb")
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        self.microseconds = 1_795_504_323_000_000

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def segment(self, source, target, sequence, acknowledgment, flags, payload=b""):
        self.microseconds += 20
        tcp = struct.pack(
            ">HHIIBBHHH", source[1], target[1], sequence & 0xFFFFFFFF, acknowledgment & 0xFFFFFFFF, 5 << 4, flags, 65535, 0, 0)
        addresses = bytes(source[0]) + bytes(target[0])
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 40 + len(payload), 0, 0x4000, 64, 6, 0) + addresses
        frame = bytes(12) + b"\x08\x00" + ip + tcp + payload
        seconds, rest = divmod(self.microseconds, 1_000_000)
        self.file.write(struct.pack("<IIII", seconds, rest, len(frame), len(frame)) + frame)


class Connection:
    """A connection from its handshake on."""

    SYN, ACK = 2, 16

    def __init__(self, capture, port):
        self.capture = capture
        self.client, self.server = ((10, 0, 0, 4), port), ((192, 168, 1, 1), 80)
        self.sent = {self.client: 1000, self.server: 5000}
        self.send(self.client, b"", self.SYN)
        self.send(self.server, b"", self.SYN | self.ACK)
        self.send(self.client, b"")

    def send(self, sender, payload, flags=ACK):
        receiver = self.server if sender == self.client else self.client
        for start in range(0, max(1, len(payload)), 1400):
            piece = payload[start : start + 1400]
            self.capture.segment(sender, receiver, self.sent[sender], self.sent[receiver], flags, piece)
            self.sent[sender] += len(piece) + (flags & self.SYN) // self.SYN

    def exchange(self, target, host=b"shop.example", fields=b"", body=b"ok", type=b"text/plain", method=b"GET"):
        self.send(self.client, b"%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (method, target, host, fields))
        self.capture.microseconds += 300
        head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (type, len(body))
        self.send(self.server, head + body)


#: Texts that would do something in a page which takes them for markup, script, style or a terminal's commands.
HOSTILE = [
    b"/<img/src=x/onerror=document.title='owned'>",
    b"/</script><script>document.title='owned'</script>",
    b"/<!--<script>",
    b"/]]></style><svg/onload=document.title='owned'>",
    b"/\"'`${document.title='owned'}",
    b"/\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaegpj.exe",
    b"/\xff\xfe\xc3(",
    b"/__proto__?constructor=1",
    b"javascript:document.title='owned'",
    b"/" + b"long" * 4000,
]


def make_hostile(path):
    """One exchange for each hostile text in the path; then all of them in Host, media type and method."""
    with Capture(path) as capture:
        connection = Connection(capture, 50000)
        for text in HOSTILE:
            connection.exchange(text, fields=b"X-Evil: \x1b[2J\x1b]0;owned\x07" + text[:200] + b"\r\n")
        for number, text in enumerate(HOSTILE):
            connection = Connection(capture, 50001 + number)
            connection.exchange(b"/", host=text[:300], type=text[:300])
    return 2 * len(HOSTILE)


def make_large(path, connections=100, requests=200):
    with Capture(path) as capture:
        for number in range(connections):
            connection = Connection(capture, 20000 + number)
            for request in range(requests):
                connection.exchange(b"/item/%d/%d?session=0123456789" % (number, request), body=b"x" * (request * 37 % 4000))
    return connections * requests
