"""Fixtures of what metrics measure in HTTP/2: both ends of a connection do what was decided beforehand."""

import time

import h2.errors

from .h2_pair import H2Pair
from .hpack_truth import http1_byte_count, share
from .metrics import about
from .scene import fixture
from .servers import HTTP2
from .truth import Truth

# What a busy machine and the capture may add to a moment, in milliseconds.
JITTER = 3


def sleep(milliseconds):
    time.sleep(milliseconds / 1000)


@fixture()
def h2c_known_schedule(scene):
    """Requests and responses at decided moments: at most three at once, as many as the server allows; one request takes
    its time to be sent, one response to come, and the last request is refused (python h2 on both sides)."""
    with scene.record("tcp port %d" % HTTP2):
        with H2Pair(server_settings={"max_concurrent_streams": 3}) as pair:
            first, begin_first = pair.ask("/first")
            sleep(40)
            second, begin_second = pair.ask("/second")
            sleep(40)
            third, begin_third = pair.ask("/third", "POST", end=False)
            pair.send(pair.client, third, 1_000)
            sleep(30)
            sent_third = pair.send(pair.client, third, 1_000, last=True)
            sleep(40)
            answer_first = pair.answer(first)
            end_first = pair.send(pair.server, first, 1_000, last=True)
            sleep(40)
            answer_second = pair.answer(second)
            pair.send(pair.server, second, 1_000)
            sleep(60)
            end_second = pair.send(pair.server, second, 1_000, last=True)
            sleep(40)
            answer_third = pair.answer(third)
            end_third = pair.send(pair.server, third, 1_000, last=True)
            sleep(40)
            refused, _ = pair.ask("/refused")
            pair.reset(pair.server, refused, h2.errors.ErrorCodes.REFUSED_STREAM)
    open_ms = [end_first - begin_first, end_second - begin_second, end_third - begin_third]
    busy = end_third - begin_first
    metrics = {
        "requests": 4,
        "concurrency_mean": about(sum(open_ms) / busy, 0.02),
        "concurrency_max": 3,
        "concurrent_share": about((end_second - begin_second) / busy, 0.02),
        "busy_ms": about(busy, 2 * JITTER),
        "open_ms": about(sum(open_ms), 4 * JITTER),
        "concurrency_limit": {"reached_ms": about(end_first - begin_third, JITTER), "refused_streams": 1},
        "tcp_blocked": {side: {"stalls": 0, "unseen_stalls": 0} for side in ("client", "server")},
        "flow_control": {side: {"blocked_ms": 0, "stalls": 0} for side in ("client", "server")},
    }
    phases = {
        "stream_%d" % first: phases_ms(send=0, wait=answer_first - begin_first, receive=end_first - answer_first),
        "stream_%d" % second: phases_ms(send=0, wait=answer_second - begin_second, receive=end_second - answer_second),
        "stream_%d" % third: phases_ms(send=sent_third - begin_third, wait=answer_third - sent_third, receive=end_third - answer_third),
    }
    truth = Truth(scorecard={"HTTP/2": {"requests": 4, "requests_per_connection": {"mean": 4, "max": 4}}})
    truth.add(list(pair.exchanges(**phases)), protocol="HTTP/2", metrics=metrics)
    return truth


def phases_ms(**phases):
    """The member of an exchange that says where its time went."""
    known = {name: about(value, JITTER) if value else {"from": 0, "to": JITTER} for name, value in phases.items()}
    return {"phases_ms": {**known, "queue": 0, "receive_lost": 0, "receive_flow_control": 0}}


@fixture()
def h2c_known_order(scene):
    """DATA frames of four streams in a decided order, some of them padded; priority fields, a ping, and an early hint:
    both ends count the bytes of their frames, field blocks and contents (python h2 on both sides)."""
    with scene.record("tcp port %d" % HTTP2):
        with H2Pair() as pair:
            one, three, five, seven = [
                pair.ask("/%d" % number, priority_weight=64, headers=[("user-agent", "known")])[0] for number in range(4)
            ]
            pair.answer(one, 103, headers=[("link", "</style.css>; rel=preload; as=style")])
            for stream in (one, three, five, seven):
                pair.answer(stream)
            pair.client.h2.ping(b"12345678")
            pair.flush(pair.client)
            pair.flush(pair.server)
            order = [one, three, three, one, one, three, five, seven, five, seven]
            for place, stream in enumerate(order):
                padding = {"pad_length": 100} if stream == seven else {}
                pair.send(pair.server, stream, 1_000, last=stream not in order[place + 1 :], **padding)
    # After the second, third and fourth frame one and three are under way, after the eighth five and seven: then another
    # stream comes after the third and the eighth.
    multiplexing = {
        "opportunities": 4,
        "switches": 2,
        "interleave": 0.5,
        # Of the bytes between their first and last two fifths are others' for one and three, a third for five and seven.
        "foreign_share": share(2 * 3 * 2 / 5 + 2 * 2 / 3, 10, tolerance=0.001),
        "runs": 8,
        "mean_run_bytes": 1_250,
        "data_bytes": 10_000,
    }
    ends = (pair.client, pair.server)
    everything = sum(end.byte_count for end in ends)
    framing = sum(end.framing_byte_count for end in ends)
    # Those of requests and final responses: the first of the server's is the early hint.
    sections = pair.client.encoder.sections + pair.server.encoder.sections[1:]
    blocks = sum(pair.client.encoder.blocks + pair.server.encoder.blocks[1:])
    as_text = sum(map(http1_byte_count, sections))
    truth = Truth(
        scorecard={
            "HTTP/2": {
                "http_bytes": everything,
                "framing_bytes": framing,
                "framing_overhead": share(framing, everything),
                "header_wire_bytes": blocks,
                "header_http1_bytes": as_text,
                "header_savings": share(as_text - blocks, as_text),
                "early_hints": 1,
                "preload_links": 1,
                "multiplexing": multiplexing,
            }
        }
    )
    none = {"opportunities": 0, "interleave": None, "data_bytes": 0}
    metrics = {"multiplexing": {"client": none, "server": multiplexing}, "framing_overhead": share(framing, everything)}
    truth.add(list(pair.exchanges()), protocol="HTTP/2", metrics=metrics)
    return truth


