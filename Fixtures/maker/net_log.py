"""What Chromium's log of the network (`--log-net-log`) says of its connections and requests."""

import json
import re

# From a request's job to the session that it shares, and from there to the socket.
HTTP2_STEPS = ["HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION", "HTTP2_SESSION_INITIALIZED"]


class NetLog:
    """The connections that a browser opened and the requests that it sent on them, in the order in which it did so.

    `ports` are the connections' local ones, `streams` the HTTP/2 streams by path, `requests` the objects that `write`
    keeps.
    """

    def __init__(self, path):
        log = json.loads(path.read_text())
        self.types = {number: name for name, number in log["constants"]["logEventTypes"].items()}
        self.sources = {}
        for event in log["events"]:
            self.sources.setdefault(event["source"]["id"], []).append(self.simplified(event))
        connects = [event for events in self.sources.values() for event in events if event["type"] == "TCP_CONNECT"]
        self.port_by_source = {
            event["source"]: int(event["local_address"].rsplit(":", 1)[1])
            for event in connects
            if "local_address" in event
        }
        self.ports = list(self.port_by_source.values())
        self.streams = dict(self.streams_by_path())
        self.requests = sorted(self.requests_sent(), key=lambda request: request["sent_ms"])
        self.count_from_first_request()

    def simplified(self, event):
        """An event with its type's name and its parameters as members. Times are whole milliseconds."""
        return {
            **event.get("params", {}),
            "type": self.types[event["type"]],
            "source": event["source"]["id"],
            "time": int(event["time"]),
            "begins": event["phase"] == 1,
        }

    def streams_by_path(self):
        for events in self.sources.values():
            for event in events:
                if event["type"] == "HTTP2_SESSION_SEND_HEADERS":
                    fields = dict(re.match("(:?[^:]+): (.*)", line).groups() for line in event["headers"])
                    yield fields[":path"], event["stream_id"]

    def requests_sent(self):
        """An object for each request that went out to a server."""
        for events in self.sources.values():
            asked = [event for event in events if event["type"] == "URL_REQUEST_START_JOB" and event["begins"]]
            sent = ends_of(events, "HTTP_TRANSACTION_SEND_REQUEST")
            if not asked or not sent:
                continue
            heads = ends_of(events, "HTTP_TRANSACTION_READ_HEADERS")
            raw = [event for event in events if event["type"] == "URL_REQUEST_JOB_BYTES_READ"]
            pieces = raw or [event for event in events if event["type"] == "URL_REQUEST_JOB_FILTERED_BYTES_READ"]
            yield {
                "method": asked[-1]["method"],
                "url": asked[-1]["url"],
                "port": self.port_of(events),
                "asked_ms": asked[-1]["time"],
                "sent_ms": sent[-1]["time"],
                "first_byte_ms": heads[-1]["time"],
                "last_byte_ms": pieces[-1]["time"] if pieces else heads[-1]["time"],
                "body_bytes": sum(event["byte_count"] for event in pieces),
            }

    def port_of(self, events):
        """The local port of the connection that a request was given."""
        place = depends(events, "HTTP_STREAM_REQUEST_BOUND_TO_JOB")
        for step in ["SOCKET_POOL_BOUND_TO_SOCKET", *HTTP2_STEPS]:
            place = depends(self.sources[place], step) or place
        return self.port_by_source[place]

    def count_from_first_request(self):
        begin = min(request["sent_ms"] for request in self.requests)
        for request in self.requests:
            for name in ("asked_ms", "sent_ms", "first_byte_ms", "last_byte_ms"):
                request[name] -= begin

    def write(self, path):
        """One request a line."""
        lines = ",\n".join("  " + json.dumps(request) for request in self.requests)
        path.write_text('{"ports": %s, "requests": [\n%s\n]}\n' % (json.dumps(self.ports), lines))


def ends_of(events, kind):
    return [event for event in events if event["type"] == kind and not event["begins"]]


def depends(events, kind):
    """The source that the first event of a kind names."""
    return next((event["source_dependency"]["id"] for event in events if event["type"] == kind), None)
