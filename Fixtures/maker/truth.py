"""What really happened, as the endpoints know it: written beside each capture as NAME.expected.json."""

import hashlib
import json


class Truth:
    """The connections and exchanges of a capture. Members are those of wireprism's records; what nobody knows is left
    out."""

    def __init__(self, **summary):
        self.connections, self.summary = [], summary
        # Inside exchanges, those of a side in order; none are compared when there are none.
        self.messages = []

    def connection(self, **members):
        """Adds a connection; its exchanges are counted."""
        connection = Connection(members)
        self.connections.append(connection)
        return connection

    def add(self, exchanges, **members):
        """Adds one connection that carried these exchanges, and returns it."""
        connection = self.connection(**members)
        connection.exchanges += exchanges
        return connection

    def add_by_port(self, exchanges, **members):
        """Adds a connection for each client port, in the order of their first exchange."""
        by_port = {}
        for exchange in exchanges:
            by_port.setdefault(exchange.client_port, []).append(exchange)
        for port, its_exchanges in by_port.items():
            self.add(its_exchanges, client={"port": port}, **members)

    def write(self, path):
        """One object or value a line, so that a difference reads well."""
        lines = ["{"]
        if self.summary:
            lines.append('"summary": %s,' % json.dumps(self.summary))
        lines.append('"connections": [')
        lines.append(
            ",\n".join(
                "  " + json.dumps({"id": number, **connection.members, "exchanges": len(connection.exchanges)})
                for number, connection in enumerate(self.connections)
            )
        )
        lines.append('],\n"exchanges": [')
        lines.append(",\n".join("  " + json.dumps(record) for record in self.exchange_records()))
        if self.messages:
            lines.append('],\n"messages": [')
            lines.append(",\n".join("  " + json.dumps(message) for message in self.messages))
        lines.append("]\n}")
        path.write_text("\n".join(line for line in lines if line) + "\n")

    def exchange_records(self):
        for number, connection in enumerate(self.connections):
            for index, exchange in enumerate(connection.exchanges):
                place = {"connection": number}
                if exchange.members.get("stream") is None:
                    place["index"] = index
                yield {**place, **exchange.members}


class SameTruth:
    """The truth of a capture that says the same as another one."""

    def __init__(self, name):
        self.name = name

    def write(self, path):
        path.write_text(json.dumps({"same_as": self.name}) + "\n")


class Connection:
    """A connection's members and its exchanges in the order of the requests."""

    def __init__(self, members):
        self.members, self.exchanges = members, []


class Exchange:
    """One exchange. `client_port` groups exchanges into connections and is not written itself."""

    def __init__(self, request, response, client_port=None, protocol="HTTP/1.1", state="complete", **members):
        self.client_port = client_port
        self.members = {"protocol": protocol, "state": state, **members, "request": request, "response": response}

    def __getitem__(self, name):
        return self.members[name]


def request(method, authority, path, body_bytes=0, **members):
    """A request's members."""
    return {"method": method, "authority": authority, "path": path, "body_bytes": body_bytes, **members}


def response(status, body_bytes=0, **members):
    """A response's members."""
    return {"status": status, "body_bytes": body_bytes, **members}


def sha256(content):
    """The member that tells a message's content, all codings undone; there is none without content."""
    return {"content_sha256": hashlib.sha256(content).hexdigest()} if content else {}


def payload(content):
    """The members of a message that say what it carried, decompressed."""
    return {"bytes": len(content), "payload_sha256": hashlib.sha256(content).hexdigest()}


def fields(*pairs):
    """Field lines as records have them."""
    return [{"name": name, "value": value} for name, value in pairs]