@fixture()
def h2c_small_windows(scene):
    """Windows that are used up and opened at decided moments: twice that of a stream, then that of the connection by an
    upload, and a stream that is cancelled while it waits (python h2 on both sides)."""
    with scene.record("tcp port %d" % HTTP2):
        with H2Pair(client_settings={"initial_window_size": 1_000}) as pair:
            stream, _ = pair.ask("/narrow")
            pair.answer(stream)
            by_stream = 0
            for pause in (60, 40):
                full = pair.send(pair.server, stream, 1_000)
                sleep(pause)
                by_stream += pair.grant(pair.client, 1_000, stream) - full
            pair.send(pair.server, stream, 500, last=True)
            # 65,535 bytes of the connection's window at first (RFC 9113 §6.9.2), for two streams together.
            uploads = [pair.ask("/upload/%d" % number, "POST", end=False)[0] for number in range(2)]
            for number in range(4):
                full = pair.send(pair.client, uploads[number % 2], 16_384 if number < 3 else 16_383)
            sleep(50)
            by_connection = pair.grant(pair.server, 20_000) - full
            for upload in reversed(uploads):
                pair.send(pair.client, upload, 100, last=True)
                pair.answer(upload, 204, end=True)
            cancelled, _ = pair.ask("/cancelled")
            pair.answer(cancelled)
            pair.send(pair.server, cancelled, 1_000)
            sleep(20)
            pair.reset(pair.client, cancelled, h2.errors.ErrorCodes.CANCEL)
    flow_control = {
        "server": {
            "blocked_ms": about(by_stream, JITTER),
            "by_stream_window_ms": about(by_stream, JITTER),
            "by_connection_window_ms": 0,
            "stalls": 2,
            "unconfirmed_stalls": 0,
            "ended_stalls": 1,
            "partial": False,
        },
        "client": {
            "blocked_ms": about(by_connection, JITTER),
            "by_stream_window_ms": 0,
            "by_connection_window_ms": about(by_connection, JITTER),
            "stalls": 1,
            "ended_stalls": 0,
            "partial": False,
        },
    }
    narrow = {"phases_ms": {"receive_flow_control": about(by_stream, JITTER), "receive_lost": 0}}
    truth = Truth()
    exchanges = list(pair.exchanges(**{"stream_%d" % stream: narrow}))
    truth.add(exchanges, protocol="HTTP/2", metrics={"flow_control": flow_control})
    return truth


@fixture(tshark_differs="it reads no field block behind a table size update of 600 bytes")
def h2c_known_fields(scene):
    """Field sections of an encoder that counts what it does: the client's table is so small that entries are evicted and
    inserted again; the server uses no Huffman code (python h2 on both sides)."""
    with scene.record("tcp port %d" % HTTP2):
        with H2Pair(server_settings={"header_table_size": 600}, server_huffman=False) as pair:
            for number in range(24):
                fields = [
                    ("user-agent", "known/1.0 (the same in all requests)"),
                    ("accept", "text/html" if number % 3 else "application/json"),
                    ("cookie", "session=0123456789abcdef0123456789abcdef; consent=all"),
                    ("x-request-id", "request-%04d-%s" % (number, "abcdef" * (number % 5))),
                ]
                stream, _ = pair.ask("/items/%d" % (number % 4), headers=fields)
                sent = [("content-type", "text/plain"), ("x-served-by", "cache-%d" % (number % 2)), ("age", str(number))]
                pair.answer(stream, 200, headers=sent, end=True)
    hpack = {"client": pair.client.encoder.members(), "server": pair.server.encoder.members()}
    truth = Truth()
    truth.add(list(pair.exchanges()), protocol="HTTP/2", http2={"hpack": hpack})
    return truth
