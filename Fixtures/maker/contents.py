"""Fixtures of content codings: what each decodes to is what the server coded."""

import gzip
import hashlib
import subprocess
import zlib

import brotli
import zstandard

from .clients import curl
from .h2_peers import H2Client, H2Server
from .scene import fixture
from .scripted import ScriptedServer, talk
from .servers import HTTP1, HTTP2, apache, text
from .truth import Exchange, Truth, request, response, sha256

TEXT = text(12_000, seed=7).encode()
HALVES = TEXT[:5_000], TEXT[5_000:]


def raw_deflate(content):
    """Deflate without the format of zlib around it."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(content) + compressor.flush()


def zstd(content):
    """What the zstd program makes of content."""
    return subprocess.run(["zstd", "-q", "-c"], input=content, stdout=subprocess.PIPE, check=True).stdout


def decoded(content):
    """What is known of a message whose content decodes to this."""
    return {"decoded_body_bytes": len(content), **sha256(content)}


def head(fields, status="200 OK"):
    """A response's header section."""
    return ("HTTP/1.1 %s\r\nContent-Type: text/plain\r\n%sConnection: close\r\n\r\n" % (status, fields)).encode()


def coded(codings, body):
    """A response with a coded content of known length."""
    return head("Content-Encoding: %s\r\nContent-Length: %d\r\n" % (codings, len(body))) + body


def chunked(body, size):
    """A body in chunks."""
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def answer_each(scene, answers):
    """A server that answers one connection after the other with a response, and what is known of that response's
    content."""
    truth = Truth()
    asked = [b"GET /%d HTTP/1.1\r\nHost: shop.example\r\n\r\n" % number for number in range(len(answers))]
    with ScriptedServer([[sent] for sent, _ in answers], until=b"\r\n\r\n"), scene.record("tcp port %d" % HTTP1):
        for number, (_, known) in enumerate(answers):
            port = talk([asked[number]])
            known = {"status": 200, **known}
            state = known.pop("state", "complete")
            exchange = Exchange(request("GET", "shop.example", "/%d" % number), known, state=state)
            truth.add([exchange], protocol="HTTP/1.1", client={"port": port})
    return truth


@fixture()
def content_codings(scene):
    """Content in every coding: gzip, of two members, and with bytes behind it; deflate with and without zlib's format; br;
    zstd, of two frames; gzip in br; identity; a coding by its old name in two field lines (a raw server, raw clients)."""
    packed = gzip.compress(TEXT)
    members = gzip.compress(HALVES[0]) + gzip.compress(HALVES[1])
    bodies = [
        ("gzip", packed),
        ("gzip", members),
        ("gzip", packed + b"\0\0junk"),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstd(TEXT)),
        ("zstd", zstd(HALVES[0]) + zstd(HALVES[1])),
        ("gzip, br", brotli.compress(packed)),
        ("identity", TEXT),
        ("x-gzip\r\nContent-Encoding: zstd", zstd(packed)),
    ]
    truth = answer_each(
        scene, [(coded(codings, body), {"body_bytes": len(body), **decoded(TEXT)}) for codings, body in bodies]
    )
    by_coding = {}
    for codings, body in bodies:
        by_coding.setdefault(codings.replace("x-gzip\r\nContent-Encoding: ", "gzip, "), []).append(len(body))
    del by_coding["identity"]
    rows = [
        {"coding": coding, "bodies": len(sizes), "bytes": sum(sizes), "decoded_bytes": len(sizes) * len(TEXT)}
        for coding, sizes in by_coding.items()
    ]
    truth.summary["bodies"] = {
        "HTTP/1.1": [
            {
                "content_type": "text/plain",
                "bodies": len(bodies),
                "bytes": sum(len(body) for _, body in bodies),
                "codings": rows,
                "compressible_bytes": len(bodies) * len(TEXT),
                "compressed_bytes": (len(bodies) - 1) * len(TEXT),
                # Nobody asked for a coding.
                "missed": None,
            }
        ]
    }
    return truth


