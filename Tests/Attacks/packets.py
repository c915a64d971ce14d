"""A capture of raw IPv4 packets, quickly written: an attack has a million of them."""

import gzip
import struct

SYN, ACK, FIN, RST = 2, 16, 1, 4
CLIENT, SERVER = 0, 1

_RECORD = struct.Struct("<IIII")
#: IPv4 and TCP without options.
_HEADERS = struct.Struct(">HHIHHIIHHIIBBHI")


class Capture:
    """The file, and the time, which goes on by 10 microseconds a packet."""

    def __init__(self, path, format="pcap"):
        """The format is pcap, pcapng, or pcap.gz."""
        self.file = gzip.open(path, "wb", 1) if format == "pcap.gz" else open(path, "wb", buffering=1 << 20)
        self.microseconds = 1_795_504_323_000_000
        #: Of the next packets in a pcapng file.
        self.interface = 0
        self.is_pcapng = format == "pcapng"
        if self.is_pcapng:
            self.begin_section()
        else:
            self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def begin_section(self):
        """Writes a Section Header Block of pcapng and an interface of raw packets."""
        self.file.write(struct.pack("<IIIHHqI", 0x0A0D0D0A, 28, 0x1A2B3C4D, 1, 0, -1, 28))
        self.file.write(struct.pack("<IIHHII", 1, 20, 101, 0, 0, 20))

    def packet(self, data):
        self.microseconds += 10
        if self.is_pcapng:
            return self._block(data)
        seconds, rest = divmod(self.microseconds, 1_000_000)
        self.file.write(_RECORD.pack(seconds, rest, len(data), len(data)) + data)

    def _block(self, data):
        length, padding = len(data), -len(data) % 4
        total = 32 + length + padding
        time = self.microseconds
        head = struct.pack("<IIIIIII", 6, total, self.interface, time >> 32, time & 0xFFFFFFFF, length, length)
        self.file.write(head + data + bytes(padding) + struct.pack("<I", total))

    def segment(self, source, target, ports, sequence, acknowledgment, flags=ACK, payload=b""):
        self.packet(segment(source, target, ports, sequence, acknowledgment, flags, payload))


def segment(source, target, ports, sequence, acknowledgment, flags, payload):
    return _HEADERS.pack(
        0x4500, 40 + len(payload), 0x4000, 0x4006, 0, source, target, ports[0], ports[1], sequence & 0xFFFFFFFF,
        acknowledgment & 0xFFFFFFFF, 0x50, flags, 65535, 0) + payload


class Connection:
    """A connection of its own address, from its handshake on."""

    _next = 0x0A000001

    def __init__(self, capture, port=80):
        self.capture = capture
        Connection._next += 1
        self.addresses, self.ports = (Connection._next, 0xC0A80001), (40000, port)
        self.next = [1000, 5000]
        self.send(CLIENT, b"", SYN)
        self.send(SERVER, b"", SYN | ACK)
        self.send(CLIENT, b"")

    def send(self, side, payload, flags=ACK):
        """Sends bytes in segments of at most 1,400."""
        for start in range(0, max(1, len(payload)), 1400):
            piece = payload[start : start + 1400]
            self.place(side, self.next[side], piece, flags)
            self.next[side] += len(piece) + (1 if flags & (SYN | FIN) else 0)

    def place(self, side, sequence, payload, flags=ACK):
        """Sends one segment, wherever it lies in the stream."""
        source, target = self.addresses[side], self.addresses[1 - side]
        ports = self.ports if side == CLIENT else self.ports[::-1]
        self.capture.segment(source, target, ports, sequence, self.next[1 - side], flags, payload)
