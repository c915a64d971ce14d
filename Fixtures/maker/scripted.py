"""A server and a client that send given bytes, segment by segment."""

import contextlib
import socket
import threading
import time

from .servers import HTTP1, listener


class ScriptedServer:
    """Accepts one connection for each list of pieces, waits for the end of the request, sends the pieces as segments of
    their own.

    `answers_a_connection` says how many pieces answer the first request, how many the second, and so on.
    """

    def __init__(self, scripts, until, answers_a_connection=None):
        self.scripts, self.until, self.answers = scripts, until, answers_a_connection

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        self.listening = self.stack.enter_context(listener(HTTP1))
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        return self

    def __exit__(self, *problem):
        self.thread.join()
        self.stack.close()

    def sent(self, number):
        """How many bytes a script has."""
        return sum(map(len, self.scripts[number]))

    def serve(self):
        for script in self.scripts:
            connection, _ = self.listening.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection:
                pieces = iter(script)
                for count in self.answers or [len(script)]:
                    received = b""
                    while not received.endswith(self.until):
                        received += connection.recv(65536)
                    for _ in range(count):
                        connection.sendall(next(pieces))
                        time.sleep(0.03)


def talk(pieces):
    """Sends pieces as segments of their own and reads until the server closes. Returns the client's port."""
    with socket.create_connection(("127.0.0.1", HTTP1)) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            client.sendall(piece)
            time.sleep(0.03)
        read_to_end(client)
        return client.getsockname()[1]


def read_to_end(client):
    """All bytes until the other side closes."""
    received = b""
    while piece := client.recv(65536):
        received += piece
    return received
