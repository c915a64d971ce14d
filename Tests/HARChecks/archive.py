"""The archive of a capture, and what a viewer must see in it: that comes from the records of the same capture."""

import base64
import dataclasses
import json
import math
import subprocess

from failure import Failure


@dataclasses.dataclass
class Request:
    method: str
    url: str
    status: int
    #: Of the decoded content, in bytes.
    size: int
    content: bytes = dataclasses.field(repr=False)
    #: In milliseconds.
    time: float
    #: Messages and control frames of the WebSocket that it opened; None if a viewer shows no WebSockets.
    messages: int | None = None

    def is_shown_as(self, other):
        # For the size of an empty content Chromium shows that of the whole response.
        return (all(getattr(self, name) == getattr(other, name) for name in ("method", "url", "status"))
                and other.content in (self.content, self.content_as_text)
                and self.size in (0, other.size) and other.messages in (None, self.messages)
                and math.isclose(self.time, other.time, abs_tol=0.002))

    @property
    def content_as_text(self):
        """What a viewer makes of bytes that Content-Type says are text, and are not."""
        return self.content.decode(errors="replace").encode()


@dataclasses.dataclass
class Archive:
    name: str
    #: The file, as text.
    text: str
    #: Of each exchange what a viewer must show.
    requests: list

    @classmethod
    def export(cls, program, capture):
        keys = capture.with_name(capture.name.partition(".")[0] + ".keys")
        rsa = keys.with_suffix(".rsa.pem")
        secrets = ["-k", keys] if keys.exists() else ["--rsa-key", rsa] if rsa.exists() else []

        def export(*options):
            command = [program, "export", "-q", capture, *secrets, *options]
            return subprocess.run(command, check=True, capture_output=True, text=True).stdout

        text = export("--format", "har", "--bodies", "--body-limit", "64M")
        records = [json.loads(line) for line in export().splitlines()]
        return cls(capture.name, text, seen(records, json.loads(text)["log"]["entries"]))


def seen(records, entries):
    """What a viewer must show of each exchange: numbers of the records, beside what only the archive holds."""
    messages = {}
    for record in records:
        if record["record"] == "message" and record["protocol"] == "websocket":
            place = record["connection"], record["exchange"]
            messages[place] = messages.get(place, 0) + 1
    entries = {(int(entry["connection"]), entry["_wireprism"]["index"]): entry for entry in entries}
    requests = []
    for record in records:
        if record["record"] != "exchange":
            continue
        place = record["connection"], record["index"]
        entry = entries.pop(place)
        request, response = record["request"] or {}, record["response"] or {}
        requests.append(Request(
            request.get("method") or "", entry["request"]["url"], response.get("status") or 0,
            entry["response"]["content"]["size"], content(entry["response"]["content"]), entry["time"], messages.pop(place, 0)))
    if entries or messages:
        raise Failure("the archive has entries of no exchange, or the records have messages of none")
    return requests


def content(content):
    """The bytes of a content, as a viewer must show them."""
    text = content.get("text", "")
    return base64.b64decode(text) if content.get("encoding") == "base64" else text.encode()


def expect_same(archive, viewer, shown):
    """What a viewer shows of the requests, in any order, is what it must."""
    left = list(shown)
    for wanted in archive.requests:
        match = next((request for request in left if wanted.is_shown_as(request)), None)
        if match is None:
            raise Failure("%s: %s shows %d requests, and none of them as %s" % (archive.name, viewer, len(shown), wanted))
        left.remove(match)
    if left:
        raise Failure("%s: %s also shows %s" % (archive.name, viewer, left[0]))
