"""Real servers, each a context manager that runs one on the loopback interface with a site of fixed files."""

import contextlib
import json
import pathlib
import random
import re
import signal
import socket
import subprocess
import time

from .scene import write_file
from .truth import Exchange, fields, request, response

HTTP1, HTTP2 = 8080, 8082
WORDS = (
    "alpha beta gamma order customer invoice price total shipping address street city country status pending "
    "delivered returned account balance payment card session user profile avatar image description product"
).split()


def text(byte_count, seed=1):
    """Text that compresses as prose does; the same for the same seed."""
    generator = random.Random(seed)
    words = []
    while sum(map(len, words)) + len(words) < byte_count:
        words.append(generator.choice(WORDS))
    return " ".join(words)[: byte_count - 1] + "\n"


def noise(byte_count, seed=1):
    """Bytes that do not compress."""
    return random.Random(seed).randbytes(byte_count)


def site(folder):
    """The files that every server serves."""
    folder = pathlib.Path(folder)
    write_file(folder / "index.html", "<!doctype html><title>wireprism</title><p>%s</p>\n" % text(300))
    write_file(folder / "app.js", "".join("function f%d() { return %d }\n" % (n, n * n) for n in range(120)))
    write_file(folder / "style.css", "".join(".c%d { margin: %dpx }\n" % (n, n) for n in range(60)))
    write_file(folder / "small.txt", "small\n")
    write_file(folder / "empty.txt", "")
    write_file(folder / "page.txt", text(9_000))
    write_file(folder / "large.txt", text(40_000))
    write_file(folder / "logo.png", b"\x89PNG\r\n\x1a\n" + noise(3_000))
    return folder


@contextlib.contextmanager
def server(command, port, address="127.0.0.1", log=None, enter=()):
    """Runs a server until the body ends, waiting until it accepts connections."""
    output = open(log, "w") if log else subprocess.DEVNULL
    process = subprocess.Popen([*enter, *map(str, command)], stdout=output, stderr=output)
    try:
        wait_for_listener(process, port, enter)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_for_listener(process, port, enter):
    """Waits until a port is listened on. It does not connect: the server would count that as its first connection."""
    for _ in range(100):
        if process.poll() is not None:
            raise RuntimeError("%s ended with status %d" % (process.args, process.returncode))
        if is_listened_on(port, enter):
            return
        time.sleep(0.05)
    raise RuntimeError("nobody listens on port %d" % port)


def is_listened_on(port, enter=()):
    """Whether a server accepts connections on a port."""
    listeners = subprocess.run([*enter, "ss", "-Hltn", "sport = :%d" % port], capture_output=True, text=True).stdout
    return bool(listeners.strip())


NGINX = """
daemon off; user root; worker_processes 1; pid {scratch}/nginx.pid; error_log {scratch}/error.log;
events {{ worker_connections 256; }}
http {{
  log_format truth escape=json '{{"connection":$connection,"port":$remote_port,"method":"$request_method",'
    '"target":"$request_uri","host":"$http_host","status":$status,"request_body":"$content_length"}}';
  access_log {scratch}/access.log truth;
  types {{ text/html html; text/css css; application/javascript js; application/json json; image/png png; }}
  default_type text/plain;
  gzip on; gzip_min_length 1000; gzip_types application/javascript application/json text/css;
  client_body_temp_path {scratch}/b; proxy_temp_path {scratch}/p; fastcgi_temp_path {scratch}/f;
  uwsgi_temp_path {scratch}/u; scgi_temp_path {scratch}/s;
  {http}
  server {{
    {listen}
    root {root};
    location /orders {{ default_type application/json; return 201 '{{"order":1}}'; }}
    location /moved {{ return 301 /index.html; }}
    location /gone {{ return 204; }}
    location /upload/ {{ client_max_body_size 16k; dav_methods PUT; create_full_put_path on; }}
    {locations}
  }}
}}
"""


@contextlib.contextmanager
def nginx(
    scene,
    listen="listen 127.0.0.1:8080; listen [::1]:8080; listen 127.0.0.1:8082 http2;",
    http="",
    locations="",
    root=None,
    enter=(),
):
    """nginx: HTTP/1.1 on port 8080, cleartext HTTP/2 on 8082. Yields its access log."""
    configuration = scene.scratch / "nginx.conf"
    configuration.write_text(
        NGINX.format(
            scratch=scene.scratch,
            root=root or site(scene.scratch / "site"),
            listen=listen,
            http=http,
            locations=locations,
        )
    )
    port = int(re.search(r"listen \S*?(\d+)[ ;]", listen).group(1))
    with server(["nginx", "-e", scene.scratch / "error.log", "-c", configuration], port, enter=enter):
        yield AccessLog(scene.scratch / "access.log")


class AccessLog:
    """A server's own record of the requests, readable once the clients are done: an object a line."""

    def __init__(self, path):
        self.path = path

    def rows(self):
        """One object a request, in the order of completion."""
        time.sleep(0.2)
        return [json.loads(line) for line in self.path.read_text().splitlines()]