@fixture()
def content_transfer_codings(scene):
    """Transfer codings besides chunked: gzip and deflate under it, gzip up to the close of the connection, and gzip as
    transfer coding of a content in br (a raw server, raw clients)."""
    packed = brotli.compress(TEXT)
    return answer_each(
        scene,
        [
            (
                head("Transfer-Encoding: gzip, chunked\r\n") + chunked(gzip.compress(TEXT), 1_000),
                {"body_bytes": len(TEXT), **decoded(TEXT)},
            ),
            (
                head("Transfer-Encoding: deflate\r\nTransfer-Encoding: chunked\r\n") + chunked(zlib.compress(TEXT), 333),
                {"body_bytes": len(TEXT), **decoded(TEXT)},
            ),
            (
                head("Transfer-Encoding: gzip\r\n") + gzip.compress(TEXT),
                {"body_bytes": len(TEXT), **decoded(TEXT)},
            ),
            (
                head("Content-Encoding: br\r\nTransfer-Encoding: gzip, chunked\r\n") + chunked(gzip.compress(packed), 512),
                {"body_bytes": len(packed), **decoded(TEXT)},
            ),
        ],
    )


@fixture(tshark_differs="it shows no response that ends before its length")
def content_damaged(scene):
    """Content that cannot be decoded: cut short in each coding, with a wrong byte in it, not coded at all, in a coding that
    nobody knows, a part of coded content; and a message that ends before its length (a raw server, raw clients)."""
    packed = gzip.compress(TEXT)
    wrong = packed[:2_000] + bytes([packed[2_000] ^ 0xFF]) + packed[2_001:]
    bodies = [
        ("gzip", packed[:-9]),
        ("deflate", zlib.compress(TEXT)[:-3]),
        ("br", brotli.compress(TEXT)[:-5]),
        ("zstd", zstd(TEXT)[:-7]),
        ("gzip, br", brotli.compress(packed[:-9])),
        ("gzip", wrong),
        ("gzip", TEXT),
        ("rot13", TEXT),
    ]
    unknown = {"decoded_body_bytes": None}
    answers = [(coded(codings, body), {"body_bytes": len(body), **unknown}) for codings, body in bodies]
    part = coded("gzip", packed[1_000:2_000]).replace(b"200 OK", b"206 Partial Content", 1)
    answers.append((part, {"status": 206, "body_bytes": 1_000, **unknown}))
    answers.append((coded("gzip", packed)[:-1_000], {"state": "incomplete", "body_bytes": len(packed) - 1_000, **unknown}))
    return answer_each(scene, answers)


@fixture()
def content_apache(scene):
    """What Apache codes as it sends: gzip by mod_deflate and br by mod_brotli, in HTTP/1.1 and in HTTP/2 (Apache, curl)."""
    modules = "\n".join(
        "LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so" % (name, name) for name in ["filter", "deflate", "brotli"]
    )
    directives = modules + "\nProtocols h2c http/1.1\nSetOutputFilter BROTLI_COMPRESS;DEFLATE\n"
    truth = Truth()
    with apache(scene, HTTP1, directives), scene.record("tcp port %d" % HTTP1):
        asked = [
            ["--header", "Accept-Encoding: " + coding, "http://127.0.0.1:%d/%s" % (HTTP1, name)]
            for coding in ["gzip", "br", "identity"]
            for name in ["large.txt", "style.css"]
        ]
        truth.add_by_port(curl(*asked), protocol="HTTP/1.1")
        for one in asked:
            # curl does not use a connection again that began with HTTP/2.
            truth.add_by_port(curl(one, always=["--http2-prior-knowledge"]), protocol="HTTP/2")
    for connection in truth.connections:
        for exchange in connection.exchanges:
            content = (scene.scratch / "site" / exchange["request"]["path"][1:]).read_bytes()
            exchange["response"].update(decoded(content))
    return truth


