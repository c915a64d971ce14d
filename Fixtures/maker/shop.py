"""The capture that the README analyses: one shop's page over HTTP/1.1 and over HTTP/2."""

import http.client
import json
import threading

from .h2_peers import H2Client
from .scene import fixture, write_file
from .servers import HTTP1, HTTP2, nginx, noise, text
from .truth import Exchange, Truth, request, response

HOST = "shop.example"
BROWSER = [
    (
        "user-agent",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    ),
    ("accept-language", "en-GB,en;q=0.9,de;q=0.8"),
    ("accept-encoding", "gzip"),
    (
        "cookie",
        "session=5f2b7c1e9a4d4f0c8b6e3d2a1f0e9c8b; theme=dark; consent=2024-05-01; basket=4711%2C4712; "
        "_visitor=GA1.2.1034567890.1714550400",
    ),
]
ACCEPTS = {
    "html": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "css": "text/css,*/*;q=0.1",
    "js": "*/*",
    "png": "image/png,image/*;q=0.8",
    "json": "application/json",
}
ORDER = json.dumps({"items": [4711, 4712], "currency": "EUR"}).encode()
# What nginx adds to each response, as shops do.
HEADERS = """
  add_header cache-control "public, max-age=3600" always;
  add_header content-security-policy "default-src 'self'; img-src 'self' https://images.shop.example; frame-ancestors 'none'" always;
  add_header strict-transport-security "max-age=31536000; includeSubDomains" always;
  add_header x-content-type-options nosniff always;
  add_header set-cookie "seen=1; Path=/; HttpOnly; SameSite=Lax" always;
"""


def shop_files(folder):
    """The shop's files. Returns their paths: the page first, then what it needs."""

    def product(number):
        return {
            "id": number,
            "name": text(40, seed=number).strip(),
            "price": 19.9 + number,
            "description": text(200, seed=100 + number).strip(),
        }

    files = {
        "index.html": "<!doctype html><title>Shop</title>"
        + "".join("<article>%s</article>\n" % text(250, seed=n) for n in range(12))
    }
    for number, size in enumerate([9_000, 14_000, 3_000]):
        files["static/style-%d.css" % number] = "".join(
            ".%s { margin: %dpx }\n" % (text(12, seed=n).split()[0], n) for n in range(size // 24)
        )
    for number, size in enumerate([24_000, 8_000, 12_000, 5_000]):
        files["static/app-%d.js" % number] = "".join(
            "function %s() { return %d }\n" % (text(16, seed=n).split()[0], n) for n in range(size // 32)
        )
    for number in range(12):
        files["images/product-%02d.png" % number] = b"\x89PNG\r\n\x1a\n" + noise(2_000 + 250 * number, seed=number)
    for number in range(8):
        files["api/products-%d.json" % number] = json.dumps([product(8 * number + index) for index in range(6)])
    for path, content in files.items():
        write_file(folder / path, content)
    return ["/" + path for path in files] + ["/images/sale-banner.png", "/api/recommendations.json?for=4711"]


def headers(path):
    """A browser's request header fields for a path."""
    ending = path.split("?")[0].rsplit(".")[-1]
    referer = [] if ending == "html" else [("referer", "http://%s/index.html" % HOST)]
    return BROWSER[:1] + [("accept", ACCEPTS[ending])] + BROWSER[1:] + referer


@fixture(".pcapng")
def shop(scene):
    """A browser loads a shop's page: over HTTP/1.1 with six connections, then over HTTP/2 with one; cookies, gzip, two
    files that are missing, an order (nginx, python clients)."""
    paths = shop_files(scene.scratch / "shop")
    with nginx(scene, http=HEADERS, root=scene.scratch / "shop"):
        with scene.record_pcapng(("lo", "tcp port %d or tcp port %d" % (HTTP1, HTTP2))):
            over_http1, over_http2 = load_over_http1(paths), load_over_http2(paths)
    truth = Truth()
    truth.add_by_port(over_http1, protocol="HTTP/1.1")
    truth.add_by_port(over_http2, protocol="HTTP/2")
    return truth


def load_over_http1(paths):
    """The page first, then the rest over six connections, each with the next path that nobody has asked for yet."""
    clients = [http.client.HTTPConnection("127.0.0.1", HTTP1) for _ in range(6)]
    exchanges = [[fetch(clients[0], paths[0])]] + [[] for _ in clients[1:]]
    for client in clients[1:]:
        client.connect()

    def work(number):
        for path in paths[1 + number :: len(clients)]:
            exchanges[number].append(fetch(clients[number], path))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    exchanges[0].append(fetch(clients[0], "/orders", ORDER))
    for client in clients:
        client.close()
    return sum(exchanges, [])


def fetch(client, path, body=None):
    """An exchange with http.client in a browser's words."""
    method = "POST" if body else "GET"
    client.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in [("Host", HOST), ("Connection", "keep-alive")] + headers(path if not body else "/orders.json"):
        client.putheader(name.title() if name != "Host" else name, value)
    if body:
        client.putheader("Content-Type", "application/json")
        client.putheader("Content-Length", str(len(body)))
    client.endheaders(body)
    answer = client.getresponse()
    size = len(answer.read())
    return Exchange(
        request(method, HOST, path, len(body or b"")),
        response(answer.status, size),
        client_port=client.sock.getsockname()[1],
    )


def load_over_http2(paths):
    """The page first, then everything at once over one connection."""
    with H2Client() as client:
        client.complete(client.request("GET", paths[0], headers=headers(paths[0]), authority=HOST))
        client.complete(*[client.request("GET", path, headers=headers(path), authority=HOST) for path in paths[1:]])
        client.complete(
            client.request(
                "POST",
                "/orders",
                ORDER,
                headers=headers("/orders.json") + [("content-type", "application/json")],
                authority=HOST,
            )
        )
    return client.exchanges()
