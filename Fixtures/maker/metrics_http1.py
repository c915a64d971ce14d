"""Fixtures of what metrics measure in HTTP/1.1 and in TCP: ends and networks do what was decided beforehand."""

import time

from .hpack_truth import UNLIMITED, greedy_byte_count, nearly, share
from .http1_pair import HTTP1Pair
from .metrics import about
from .metrics_http2 import JITTER, sleep
from .scene import fixture, write_file
from .servers import HTTP1, nginx, noise
from .clients import curl
from .truth import Truth
from .wire import SERVER, OneLoss, Wire

TABLE = 4_096


@fixture()
def http1_known_schedule(scene):
    """Requests and responses at decided moments: three in a pipeline, of which the second and the third wait for those before;
    then two connections that are both in use while the client has one more to send; and a connection to another origin. The
    ends count the bytes of heads and chunk lines (Python on both sides)."""
    with scene.record("tcp port %d" % HTTP1):
        one = HTTP1Pair("shop.example")
        asked = one.ask("/a", "/b", "/c")
        sleep(50)
        answer_a, end_a = one.answer(500, 30.0, 500)
        sleep(20)
        answer_b, end_b = one.answer(300, 700, chunked=True)
        answer_c, end_c = one.answer(1_000)
        sleep(30)
        two = HTTP1Pair("shop.example")
        ask_d, ask_e = one.ask("/d"), two.ask("/e")
        sleep(60)
        _, end_d = one.answer(1_000)
        ask_f = one.ask("/f")
        sleep(40)
        _, end_f = one.answer(1_000)
        sleep(20)
        _, end_e = two.answer(1_000)
        three = HTTP1Pair("img.example")
        ask_g = three.ask("/g")
        sleep(20)
        _, end_g = three.answer(1_000)
        connections = [one, two, three]
        for connection in connections:
            connection.close()
    blocked = min(answer_b, end_a) - asked + min(answer_c, end_b) - asked
    saturated = end_d - ask_e + end_f - ask_f
    everything = sum(connection.byte_count for connection in connections)
    framing = sum(connection.framing_byte_count for connection in connections)
    heads = sum(connection.head_byte_count for connection in connections)
    separate = sum(
        greedy_byte_count(sections, TABLE) for connection in connections for sections in (connection.requests, connection.responses)
    )
    busy = [end_c - asked + end_d - ask_d + end_f - ask_f, end_e - ask_e, end_g - ask_g]
    open_ms = (end_a - asked) + (end_b - asked) + (end_c - asked) + (end_d - ask_d) + (end_f - ask_f)
    waiting = {"back_to_back": 1, "saturated_ms": about(saturated, 2 * JITTER)}
    card = {
        "requests": 7,
        "requests_per_connection": {"mean": share(7, 3), "median": 1, "max": 5},
        "pipelined_requests": 2,
        "pipelined_share": share(2, 7),
        "concurrency_max": 3,
        "busy_ms": about(sum(busy), 4 * JITTER),
        "connections_per_origin": {"origins": 2, "connections": 3, "mean": 1.5, "max_at_once": 2},
        "single_connection_origins": 1,
        "overlapping_connections": 1,
        "http_blocked_ms": about(blocked, 2 * JITTER),
        "waiting_for_connection": waiting,
        "http_bytes": everything,
        "framing_bytes": framing,
        "framing_overhead": share(framing, everything),
        "header_wire_bytes": heads,
        "header_http1_bytes": heads,
        "header_hpack_bytes": nearly(separate),
    }
    truth = Truth(scorecard={"HTTP/1.1": card})
    for connection, its_busy in zip(connections, busy):
        truth.add(connection.exchanges, protocol="HTTP/1.1", metrics={"busy_ms": about(its_busy, 3 * JITTER)})
    truth.connections[0].members["metrics"].update(
        concurrency_max=3, concurrency_mean=about(open_ms / busy[0], 0.05), http_blocked_ms=about(blocked, 2 * JITTER)
    )
    waits = {
        0: {"queue": 0, "wait": about(answer_a - asked, JITTER), "receive": about(end_a - answer_a, JITTER)},
        1: {"queue": about(min(answer_b, end_a) - asked, JITTER), "wait": about(max(answer_b - end_a, 0), JITTER)},
        2: {"queue": about(min(answer_c, end_b) - asked, JITTER)},
    }
    for index, phases in waits.items():
        one.exchanges[index].members["phases_ms"] = phases
    # On the one connection of each origin that a client of HTTP/2 has, in the order in which the exchanges ended.
    one_connection = {}
    for side, sections_of in (("client", lambda pair: pair.requests), ("server", lambda pair: pair.responses)):
        shop = sections_of(one) + sections_of(two)
        count = greedy_byte_count(shop, TABLE) + greedy_byte_count(sections_of(three), TABLE)
        one_connection[side] = {"one_connection": {"sections": 7, "hpack_bytes": nearly(count)}}
    truth.summary["compression"] = {"HTTP/1.1": one_connection}
    return truth


def with_one_loss(scene, near):
    """Fetches a file over a line that loses one packet and knows how long the receiver had to wait for it."""
    with Wire(scene, path=OneLoss) as wire, nginx(scene, listen="listen %s:%d;" % (SERVER, HTTP1), enter=wire.on_server):
        write_file(scene.scratch / "site/file", noise(80_000))
        with scene.record("tcp port %d" % HTTP1, interface=near + "-wire"):
            exchanges = curl("http://%s:%d/file" % (SERVER, HTTP1))
        hole = about(wire.to_client.hole_ms, JITTER)
    seen, unseen = ((1, hole), (0, 0)) if near == "client" else ((0, 0), (1, hole))
    blocked = {"stalls": seen[0], "stall_ms": seen[1], "unseen_stalls": unseen[0], "unseen_stall_ms": unseen[1]}
    lost = {"phases_ms": {"receive_lost": hole, "receive_flow_control": 0}}
    exchanges[0].members.update(lost)
    truth = Truth()
    truth.add(exchanges, protocol="HTTP/1.1", metrics={"tcp_blocked": {"client": {"stalls": 0}, "server": blocked}})
    return truth


@fixture()
def http1_one_loss(scene):
    """A packet is lost on a line of 40 ms there and back; the line knows how long its receiver waited for it. Captured near
    the client (nginx, curl)."""
    return with_one_loss(scene, near="client")


@fixture()
def http1_one_loss_unseen(scene):
    """The loss of http1-one-loss captured near the server, which sees the lost packet and never the hole (nginx, curl)."""
    return with_one_loss(scene, near="server")