@contextlib.contextmanager
def apache(scene, port, directives=""):
    """Apache httpd. Yields its access log."""
    configuration = scene.scratch / "apache.conf"
    modules = "mpm_event authz_core dir mime http2 proxy proxy_http proxy_connect".split()
    configuration.write_text(
        "\n".join(
            [
                *("LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so" % (name, name) for name in modules),
                "ServerName localhost",
                "ServerRoot %s" % scene.scratch,
                "DefaultRuntimeDir %s" % scene.scratch,
                "PidFile apache.pid",
                "ErrorLog apache-error.log",
                "Listen 127.0.0.1:%d" % port,
                "DocumentRoot %s" % site(scene.scratch / "site"),
                "TypesConfig /etc/mime.types",
                'LogFormat "{\\"port\\":%{remote}p,\\"method\\":\\"%m\\",\\"target\\":\\"%U%q\\",\\"host\\":\\"%{Host}i\\",'
                '\\"status\\":%>s,\\"body\\":%B}" truth',
                "CustomLog %s truth" % (scene.scratch / "access.log"),
                directives,
                "",
            ]
        )
    )
    with server(["apache2", "-f", configuration, "-DFOREGROUND"], port):
        yield AccessLog(scene.scratch / "access.log")


@contextlib.contextmanager
def haproxy(scene, port, backend, mode="http", bind="", directives="", log=None):
    """HAProxy in front of a backend server line; it reads HTTP, or carries bytes in mode `tcp`. What it logs goes to the file `log`."""
    configuration = scene.scratch / "haproxy.cfg"
    configuration.write_text(
        "global\n  tune.ssl.keylog on\n"
        "defaults\n  mode %s\n  timeout connect 5s\n  timeout client 5s\n  timeout server 5s\n%s\n"
        "listen front\n  bind 127.0.0.1:%d %s\n  server back %s\n" % (mode, directives, port, bind, backend)
    )
    with server(["haproxy", "-db", "-f", configuration], port, log=log):
        yield


@contextlib.contextmanager
def nghttpd(scene, *options, port=HTTP2, tls=None):
    """nghttpd, with TLS if a key and a certificate are given. Yields its log."""
    log = scene.scratch / "nghttpd.log"
    with server(
        [
            "stdbuf",
            "-oL",
            "nghttpd",
            *([] if tls else ["--no-tls"]),
            "--verbose",
            "--address=127.0.0.1",
            "--htdocs=%s" % site(scene.scratch / "site"),
            *options,
            str(port),
            *(tls or []),
        ],
        port,
        log=log,
    ):
        yield NghttpdLog(log)


class NghttpdLog:
    """nghttpd's own record of the frames that it sent and received."""

    def __init__(self, path):
        self.path = path

    def add_connections_to(self, truth, **members):
        """Adds the connections in the order in which the server accepted them, their exchanges in the order of the
        streams."""
        time.sleep(0.2)
        sessions = {}
        for block in re.split(r"\n(?=\[id=)", self.path.read_text()):
            heading = re.match(r"\[id=(\d+)\] \[ *[\d.]+\] (.*)", block)
            if heading:
                session = sessions.setdefault(int(heading.group(1)), NghttpdSession())
                session.note(heading.group(2), block.split("\n")[1:])
        for _, session in sorted(sessions.items()):
            if session.streams:
                truth.add(session.exchanges(), protocol="HTTP/2", **members)


class NghttpdSession:
    """The streams of one connection in nghttpd's log."""

    def __init__(self):
        self.streams = {}

    def stream(self, number):
        return self.streams.setdefault(
            number, {"request": {}, "body": 0, "sections": [], "data": 0, "pushed": False, "reset": None}
        )

    def note(self, heading, details):
        """Takes one entry of the log: its heading, and the lines of details under it."""
        field = re.match(r"recv \(stream_id=(\d+)\) (:?[^:]+): (.*)", heading)
        frame = re.match(r"(recv|send) (\w+) frame <length=(\d+), flags=0x\w+, stream_id=(\d+)>", heading)
        if field:
            self.stream(int(field.group(1)))["request"][field.group(2)] = field.group(3)
        elif frame and frame.group(4) != "0":
            direction, kind, length, number = frame.group(1), frame.group(2), int(frame.group(3)), int(frame.group(4))
            self.note_frame(direction, kind, length, number, [line.strip() for line in details])

    def note_frame(self, direction, kind, length, number, details):
        """Takes a frame on a stream."""
        lines = [tuple(line.rsplit(": ", 1)) for line in details if re.match(r":?[a-z-]+: ", line)]
        padding = next((int(found.group(1)) for line in details if (found := re.search(r"padlen=(\d+)", line))), 0)
        if kind == "DATA":
            self.stream(number)["body" if direction == "recv" else "data"] += length - padding
        elif kind == "HEADERS" and direction == "send":
            self.stream(number)["sections"].append(lines)
        elif kind == "PUSH_PROMISE":
            promised = next(
                int(found.group(1)) for line in details if (found := re.search(r"promised_stream_id=(\d+)", line))
            )
            self.stream(promised).update(request=dict(lines), pushed=True)
        elif kind == "RST_STREAM" and number in self.streams:
            self.stream(number)["reset"] = next(re.search(r"error_code=(\w+)", line).group(1) for line in details)

    def exchanges(self):
        """The exchanges in the order of their streams' numbers."""
        for number, stream in sorted(self.streams.items()):
            if stream["request"]:
                asked, head = stream["request"], dict(stream["sections"][0])
                yield Exchange(
                    request(asked[":method"], asked[":authority"], asked[":path"], stream["body"]),
                    response(int(head[":status"]), stream["data"], trailers=fields(*sum(stream["sections"][1:], []))),
                    protocol="HTTP/2",
                    stream=number,
                    pushed=stream["pushed"],
                )


@contextlib.contextmanager
def listener(port, address="127.0.0.1"):
    """A listening socket for a server written in a few lines."""
    with socket.create_server((address, port)) as listening:
        yield listening
