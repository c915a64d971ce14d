"""A SOCKS proxy: version 5 (RFC 1928) with and without a user name and password (RFC 1929), and 4 and 4a."""

import contextlib
import socket
import socketserver
import struct
import threading

SOCKS = 1080


class Relay(socketserver.StreamRequestHandler):
    """Connects as it is asked to, and carries bytes both ways."""

    def handle(self):
        version = self.rfile.read(1)[0]
        host, port = self.accept_5() if version == 5 else self.accept_4()
        with socket.create_connection((host, port)) as onward:
            granted = b"\x05\x00\x00\x01" + bytes(6) if version == 5 else b"\x00\x5a" + bytes(6)
            self.connection.sendall(granted)
            back = threading.Thread(target=self.carry, args=(onward, self.connection))
            back.start()
            self.carry(self.connection, onward)
            back.join()

    def accept_5(self):
        methods = self.rfile.read(self.rfile.read(1)[0])
        with_password = 2 in methods
        self.connection.sendall(b"\x05\x02" if with_password else b"\x05\x00")
        if with_password:
            self.rfile.read(1)
            for _ in ["user name", "password"]:
                self.rfile.read(self.rfile.read(1)[0])
            self.connection.sendall(b"\x01\x00")
        _, _, _, kind = self.rfile.read(4)
        host = self.rfile.read(self.rfile.read(1)[0]).decode() if kind == 3 else socket.inet_ntoa(self.rfile.read(4))
        return host, struct.unpack("!H", self.rfile.read(2))[0]

    def accept_4(self):
        _, port, address = struct.unpack("!BH4s", self.rfile.read(7))
        self.read_to_zero()
        is_name = address[:3] == bytes(3)
        return (self.read_to_zero() if is_name else socket.inet_ntoa(address)), port

    def read_to_zero(self):
        text = b""
        while (byte := self.rfile.read(1)) != b"\x00":
            text += byte
        return text.decode()

    @staticmethod
    def carry(source, target):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


class RelayServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


@contextlib.contextmanager
def socks_proxy():
    """Runs the proxy until the body ends."""
    # Unbuffered: what follows the request on the connection is the tunnel's.
    Relay.rbufsize = 0
    with RelayServer(("127.0.0.1", SOCKS), Relay) as proxy:
        threading.Thread(target=proxy.serve_forever).start()
        yield
        proxy.shutdown()
