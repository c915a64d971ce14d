"""Fixtures of what happens in the life of a TLS connection."""

import signal
import time

from .gnutls_peers import gnutls_request, gnutls_server
from .memory_peers import MemoryConnection
from .scene import fixture
from .servers import text
from .tls_peers import NAME, PORT, Client, Server, certificate, converse, get_and_post
from .truth import Exchange, Truth, request, response, sha256

ON_TLS = "tcp port %d" % PORT


@fixture()
def tls13_hello_retry(scene):
    """The server asks for another group than the client guessed: HelloRetryRequest, and a second ClientHello; with and
    without ChangeCipherSpec records in between."""
    truth = Truth()
    with scene.record(ON_TLS):
        for options in [[], ["-no_middlebox"]]:
            converse(scene, truth, ["-tls1_3", "-groups", "X25519"], ["-groups", "P-521:X25519", *options])
    return truth


@fixture()
def tls12_resumption(scene):
    """Sessions of TLS 1.2 resumed twice by session identifier, then by ticket."""
    truth = Truth()
    session = scene.scratch / "session"
    with Server(scene, "-tls1_2") as server, scene.record(ON_TLS):
        for options in [["-no_ticket"], []]:
            converse(scene, truth, client_options=[*options, "-sess_out", session], server=server)
            converse(scene, truth, client_options=[*options, "-sess_in", session], server=server)
            converse(scene, truth, client_options=[*options, "-sess_in", session], server=server)
    return truth


@fixture()
def tls13_resumption(scene):
    """Sessions of TLS 1.3 resumed with a pre-shared key from a ticket; in the end a HelloRetryRequest on top."""
    truth = Truth()
    session = scene.scratch / "session"
    with Server(scene, "-tls1_3", "-groups", "X25519") as server, scene.record(ON_TLS):
        converse(scene, truth, client_options=["-sess_out", session], server=server)
        converse(scene, truth, client_options=["-sess_in", session], server=server)
        converse(scene, truth, client_options=["-sess_in", session, "-groups", "P-256:X25519"], server=server)
    return truth


def early_request(scene):
    """A file with a request to send as early data, and what it asks for."""
    early = scene.scratch / "early.txt"
    early.write_bytes(b"GET /early HTTP/1.1\r\nHost: %s\r\n\r\n" % NAME.encode())
    return early, request("GET", NAME, "/early", scheme="https")


@fixture()
def tls13_early_data(scene):
    """0-RTT: a request in early data that the server accepts, and one after the handshake."""
    early, asked = early_request(scene)

    def script(conversation):
        conversation.answer(asked, b"End of early data", b"That was early.\n")
        get_and_post(conversation)

    truth = Truth()
    session = scene.scratch / "session"
    with Server(scene, "-tls1_3", "-early_data") as server, scene.record(ON_TLS):
        converse(scene, truth, client_options=["-sess_out", session], server=server)
        converse(scene, truth, client_options=["-sess_in", session, "-early_data", early], script=script, server=server)
    return truth


@fixture(tshark_differs="it shows early data that the server rejected")
def tls13_early_data_rejected(scene):
    """0-RTT that servers reject: one that does not know the ticket, and one that asks for another group first. The
    client sends its request again after the handshake; there is one exchange."""
    early, _ = early_request(scene)

    def script(conversation):
        conversation.exchange("GET", "/early", b"Not so early.\n")

    truth = Truth()
    session = scene.scratch / "session"
    with scene.record(ON_TLS):
        converse(scene, truth, ["-tls1_3", "-early_data"], ["-sess_out", session])
        again = ["-sess_in", session, "-early_data", early]
        converse(scene, truth, ["-tls1_3", "-early_data"], again, script)
        converse(scene, truth, ["-tls1_3", "-early_data", "-groups", "P-384"], again, script)
    return truth


