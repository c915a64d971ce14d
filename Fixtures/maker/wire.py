"""A wire between two network namespaces that loses, reorders, delays or tags frames."""

import collections
import socket
import struct
import subprocess
import threading
import time

from .scene import run

CLIENT, SERVER = "10.20.0.1", "10.20.0.2"


class Wire:
    """A client's and a server's network namespace, and a wire between them that this program moves every frame over.

    The client is this namespace, its end of the wire `client-wire`; the server's is `server-wire`. Without a tag frames
    take a path in each direction, lossy or slow; with a tag the wire tags all frames on their way over `trunk0`.
    """

    def __init__(self, scene, tag=None, path=None):
        self.tag, self.new_path, self.stopped, self.threads = tag, path or LossyPath, threading.Event(), []

    def __enter__(self):
        # A process that does nothing keeps the server's namespace alive.
        self.holder = subprocess.Popen(["unshare", "--net", "sleep", "1000"])
        time.sleep(0.2)
        self.on_server = ["nsenter", "--net=/proc/%d/ns/net" % self.holder.pid]
        self.link("client", "client-wire")
        self.link("server", "server-wire")
        run("ip", "link", "set", "server", "netns", self.holder.pid)
        self.raise_up("client", CLIENT, [])
        self.raise_up("server", SERVER, self.on_server)
        if self.tag:
            self.link("trunk0", "trunk1")
            self.relay("client-wire", "trunk0", self.tagged)
            self.relay("trunk0", "client-wire", self.untagged)
            self.relay("trunk1", "server-wire", self.untagged)
            self.relay("server-wire", "trunk1", self.tagged)
        else:
            self.relay("client-wire", "server-wire", self.new_path())
            self.to_client = self.new_path()
            self.relay("server-wire", "client-wire", self.to_client)
        return self

    def __exit__(self, *problem):
        self.stopped.set()
        for thread in self.threads:
            thread.join()
        self.holder.kill()
        self.holder.wait()
        for name in ["client", "server-wire", *(["trunk0"] if self.tag else [])]:
            subprocess.run(["ip", "link", "delete", name], stderr=subprocess.DEVNULL)

    def link(self, one, other):
        """Makes a pair of interfaces; what goes into one comes out of the other."""
        run("ip", "link", "add", one, "type", "veth", "peer", "name", other)
        for name in (one, other):
            run("sysctl", "-qw", "net.ipv6.conf.%s.disable_ipv6=1" % name)
            run("ethtool", "-K", name, "tx", "off", "tso", "off", "gso", "off", "gro", "off")
            run("ip", "link", "set", name, "up")

    def raise_up(self, name, address, enter):
        run(*enter, "ip", "address", "add", address + "/24", "dev", name)
        run(*enter, "ip", "link", "set", name, "up")

    def relay(self, source, target, path):
        """Moves frames from an interface to another in a thread; `path` says which frames to send for one that came."""
        receiving = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        receiving.bind((source, 0))
        sending = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        sending.bind((target, 0))

        def move():
            under_way = Flight(sending, getattr(path, "landed", lambda frame: None))
            while not self.stopped.is_set():
                receiving.settimeout(under_way.land())
                try:
                    frame, (_, _, kind, _, _) = receiving.recvfrom(65536)
                except TimeoutError:
                    continue
                if kind != socket.PACKET_OUTGOING:
                    for moved in path(frame):
                        under_way.take(moved, getattr(path, "arrival", time.monotonic()))

        self.threads.append(threading.Thread(target=move))
        self.threads[-1].start()

    def tagged(self, frame):
        return [frame[:12] + struct.pack("!HH", 0x8100, self.tag) + frame[12:]]

    def untagged(self, frame):
        # The kernel takes the tag of a received frame away and keeps it aside.
        return [frame[:12] + frame[16:] if frame[12:14] == b"\x81\x00" else frame]


class Flight:
    """Frames on their way, each with the moment of its arrival."""

    def __init__(self, landing, landed=lambda frame: None):
        self.landing, self.landed, self.frames = landing, landed, collections.deque()

    def take(self, frame, arrival):
        self.frames.append((arrival, frame))

    def land(self):
        """Sends what has arrived. How long nothing will, in seconds, at most a twentieth."""
        while self.frames:
            rest = self.frames[0][0] - time.monotonic()
            if rest > 0:
                return min(rest, 0.05)
            frame = self.frames.popleft()[1]
            self.landing.send(frame)
            self.landed(frame)
        return 0.05


class LossyPath:
    """Loses every 13th large frame, and lets the two that follow every 10th overtake it: always the same ones by count."""

    def __init__(self):
        self.count, self.held, self.overtaking = 0, None, 0

    def __call__(self, frame):
        if len(frame) < 500:
            return [frame]
        self.count += 1
        if self.count % 13 == 0:
            return []
        if self.count % 10 == 0 and self.held is None:
            self.held, self.overtaking = frame, 2
            return []
        if self.held is None:
            return [frame]
        self.overtaking -= 1
        if self.overtaking > 0:
            return [frame]
        late, self.held = self.held, None
        return [frame, late]


class SlowPath:
    """Takes its time over each frame."""

    def __call__(self, frame):
        time.sleep(0.005)
        return [frame]


class LongPath:
    """A line of 20 ms and 20 Mbit/s: a frame leaves when the one before it has left, and arrives so much later."""

    DELAY, BYTES_PER_SECOND = 0.020, 2_500_000

    def __init__(self):
        self.arrival = 0

    def __call__(self, frame):
        begin = max(time.monotonic(), self.arrival - self.DELAY)
        self.arrival = begin + len(frame) / self.BYTES_PER_SECOND + self.DELAY
        return [frame]


class OneLoss(LongPath):
    """A long line that loses the tenth large frame, and knows for how long what came behind it had to wait for it."""

    def __init__(self):
        super().__init__()
        self.count, self.lost, self.began, self.hole_ms = 0, None, None, None

    def __call__(self, frame):
        arrived = super().__call__(frame)
        if len(frame) > 500:
            self.count += 1
            if self.count == 10:
                self.lost = sequence_number(frame)
                return []
        return arrived

    def landed(self, frame):
        """A frame arrived."""
        if self.lost is None or self.hole_ms is not None or len(frame) <= 500:
            return
        if sequence_number(frame) == self.lost:
            self.hole_ms = 1000 * (time.monotonic() - self.began)
        elif self.began is None and sequence_number(frame) > self.lost:
            self.began = time.monotonic()


def sequence_number(frame):
    """That of a TCP segment behind Ethernet's 14 bytes, the 20 of IPv4 and the ports."""
    return struct.unpack("!I", frame[38:42])[0]
