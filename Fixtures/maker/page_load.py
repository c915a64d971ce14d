"""Two loads of one page by a browser, over HTTP/1.1 and over HTTP/2, and what the browser itself logged of them."""

import contextlib
import gzip
import http.server
import json
import socketserver
import subprocess
import threading
import time

from .net_log import NetLog
from .scene import fixture, write_file
from .servers import noise, text
from .tls_browser import browse
from .tls_peers import NAME, PORT
from .tls_site import URL, nginx_facts, nginx_tls
from .truth import Exchange, Truth, request, response
from .wire import SERVER, LongPath, Wire

# What the page needs besides itself; the products' pictures come when it is known which ones.
STYLES = ["/css/%s.css" % name for name in ("base", "layout", "theme", "print")]
SCRIPTS = ["/js/%s.js" % name for name in ("runtime", "vendor", "router", "cart", "search", "app")]
PICTURES = ["/img/product-%02d.png" % number for number in range(1, 25)]
BANNER = "/img/banner.png"
# The browser's timers wait for the network: it ends when nothing is left to do, not at the load event.
UNTIL_IDLE = "--virtual-time-budget=2000"
# How long the server thinks about each answer, in seconds.
DELAYS = {"/api/session": 0.040, "/api/cart": 0.120, "/api/recommendations": 0.200, "/api/stock": 0.080}


@fixture(suffix=".pcapng")
def page_load_http1(scene):
    """A browser loads a shop's page of 40 requests from a server that speaks HTTP/1.1 alone, over a line of 40 ms there
    and back and 20 Mbit/s; answers of its interface take 40 to 200 ms. Its secrets lie inside, and what the browser logged
    in `page-load-http1.net-log.json` (nginx, Chromium)."""
    return load(scene, "HTTP/1.1")


@fixture(suffix=".pcapng")
def page_load_http2(scene):
    """The page of page-load-http1 from the same server over the same line, with HTTP/2."""
    return load(scene, "HTTP/2")


def load(scene, protocol):
    """Records a load of the page, and keeps what the browser logged beside the capture."""
    root, captured = write_shop(scene), scene.scratch / "captured.pcapng"
    listen = "%s:%d ssl%s" % (SERVER, PORT, " http2" if protocol == "HTTP/2" else "")
    with Wire(scene, path=LongPath) as wire, slow_answers(scene) as locations:
        options = {"root": root, "locations": locations, "versions": "TLSv1.3", "enter": wire.on_server}
        with nginx_tls(scene, listen, **options) as log:
            # To a server that it does not know the browser opens a connection to spare.
            browse(scene, URL + "/", UNTIL_IDLE)
            seen = len(log.rows())
            scene.keys.unlink()
            net_log = scene.scratch / "net-log.json"
            with scene.record("tcp port %d" % PORT, interface="client-wire", to=captured):
                browse(scene, URL + "/", UNTIL_IDLE)
            rows = log.rows()[seen:]
    inject = ["editcap", "--inject-secrets", "tls,%s" % scene.keys, captured, scene.capture]
    subprocess.run(inject, check=True, stderr=subprocess.DEVNULL)
    scene.keys.unlink()
    logged = NetLog(net_log)
    logged.write(scene.folder / (scene.capture.stem + ".net-log.json"))
    return truth_of(rows, logged, protocol)


def truth_of(rows, logged, protocol):
    """The connections in the order in which the browser opened them, with the requests that nginx logged on each."""
    truth = Truth()
    for port in logged.ports:
        of_port = [row for row in rows if row["port"] == port]
        exchanges = [
            Exchange(
                request(row["method"], NAME, row["target"], scheme="https"),
                response(row["status"], row["sent"]),
                protocol=protocol,
                **({"stream": logged.streams[row["target"]]} if protocol == "HTTP/2" else {}),
            )
            for row in of_port
        ]
        known = {"protocol": protocol, "tls": {**nginx_facts(of_port[0]), "key_source": "pcapng"}} if of_port else {}
        truth.add(exchanges, client={"port": port}, **known)
    # TCP's handshake takes the line's round trip, and so does that of TLS 1.3: twice 20 ms, longer on a busy machine.
    used = len(logged.ports)
    connect = {"count": used, "p50": {"from": 40, "to": 46}}
    tls = {"count": used, "p50": {"from": 40, "to": 60}}
    truth.summary["scorecard"] = {protocol: {"setup": {"connections": used}, "phases_ms": {"connect": connect, "tls": tls}}}
    return truth


@contextlib.contextmanager
def slow_answers(scene):
    """An application behind nginx that thinks about its answers. Yields the part of nginx's configuration that leads to
    it, sets cookies, and sends what was compressed in advance."""

    class Application(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(DELAYS[self.path])
            products = [{"id": number, "name": text(60, number), "price": 100 * number} for number in range(24)]
            content = json.dumps({"of": self.path, "products": products}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def address_string(self):
            return "nginx"

        def log_message(self, *_):
            pass

    path = scene.scratch / "application"
    with socketserver.ThreadingUnixStreamServer(str(path), Application) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cookies = ["session=" + noise(60).hex(), "consent=necessary,statistics,marketing"]
        cookies = " ".join("add_header Set-Cookie '%s; Path=/';" % cookie for cookie in cookies)
        yield (
            "gzip off; gzip_static on; location /api/ { proxy_pass http://unix:%s; } " % path
            + "location = / { try_files /index.html =404; %s }" % cookies
        )
        server.shutdown()


def write_shop(scene):
    """The files of the shop; style sheets and scripts also in gzip."""
    folder = scene.scratch / "shop"
    head = "<!doctype html><title>shop</title><link rel=icon href=data:,>"
    head += "".join("<link rel=stylesheet href=%s>" % path for path in STYLES)
    head += "".join("<script src=%s defer></script>" % path for path in SCRIPTS)
    write_file(folder / "index.html", "%s<img src=%s><main></main><p>%s</p>\n" % (head, BANNER, text(1500)))
    for number, path in enumerate(STYLES):
        rules = [".%s%d { margin: %dpx }\n" % (path[5:9], n, n) for n in range(90 + 40 * number)]
        write_coded(folder / path[1:], "".join(rules))
    for number, path in enumerate(SCRIPTS):
        functions = ["function f%d_%d(x) { return x * %d }\n" % (number, n, n * n) for n in range(60 + 50 * number)]
        write_coded(folder / path[1:], "".join(functions) + (APPLICATION if path == SCRIPTS[-1] else ""))
    for number, path in enumerate(PICTURES + [BANNER]):
        byte_count = 22_000 if path == BANNER else 1_200 + 160 * number
        write_file(folder / path[1:], b"\x89PNG\r\n\x1a\n" + noise(byte_count, number))
    return folder


# Each answer of the interface brings six pictures.
APPLICATION = """
const answers = %s, pictures = %s;
answers.forEach(async (path, number) => {
  await (await fetch(path)).json();
  for (const picture of pictures.slice(6 * number, 6 * number + 6)) {
    document.querySelector("main").appendChild(new Image()).src = picture;
  }
});
""" % (json.dumps(list(DELAYS)), json.dumps(PICTURES))


def write_coded(path, content):
    """Writes a file, and the same compressed for nginx to send."""
    write_file(path, content)
    write_file(path.with_name(path.name + ".gz"), gzip.compress(content.encode(), mtime=0))