@fixture(tshark_differs="it loses its place after a client's authentication after the handshake")
def tls_client_certificate(scene):
    """The client shows a certificate: in TLS 1.2, in 1.3, and in 1.3 between two exchanges, after the handshake."""
    chain, key = certificate(scene, "client.example")
    mine = ["-cert", chain, "-key", key]

    def between(conversation):
        conversation.exchange("GET", "/public", b"Anybody may read this.\n")
        conversation.command(conversation.server, b"c", b"SSL_do_handshake -> 1")
        conversation.exchange("GET", "/private", b"Who are you?\n")

    truth = Truth()
    with scene.record(ON_TLS):
        converse(scene, truth, ["-tls1_2", "-Verify", "1"], mine)
        converse(scene, truth, ["-tls1_3", "-Verify", "1"], mine)
        converse(scene, truth, ["-tls1_3", "-verify", "1"], [*mine, "-enable_pha"], between)
    return truth


@fixture()
def tls12_renegotiation(scene):
    """A second handshake under the first one's protection, with new keys: the client begins it, then the server; under
    AES-GCM, ChaCha20-Poly1305 and AES-CBC."""

    def script(conversation):
        conversation.exchange("GET", "/first", b"Under the first keys.\n")
        conversation.command(conversation.client, b"R", b"RENEGOTIATING")
        time.sleep(0.3)
        conversation.exchange("GET", "/second", b"Under the second keys.\n")
        conversation.command(conversation.server, b"r", b"SSL_do_handshake -> 1")
        time.sleep(0.3)
        conversation.exchange("GET", "/third", b"Under the third keys.\n")

    truth = Truth()
    with scene.record(ON_TLS):
        for suite in ["AES128-GCM-SHA256", "CHACHA20-POLY1305", "AES128-SHA256"]:
            options = ["-tls1_2", "-cipher", "ECDHE-ECDSA-" + suite]
            converse(scene, truth, [*options, "-client_renegotiation"], options, script)
    return truth


@fixture()
def tls13_key_update(scene):
    """KeyUpdate: the client's keys alone, the client's with a request for the server's, then the same from the server;
    two exchanges after each."""

    def script(conversation):
        get_and_post(conversation)
        for peer in [conversation.client, conversation.server]:
            for letter in [b"k", b"K"]:
                # What s_server says to this stays in its buffer.
                peer.tell(letter + b"\n")
                time.sleep(0.2)
                get_and_post(conversation)

    truth = Truth()
    with scene.record(ON_TLS):
        for suite in ["AES_128_GCM_SHA256", "CHACHA20_POLY1305_SHA256"]:
            options = ["-tls1_3", "-ciphersuites", "TLS_" + suite]
            converse(scene, truth, options, options, script)
    return truth


@fixture()
def tls13_padding(scene):
    """Records padded to a multiple of 512 bytes by the server and of 100 by the client."""
    truth = Truth()
    with scene.record(ON_TLS):
        converse(scene, truth, ["-tls1_3", "-record_padding", "512"], ["-record_padding", "100"])
    return truth


@fixture()
def tls13_change_cipher_spec(scene):
    """ChangeCipherSpec records that TLS 1.3 sends for the sake of middleboxes, and a connection without them."""
    truth = Truth()
    with scene.record(ON_TLS):
        converse(scene, truth, ["-tls1_3"])
        converse(scene, truth, ["-tls1_3", "-no_middlebox"], ["-no_middlebox"])
    return truth


