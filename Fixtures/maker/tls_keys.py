"""Fixtures of where secrets stand, and of secrets that are not enough."""

import copy
import re
import struct
import subprocess

from .check import expectation
from .scene import fixture, tshark
from .tls_peers import PORT, converse
from .truth import Exchange, Truth

ON_TLS = "tcp port %d" % PORT
DECRYPTION_SECRETS = 10


def retold(scene, name, of_tls):
    """The truth of another capture, where the members of `tls` are changed by a function; what is not decrypted has no
    exchanges."""
    told = copy.deepcopy(expectation(scene.folder, name))
    truth = Truth()
    for members in told["connections"]:
        number = members.pop("id")
        del members["exchanges"]
        members["tls"] = of_tls(members["tls"])
        exchanges = [
            Exchange(**{key: value for key, value in record.items() if key not in ("connection", "index")})
            for record in told["exchanges"]
            if record["connection"] == number
        ]
        if not members["tls"]["decrypted"]:
            members["protocol"], exchanges = "TLS", []
        truth.add(exchanges, **members)
    return truth


def undecrypted(tls):
    """What everybody can see of a connection without its secrets; ALPN's choice is not among it in TLS 1.3."""
    seen = {name: value for name, value in tls.items() if name not in ("alpn", "early_data")}
    return {**seen, "decrypted": False, "key_source": None}


def from_capture(tls):
    """The same members, with secrets out of the capture itself."""
    return {**tls, "key_source": "pcapng"}


def with_secrets_inside(scene, name):
    """The blocks of another capture as pcapng with its secrets, as editcap writes it: secrets ahead of packets."""
    inside = scene.scratch / "inside.pcapng"
    keys = scene.existing(name + ".keys")
    command = ["editcap", "--inject-secrets", "tls,%s" % keys, scene.existing(name + ".pcap"), inside]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    data, blocks, offset = inside.read_bytes(), [], 0
    while offset < len(data):
        kind, length = struct.unpack_from("<II", data, offset)
        blocks.append((kind, data[offset : offset + length]))
        offset += length
    return blocks


@fixture(".pcapng", derived_from="tls-versions")
def tls_keys_in_front(scene):
    """tls-versions with its secrets inside: a Decryption Secrets Block ahead of the packets (editcap)."""
    blocks = with_secrets_inside(scene, "tls-versions")
    scene.capture.write_bytes(b"".join(block for _, block in blocks))
    return retold(scene, "tls-versions", from_capture)


@fixture(".pcapng", derived_from="tls-versions", tshark_differs="it needs secrets ahead of the packets")
def tls_keys_at_the_end(scene):
    """tls-versions with its secrets inside: a Decryption Secrets Block after all packets."""
    blocks = with_secrets_inside(scene, "tls-versions")
    blocks.sort(key=lambda block: block[0] == DECRYPTION_SECRETS)
    scene.capture.write_bytes(b"".join(block for _, block in blocks))
    return retold(scene, "tls-versions", from_capture)


def with_other_keys(scene, name, keys, of_tls=undecrypted):
    """Another capture with a key log of these lines, or none."""
    scene.capture.write_bytes(scene.existing(name + ".pcap").read_bytes())
    if keys is not None:
        scene.keys.write_text("".join(keys))
    return retold(scene, name, of_tls)


def key_log(scene, name):
    """The lines of another capture's key log."""
    return scene.existing(name + ".keys").read_text().splitlines(keepends=True)


@fixture(derived_from="tls-versions")
def tls_without_keys(scene):
    """tls-versions without any secrets."""
    return with_other_keys(scene, "tls-versions", None)


@fixture(derived_from="tls-versions")
def tls_keys_of_others(scene):
    """tls-versions with a key log that has only secrets of other connections."""
    return with_other_keys(scene, "tls-versions", key_log(scene, "tls13-suites") + key_log(scene, "tls12-dhe"))


@fixture(derived_from="tls13-suites")
def tls13_handshake_keys_alone(scene):
    """tls13-suites with the handshakes' secrets alone: the certificates can be read, the content cannot."""
    lines = [line for line in key_log(scene, "tls13-suites") if "_HANDSHAKE_" in line]
    return with_other_keys(scene, "tls13-suites", lines)


@fixture(derived_from="tls-versions")
def tls_untidy_key_log(scene):
    """tls-versions with a key log in upper case with CRLF, comments, blank lines, unknown labels, duplicates, damaged
    lines, and no end to its last line."""
    lines = [line.strip() for line in key_log(scene, "tls-versions") if not line.startswith("#")]
    untidy = ["# a comment", "", "SOME_LABEL 00ff", "CLIENT_RANDOM", "CLIENT_RANDOM xyz 00", "no key log at all"]
    for line in lines:
        label, *values = line.split(" ")
        untidy += [" ".join([label, *(value.upper() for value in values)]), line, ""]
    untidy.append(lines[0][:-7])
    untidy.append(lines[-1])
    truth = with_other_keys(scene, "tls-versions", [], of_tls=lambda tls: tls)
    scene.keys.write_bytes("\r\n".join(untidy).encode())
    return truth


@fixture()
def tls12_session_id_log(scene):
    """A key log of the form `RSA Session-ID:… Master-Key:…`, from what s_client prints of its sessions."""
    truth = Truth()
    with scene.record(ON_TLS):
        for suite in ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA"]:
            options = ["-tls1_2", "-no_ticket", "-cipher", suite]
            client = converse(scene, truth, options, options)
            session = re.search(r"Session-ID: (\w+)\s.*Master-Key: (\w+)\s", client.said.decode(), re.DOTALL)
            with open(scene.scratch / "log", "a") as log:
                log.write("RSA Session-ID:%s Master-Key:%s\n" % session.groups())
    scene.keys.write_text((scene.scratch / "log").read_text())
    return truth


@fixture(derived_from="tls12-rsa-key", tshark_differs="it does not know ARIA")
def tls12_premaster_log(scene):
    """tls12-rsa-key with a key log of premaster secrets, as the private key decrypts them: `RSA` with the first bytes of
    the encrypted secret, and `PMS_CLIENT_RANDOM`, one after the other."""
    source = scene.existing("tls12-rsa-key.pcap")
    key = scene.existing("tls12-rsa-key.rsa.pem")
    randoms = [row[0] for row in tshark(source, "tls.handshake.random", display_filter="tls.handshake.type == 1")]
    # tshark's own field for the encrypted secret is missing where it does not know the suite.
    exchanges = [row[0] for row in tshark(source, "tcp.payload", display_filter="tls.handshake.type == 16")]
    lines = []
    for number, (client_random, exchange) in enumerate(zip(randoms, exchanges, strict=True)):
        # Behind the headers of record and message and the secret's length: 256 bytes.
        encrypted = exchange.replace(":", "")[22:22 + 512]
        command = ["openssl", "pkeyutl", "-decrypt", "-inkey", key]
        premaster = subprocess.run(command, input=bytes.fromhex(encrypted), check=True, stdout=subprocess.PIPE).stdout
        label = "RSA " + encrypted[:16] if number % 2 else "PMS_CLIENT_RANDOM " + client_random.replace(":", "")
        lines.append("%s %s\n" % (label, premaster.hex()))
    return with_other_keys(scene, "tls12-rsa-key", lines, of_tls=lambda tls: {**tls, "key_source": "keylog"})
