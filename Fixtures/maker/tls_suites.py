"""Fixtures of TLS versions and cipher suites: a connection a suite, with s_client and s_server unless it says otherwise."""

from .gnutls_peers import gnutls_request, gnutls_server
from .scene import fixture
from .tls_peers import PORT, certificate, converse
from .truth import Truth

ON_TLS = "tcp port %d" % PORT
WEAK = "@SECLEVEL=0"


def cipher(*names):
    """Options for either side that leave these suites of TLS 1.2 and before."""
    return ["-cipher", ":".join([*names, WEAK])]


def old_suites(scene, *connections):
    """A capture with a connection for each: a version's option, a suite, more options of the server, and more of both."""
    truth = Truth()
    with scene.record(ON_TLS):
        for version, suite, kind, options in connections:
            both = ["-" + version, *cipher(suite), *options]
            converse(scene, truth, both, both, kind=kind)
    return truth


@fixture()
def tls_versions(scene):
    """TLS 1.0, 1.1, 1.2 and 1.3, a connection each."""
    truth = Truth()
    with scene.record(ON_TLS):
        for version in ["tls1", "tls1_1", "tls1_2", "tls1_3"]:
            converse(scene, truth, ["-" + version, *cipher("ALL")], ["-" + version, *cipher("ALL")])
    return truth


@fixture()
def tls13_suites(scene):
    """The five suites of TLS 1.3: AES-128-GCM, AES-256-GCM, ChaCha20-Poly1305, AES-128-CCM, AES-128-CCM-8."""
    truth = Truth()
    with scene.record(ON_TLS):
        for suite in ["AES_128_GCM_SHA256", "AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256", "AES_128_CCM_SHA256"]:
            options = ["-ciphersuites", "TLS_" + suite]
            converse(scene, truth, options, options)
        options = ["-ciphersuites", "TLS_AES_128_CCM_8_SHA256", *cipher("ALL")]
        converse(scene, truth, options, options)
    return truth


@fixture(tshark_differs="it does not know ARIA")
def tls12_aead_suites(scene):
    """TLS 1.2 with ECDHE and AES-GCM, ChaCha20-Poly1305, AES-CCM, AES-CCM-8 and ARIA-GCM, with keys of 128 and 256
    bits."""
    names = (
        "AES128-GCM-SHA256 AES256-GCM-SHA384 CHACHA20-POLY1305 AES128-CCM AES256-CCM AES128-CCM8 AES256-CCM8 "
        "ARIA128-GCM-SHA256 ARIA256-GCM-SHA384"
    ).split()
    return old_suites(scene, *(("tls1_2", "ECDHE-ECDSA-" + name, "P-256", []) for name in names))


CBC = "AES128-SHA AES256-SHA AES128-SHA256 AES256-SHA384 CAMELLIA128-SHA256 CAMELLIA256-SHA384".split()


@fixture()
def tls12_cbc_suites(scene):
    """TLS 1.2 with AES and Camellia in CBC mode and SHA-1, SHA-256 and SHA-384, encrypt-then-MAC."""
    return old_suites(scene, *(("tls1_2", "ECDHE-ECDSA-" + name, "P-256", []) for name in CBC))


@fixture()
def tls12_cbc_mac_then_encrypt(scene):
    """The suites of tls12-cbc-suites without the encrypt-then-MAC extension: MAC-then-encrypt."""
    return old_suites(scene, *(("tls1_2", "ECDHE-ECDSA-" + name, "P-256", ["-no_etm"]) for name in CBC))


@fixture()
def tls10_cbc(scene):
    """TLS 1.0 and 1.1 in CBC mode: 1.0 chains its initialisation vectors from record to record, and sends an empty
    fragment ahead of each; with encrypt-then-MAC and with MAC-then-encrypt."""
    return old_suites(
        scene,
        *(
            (version, "ECDHE-ECDSA-" + name, "P-256", options)
            for version in ["tls1", "tls1_1"]
            for name in ["AES128-SHA", "AES256-SHA"]
            for options in [[], ["-no_etm"]]
        )
    )


@fixture()
def tls12_null(scene):
    """TLS 1.2 and 1.0 without encryption: records that a MAC protects alone."""
    return old_suites(
        scene,
        ("tls1_2", "ECDHE-ECDSA-NULL-SHA", "P-256", []),
        ("tls1_2", "NULL-SHA256", "RSA", []),
        ("tls1_2", "NULL-MD5", "RSA", []),
        ("tls1", "NULL-SHA", "RSA", []),
    )


@fixture()
def tls12_dhe(scene):
    """Finite-field Diffie-Hellman: AES-GCM, ChaCha20-Poly1305, AES-CCM and Camellia-CBC, signed with RSA."""
    names = "AES128-GCM-SHA256 CHACHA20-POLY1305 AES256-CCM CAMELLIA256-SHA AES256-SHA256".split()
    return old_suites(scene, *(("tls1_2", "DHE-RSA-" + name, "RSA", []) for name in names))


