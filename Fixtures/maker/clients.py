"""Real clients. Each says afterwards what it sent and what it got, as exchanges."""

import json
import os
import urllib.parse

from .scene import run
from .truth import Exchange, request, response

PROTOCOLS = {"1": "HTTP/1.0", "1.0": "HTTP/1.0", "1.1": "HTTP/1.1", "2": "HTTP/2"}


def curl(*requests, always=(), keys=None):
    """Sends requests one after the other with one curl process, which keeps its connections open. It appends its
    secrets to a key log, if one is named.

    A request is a URL, or a list of options that ends with the URL. The exchanges are what curl reports of each
    transfer; it opens the streams 1, 3, 5 on each of its HTTP/2 connections.
    """
    command = ["curl"]
    for number, options in enumerate(requests):
        options = [options] if isinstance(options, str) else list(options)
        command += (["--next"] if number else []) + [
            "--silent",
            "--show-error",
            "--output",
            "/dev/null",
            "--write-out",
            "%{json}\n",
        ]
        command += [*always, *options]
    environment = {**os.environ, "SSLKEYLOGFILE": str(keys)} if keys else None
    reports = [json.loads(line) for line in run(*command, env=environment).splitlines()]
    ports = [report["local_port"] for report in reports]
    return [curl_exchange(report, 2 * ports[:index].count(ports[index]) + 1) for index, report in enumerate(reports)]


def curl_exchange(report, stream):
    """An exchange as curl reports it."""
    url = urllib.parse.urlsplit(report["url"])
    protocol = PROTOCOLS[report["http_version"]]
    members = {"stream": stream} if protocol == "HTTP/2" else {}
    secure = {"scheme": "https"} if url.scheme == "https" else {}
    return Exchange(
        request(report["method"], url.netloc, url.path + ("?" + url.query if url.query else ""), report["size_upload"], **secure),
        response(report["response_code"], report["size_download"]),
        client_port=report["local_port"],
        protocol=protocol,
        **members
    )
