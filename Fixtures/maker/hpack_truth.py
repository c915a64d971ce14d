"""An HPACK encoder that counts what it does, and what another one would have done."""

import hpack
import hpack.table

STATIC = hpack.table.HeaderTable.STATIC_TABLE_LENGTH
# What an entry takes besides its name and value (RFC 7541 §4.1).
OVERHEAD = 32
UNLIMITED = 1 << 30
SENSITIVE = (b"authorization", b"cookie", b"proxy-authorization")


class CountingTable(hpack.table.HeaderTable):
    """A dynamic table that knows which of its entries were of use."""

    def __init__(self):
        super().__init__()
        # Newest first, as the entries themselves: whether an index named them.
        self.used = []
        self.insertions = self.evictions = self.wasted = self.hits = self.re_insertions = self.sensitive = 0
        self.inserted_before, self.peak = set(), 0

    def search(self, name, value):
        found = super().search(name, value)
        if found and found[0] > STATIC:
            self.used[found[0] - STATIC - 1] = True
            self.hits += found[2] is not None
        return found

    def add(self, name, value):
        again = (name, value) in self.inserted_before
        super().add(name, value)
        if OVERHEAD + len(name) + len(value) <= self.maxsize:
            self.insertions += 1
            self.re_insertions += again
            self.sensitive += name in SENSITIVE
            self.inserted_before.add((name, value))
            self.used.insert(0, False)
        self.peak = max(self.peak, self._current_size)
        self.forget()

    def forget(self):
        """Follows evictions."""
        gone = self.used[len(self.dynamic_entries) :]
        del self.used[len(self.dynamic_entries) :]
        self.evictions += len(gone)
        self.wasted += gone.count(False)


class CountingEncoder(hpack.Encoder):
    """Counts blocks, lines and strings."""

    def __init__(self, huffman):
        super().__init__()
        self.header_table, self.huffman = CountingTable(), huffman
        self.byte_count, self.sections, self.blocks, self.table_sizes = 0, [], [], []
        self.strings = self.saved = self.lost = self.missed = 0
        self.costs = {}

    def encode(self, headers, huffman=True):
        headers = list(headers)
        block = super().encode(headers, self.huffman)
        self.byte_count += len(block)
        self.blocks.append(len(block))
        self.sections.append([(_bytes(header[0]), _bytes(header[1])) for header in headers])
        self.table_sizes.append(self.header_table._current_size)
        return block

    def add(self, to_add, sensitive, huffman=False):
        hits = self.header_table.hits
        encoded = super().add(to_add, sensitive, huffman)
        is_hit = self.header_table.hits > hits or len(encoded) == 1
        cost = self.costs.setdefault(to_add[0], {"lines": 0, "list_bytes": 0, "wire_bytes": 0, "hits": 0})
        for member, more in [("lines", 1), ("list_bytes", sum(map(len, to_add))), ("wire_bytes", len(encoded)), ("hits", is_hit)]:
            cost[member] += more
        return encoded

    def _encode_literal(self, name, value, indexbit, huffman=False):
        self.count(name)
        self.count(value)
        return super()._encode_literal(name, value, indexbit, huffman)

    def _encode_indexed_literal(self, index, value, indexbit, huffman=False):
        self.count(value)
        return super()._encode_indexed_literal(index, value, indexbit, huffman)

    def count(self, string):
        """A string literal, with its length."""
        plain, coded = (_string_byte_count(length) for length in (len(string), len(self.huffman_coder.encode(string))))
        self.strings += 1
        if self.huffman:
            self.saved += max(0, plain - coded)
            self.lost += max(0, coded - plain)
        else:
            self.missed += max(0, plain - coded)

    def members(self):
        """What `hpack` of a side is to say."""
        table, lines = self.header_table, [line for section in self.sections for line in section]
        repeats = sum(line in lines[:place] for place, line in enumerate(lines))
        # Repeats that are entries of the static table need no dynamic one.
        chances = sum(
            line in lines[:place] and line not in hpack.table.HeaderTable.STATIC_TABLE
            for place, line in enumerate(lines)
        )
        return {
            "blocks": len(self.blocks),
            "wire_bytes": self.byte_count,
            "list_bytes": sum(len(name) + len(value) for name, value in lines),
            "http1_bytes": sum(map(http1_byte_count, self.sections)),
            "field_lines": len(lines),
            "dynamic_hit_rate": share(table.hits, len(lines)),
            "repeat_rate": share(repeats, len(lines)),
            "dynamic_efficiency": share(table.hits, chances),
            "insertions": table.insertions,
            "evictions": table.evictions,
            "wasted_insertions": table.wasted + table.used.count(False),
            "re_insertions": table.re_insertions,
            "sensitive_insertions": table.sensitive,
            "peak_table_bytes": table.peak,
            "mean_table_bytes": share(sum(self.table_sizes), len(self.table_sizes), tolerance=0.1),
            "strings": self.strings,
            "huffman_strings": self.strings if self.huffman else 0,
            "huffman_saved_bytes": self.saved,
            "huffman_lost_bytes": self.lost,
            "huffman_missed_bytes": self.missed,
            "unresolved": 0,
            "first_section_savings": self.savings(slice(0, 1)),
            "steady_savings": self.savings(slice(2, None)),
            "savings": self.savings(slice(0, None)),
            "dearest_fields": self.dearest(),
            "what_if": {"blocks": len(self.blocks), "wire_bytes": self.byte_count, **what_if(self.sections)},
        }

    def dearest(self):
        costs = sorted(self.costs.items(), key=lambda item: -item[1]["wire_bytes"])
        return [{"name": name.decode(), **cost} for name, cost in costs]

    def savings(self, which):
        text = sum(map(http1_byte_count, self.sections[which]))
        return share(text - sum(self.blocks[which]), text)