@fixture()
def tls12_psk(scene):
    """TLS 1.2 with a pre-shared key alone and with DHE, ECDHE and RSA; in the end an external PSK of TLS 1.3."""
    psk = ["-psk", "8f3a5c27d1e94b60a2c7", "-psk_identity", "till"]
    truth = Truth()
    with scene.record(ON_TLS):
        for suite, kind in [
            ("PSK-AES128-GCM-SHA256", "P-256"),
            ("PSK-AES256-CBC-SHA384", "P-256"),
            ("DHE-PSK-AES128-CCM8", "P-256"),
            ("ECDHE-PSK-CHACHA20-POLY1305", "P-256"),
            ("RSA-PSK-AES128-CBC-SHA256", "RSA"),
        ]:
            options = ["-tls1_2", *cipher(suite), *psk]
            converse(scene, truth, options, options, kind=kind)
        options = ["-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256", *psk]
        # s_client calls the external PSK a reused session; on the wire it cannot be told from one.
        converse(scene, truth, options, options)
    return truth


def rsa_key(scene, *connections):
    """Connections with RSA key exchange, and the private key beside the capture instead of a key log."""
    truth = Truth()
    with scene.record(ON_TLS):
        for version, suite, options in connections:
            both = ["-" + version, *cipher(suite), *options]
            converse(scene, truth, both, both, kind="RSA", key_source="rsa")
    scene.keys.rename(scene.scratch / "not-given.keys")
    scene.capture.with_suffix(".rsa.pem").write_bytes(certificate(scene, kind="RSA")[1].read_bytes())
    return truth


@fixture(tshark_differs="it does not know ARIA")
def tls12_rsa_key(scene):
    """RSA key exchange; no key log, but the server's private key. TLS 1.0, 1.1 and 1.2; GCM, CCM, CBC, Camellia, ARIA."""
    return rsa_key(
        scene,
        ("tls1", "AES128-SHA", []),
        ("tls1_1", "CAMELLIA128-SHA", ["-no_etm"]),
        ("tls1_2", "AES128-GCM-SHA256", []),
        ("tls1_2", "AES256-GCM-SHA384", []),
        ("tls1_2", "AES256-CCM", []),
        ("tls1_2", "ARIA128-GCM-SHA256", []),
        ("tls1_2", "AES256-SHA256", []),
    )


# A suite of TLS 1.2 by its IANA name, and GnuTLS's words for its version, key exchange, cipher and MAC.
GNUTLS_SUITES = [
    ("TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA", "TLS1.2", "ECDHE-ECDSA", "3DES-CBC", "SHA1", ""),
    ("TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA", "TLS1.2", "ECDHE-ECDSA", "3DES-CBC", "SHA1", ":%NO_ETM"),
    ("TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA", "TLS1.0", "ECDHE-ECDSA", "3DES-CBC", "SHA1", ""),
    ("TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", "TLS1.2", "ECDHE-ECDSA", "ARCFOUR-128", "SHA1", ""),
    ("TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", "TLS1.0", "ECDHE-ECDSA", "ARCFOUR-128", "SHA1", ""),
    ("TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256", "TLS1.2", "ECDHE-ECDSA", "CAMELLIA-128-GCM", "AEAD", ""),
    ("TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384", "TLS1.2", "ECDHE-ECDSA", "CAMELLIA-256-GCM", "AEAD", ""),
    ("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS1.2", "ECDHE-ECDSA", "AES-128-CBC", "SHA1", ":%NO_SESSION_HASH"),
]


@fixture(tshark_differs="it waits for the end of the TCP connection where close_notify ends the content")
def tls12_gnutls_suites(scene):
    """What OpenSSL has no more: 3DES with both orders of MAC, also in TLS 1.0, RC4 in 1.2 and 1.0; Camellia-GCM, which stays closed; in
    the end AES-CBC without an extended master secret (GnuTLS)."""
    truth = Truth()
    offered = "NORMAL:+VERS-ALL:+3DES-CBC:+ARCFOUR-128:+CAMELLIA-128-GCM:+CAMELLIA-256-GCM:+SHA1"
    with gnutls_server(scene, "--priority", offered), scene.record(ON_TLS):
        for suite, version, exchange, cipher_name, mac, more in GNUTLS_SUITES:
            chosen = "NONE:+VERS-%s:+%s:+%s:+%s" % (version, exchange, cipher_name, mac)
            rest = ":+GROUP-SECP256R1:+SIGN-ALL:+SIGN-ECDSA-SHA1:+CTYPE-X509:+COMP-NULL" + more
            answered, facts = gnutls_request(scene, "--priority", chosen + rest, cipher_suite=suite)
            if "CAMELLIA" in cipher_name:
                # OpenSSL 3.0 has Camellia, but not in Galois/Counter mode.
                truth.add([], protocol="TLS", tls={**facts, "decrypted": False, "key_source": None})
            else:
                truth.add([answered], protocol="HTTP/1.1", tls=facts)
    return truth