@fixture()
def content_h2(scene):
    """Coded content on interleaved streams of HTTP/2: the client's in gzip and zstd, the server's in br, zstd, deflate
    (python h2 on both sides)."""
    uploads = {"/br": ("gzip", gzip.compress(TEXT)), "/zstd": ("zstd", zstd(TEXT)), "/deflate": ("br", brotli.compress(TEXT))}
    downloads = {"/br": brotli.compress(TEXT), "/zstd": zstd(TEXT), "/deflate": zlib.compress(TEXT)}
    waiting = []

    def answer(server, stream):
        waiting.append((stream, server.requests[stream][":path"]))
        if len(waiting) < len(downloads):
            return
        for stream, path in waiting:
            server.h2.send_headers(stream, [(":status", "200"), ("content-encoding", path[1:])])
            server.sent[stream] = (200, len(downloads[path]))
        for start in range(0, max(map(len, downloads.values())), 1_000):
            for stream, path in waiting:
                if start < len(downloads[path]):
                    piece = downloads[path][start : start + 1_000]
                    server.h2.send_data(stream, piece, end_stream=start + 1_000 >= len(downloads[path]))

    with H2Server(answer) as server, scene.record("tcp port %d" % HTTP2), H2Client() as client:
        streams = [
            client.request("POST", path, body=body, headers=[("content-encoding", coding)])
            for path, (coding, body) in uploads.items()
        ]
        client.complete(*streams)
    exchanges = server.exchanges()
    for exchange in exchanges:
        exchange["request"].update(decoded(TEXT))
        exchange["response"].update(decoded(TEXT))
    truth = Truth()
    truth.add(exchanges, protocol="HTTP/2", client={"port": client.port})
    return truth


@fixture()
def content_dictionary(scene):
    """Content coded with a dictionary (RFC 9842): a script that is offered as one, two later versions of it in zstd with that, of
    which the first is a dictionary itself; then content in zstd with a dictionary that was not offered, in brotli with the one
    that was, and without any (python h2 on both sides, zstandard)."""
    versions = [b"let version = %d\n" % number + TEXT + b"// %d\n" % number for number in (1, 2, 3)]
    offer = ("use-as-dictionary", 'match="/app.js*"')
    dcz, dcb = ("content-encoding", "dcz"), ("content-encoding", "dcb")
    answers = {
        "/app.js?1": ([offer], versions[0]),
        "/app.js?2": ([offer, dcz], zstd_with(versions[0], versions[1])),
        "/app.js?3": ([dcz], zstd_with(versions[1], versions[2])),
        "/other.js": ([dcz], zstd_with(b"another one", versions[2])),
        "/brotli.js": ([dcb], b"\xffDCB" + hashlib.sha256(versions[0]).digest() + brotli.compress(TEXT)),
        "/plain.js": ([dcz], zstd(TEXT)),
    }

    def answer(server, stream):
        headers, body = answers[server.requests[stream][":path"]]
        server.respond(stream, 200, body, headers)

    with H2Server(answer), scene.record("tcp port %d" % HTTP2), H2Client() as client:
        for path in answers:
            client.complete(client.request("GET", path, headers=[("accept-encoding", "gzip, br, zstd, dcb, dcz")]))
    exchanges = client.exchanges()
    for exchange, content in zip(exchanges, versions):
        exchange["response"].update(decoded(content))
    for exchange in exchanges[len(versions) :]:
        exchange["response"].update(decoded_body_bytes=None)
    truth = Truth()
    truth.add(exchanges, protocol="HTTP/2", client={"port": client.port})
    return truth


def zstd_with(dictionary, content):
    """Content in zstd with a dictionary (RFC 9842 §5)."""
    raw = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    header = b"\x5e\x2a\x4d\x18\x20\0\0\0" + hashlib.sha256(dictionary).digest()
    return header + zstandard.ZstdCompressor(dict_data=raw).compress(content)