def what_if(sections):
    """The members that tell what tables of other sizes would have taken, of an encoder that puts everything into its table."""
    sizes = [0, *(256 << power for power in range(9)), None]
    counts = [greedy_byte_count(sections, UNLIMITED if size is None else size) for size in sizes]
    knee = next(size for size, count in zip(sizes, counts) if count <= 1.02 * counts[-1])
    rows = [{"table_bytes": size, "bytes": nearly(count)} for size, count in zip(sizes, counts)]
    return {"greedy": {"knee": knee, "sizes": rows}}


def nearly(count):
    """A number of bytes, to one in a hundred: another encoder writes a literal that it does not insert with a longer prefix."""
    return {"from": 0.99 * count, "to": 1.01 * count}


def greedy_byte_count(sections, table_byte_count):
    """What sections take with a table of a size when everything is put into it that fits."""
    encoder, count = hpack.Encoder(), 0
    encoder.header_table_size = table_byte_count
    encoder.header_table.resized = False
    for section in sections:
        # What cannot be inserted is not sent as if it were.
        count += len(encoder.encode([(name, value, table_byte_count == 0) for name, value in section]))
    return count


def http1_byte_count(section):
    """A section as HTTP/1.1 text (RFC 9112 §2.1)."""
    values = {name.decode(): value.decode() for name, value in section}
    reasons = {"200": "OK", "103": "Early Hints", "204": "No Content", "404": "Not Found"}
    if ":status" in values:
        text = "HTTP/1.1 %s %s\r\n" % (values[":status"], reasons[values[":status"]])
    elif ":method" in values:
        text = "%s %s HTTP/1.1\r\nHost: %s\r\n" % (values[":method"], values[":path"], values[":authority"])
    else:
        text = ""
    fields = [(name.decode(), value.decode()) for name, value in section if not name.startswith(b":")]
    return len(text + "".join("%s: %s\r\n" % field for field in fields) + "\r\n")


def share(part, whole, tolerance=0.0002):
    """A share as records have it, rounded."""
    return {"from": part / whole - tolerance, "to": part / whole + tolerance} if whole else None


def _string_byte_count(length):
    """A string literal of a length (RFC 7541 §5.2); all here are shorter than 254 bytes."""
    return length + (1 if length < 127 else 2)


def _bytes(text):
    return text if isinstance(text, bytes) else text.encode()