@fixture()
def tls_failed_handshakes(scene):
    """Handshakes that end in an alert: no common version, no common suite, and a certificate that the client does not
    trust in TLS 1.2 and in 1.3."""
    trust = ["-verify_return_error", "-CAfile", certificate(scene, "stranger.example")[0]]
    truth = Truth()
    with scene.record(ON_TLS):
        for server_options, client_options in [
            (["-tls1_2"], ["-tls1_3"]),
            (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384"], ["-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"]),
            (["-tls1_2"], trust),
            (["-tls1_3"], trust),
        ]:
            with Server(scene, *server_options):
                client = Client(scene, *client_options)
                said = client.wait()
                if "alert" not in said and "verify failed" not in said:
                    raise RuntimeError("the handshake did not fail: " + said)
            truth.add([], tls={"server_name": NAME, "resumed": False})
    return truth


@fixture(tshark_differs="it waits for the end of the TCP connection where close_notify ends the content")
def tls_truncation(scene):
    """A content that the end of the connection ends: after close_notify it is complete, without one nobody can know.
    Content-Length makes it known even so. TLS 1.3, then the same in 1.2."""

    def closing(length, is_clean):
        def script(conversation):
            conversation.client.tell(b"GET /report HTTP/1.1\r\nHost: %s\r\n\r\n" % NAME.encode())
            conversation.server.hear(b"\r\n\r\n")
            page = b"The report.\n" * 20
            head = b"Content-Length: %d\r\n" % len(page) if length else b""
            conversation.server.tell(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + page)
            conversation.client.hear(page)
            if is_clean:
                # The server answers the client's close_notify with its own.
                conversation.client.quit()
            else:
                conversation.server.end(by=signal.SIGKILL)
                conversation.client.wait()
            is_whole = length or is_clean
            conversation.exchanges.append(
                Exchange(
                    request("GET", NAME, "/report", scheme="https"),
                    response(200, len(page), **sha256(page)) if is_whole else {"status": 200},
                    state="complete" if is_whole else "incomplete",
                )
            )

        return script

    truth = Truth()
    with scene.record(ON_TLS):
        for version in ["-tls1_3", "-tls1_2"]:
            for length, is_clean in [(False, True), (False, False), (True, False)]:
                converse(scene, truth, [version], [], closing(length, is_clean))
    return truth


@fixture()
def tls_small_records(scene):
    """Records of at most 512 bytes, so that handshake messages are split over several: by the sender's choice, and as
    the client asked with max_fragment_length; TLS 1.3 and 1.2 (s_client, s_server, an RSA certificate)."""

    def script(conversation):
        conversation.exchange("GET", "/page", text(1_500).encode())
        conversation.exchange("POST", "/orders", b"ok\n", text(700).encode())

    truth = Truth()
    with scene.record(ON_TLS):
        for version in ["-tls1_3", "-tls1_2"]:
            small = ["-max_send_frag", "512"]
            converse(scene, truth, [version, *small], small, script, kind="RSA")
            converse(scene, truth, [version], ["-maxfraglen", "512"], script, kind="RSA")
    return truth


@fixture()
def tls_segments(scene):
    """The same exchanges in TLS 1.3 and 1.2 with records cut into segments of 31 bytes, and with all that a
    side has to say in one segment (two Python TLS objects, whose records this program carries over a socket)."""
    truth = Truth()
    with scene.record(ON_TLS):
        for version in ["TLSv1_3", "TLSv1_2"]:
            for size in [31, 100_000]:
                with MemoryConnection(scene, version, size) as connection:
                    connection.exchange(["/a", "/b"], [b"small\n", text(200).encode()])
                    connection.exchange(["/c"], [b"last\n"])
                truth.add(connection.exchanges, protocol="HTTP/1.1", tls=connection.facts)
    return truth


@fixture(tshark_differs="it waits for the end of the TCP connection where close_notify ends the content")
def tls_record_size_limit(scene):
    """The client limits the size of records to 600 bytes, in TLS 1.3 and 1.2 (GnuTLS, an RSA certificate)."""
    truth = Truth()
    with gnutls_server(scene, kind="RSA"), scene.record(ON_TLS):
        for version in ["TLS1.3", "TLS1.2"]:
            exchange, facts = gnutls_request(
                scene, "--recordsize=600", "--priority", "NORMAL:-VERS-ALL:+VERS-" + version
            )
            truth.add([exchange], protocol="HTTP/1.1", tls=facts)
    return truth
