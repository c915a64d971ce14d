"""Real clients. Each says afterwards what it sent and what it got, as exchanges."""

import json
import os
import pathlib
import tempfile
import urllib.parse

from .scene import run
from .truth import Exchange, request, response, sha256

PROTOCOLS = {"1": "HTTP/1.0", "1.0": "HTTP/1.0", "1.1": "HTTP/1.1", "2": "HTTP/2"}
# The first bytes of gzip, which curl does not undo unasked.
CODED = b"\x1f\x8b"


def curl(*requests, always=(), keys=None):
    """Sends requests one after the other with one curl process, which keeps its connections open. It appends its
    secrets to a key log, if one is named.

    A request is a URL, or a list of options that ends with the URL. The exchanges are what curl reports of each
    transfer, and the content that it wrote; it opens the streams 1, 3, 5 on each of its HTTP/2 connections.
    """
    with tempfile.TemporaryDirectory() as folder:
        outputs = [pathlib.Path(folder, str(number)) for number in range(len(requests))]
        reports = curl_reports(zip(requests, outputs), always, keys)
        ports = [report["local_port"] for report in reports]
        return [
            curl_exchange(report, 2 * ports[:index].count(ports[index]) + 1, output)
            for index, (report, output) in enumerate(zip(reports, outputs))
        ]


def curl_reports(requests, always, keys):
    """Runs curl on requests and the files for what they give."""
    command = ["curl"]
    for number, (options, output) in enumerate(requests):
        options = [options] if isinstance(options, str) else list(options)
        command += (["--next"] if number else []) + [
            "--silent",
            "--show-error",
            "--output",
            output,
            "--write-out",
            "%{json}\n",
        ]
        command += [*always, *options]
    environment = {**os.environ, "SSLKEYLOGFILE": str(keys)} if keys else None
    return [json.loads(line) for line in run(*command, env=environment).splitlines()]


def curl_exchange(report, stream, output):
    """An exchange as curl reports it, and the file that holds the content."""
    url = urllib.parse.urlsplit(report["url"])
    protocol = PROTOCOLS[report["http_version"]]
    members = {"stream": stream} if protocol == "HTTP/2" else {}
    secure = {"scheme": "https"} if url.scheme == "https" else {}
    return Exchange(
        request(report["method"], url.netloc, url.path + ("?" + url.query if url.query else ""), report["size_upload"], **secure),
        response(report["response_code"], report["size_download"], **curl_content(output)),
        client_port=report["local_port"],
        protocol=protocol,
        **members
    )


def curl_content(output):
    """What curl received, unless that is coded still."""
    content = output.read_bytes() if output.exists() else b""
    return {} if content.startswith(CODED) else sha256(content)
