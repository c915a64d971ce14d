"""The same packets in other file formats and under compression."""

import struct
import subprocess

from .scene import fixture
from .truth import SameTruth

PLAIN = "http1-keepalive"


def compressed(scene, *command):
    """Compresses the plain capture with a program that writes to its standard output."""
    source = scene.existing(PLAIN + ".pcap")
    with open(scene.capture, "wb") as output:
        subprocess.run([*command, source], check=True, stdout=output)
    return SameTruth(PLAIN)


def converted(scene, file_format):
    """Writes the plain capture in another format that editcap knows."""
    subprocess.run(
        ["editcap", "-F", file_format, scene.existing(PLAIN + ".pcap"), scene.capture],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return SameTruth(PLAIN)


@fixture(derived_from=PLAIN, suffix=".pcap.gz")
def gzip(scene):
    """http1-keepalive, compressed with gzip."""
    return compressed(scene, "gzip", "--no-name", "--stdout")


@fixture(derived_from=PLAIN, suffix=".pcap.zst")
def zstd(scene):
    """http1-keepalive, compressed with zstd."""
    return compressed(scene, "zstd", "--quiet", "--stdout")


@fixture(derived_from=PLAIN, suffix=".pcap.lz4")
def lz4(scene):
    """http1-keepalive, compressed with lz4."""
    return compressed(scene, "lz4", "--quiet", "--stdout")


@fixture(derived_from=PLAIN, suffix=".pcap.xz", tshark_differs="it cannot read xz")
def xz(scene):
    """http1-keepalive, compressed with xz."""
    return compressed(scene, "xz", "--stdout")


@fixture(derived_from=PLAIN)
def nanoseconds(scene):
    """http1-keepalive with the magic number of nanosecond times."""
    return converted(scene, "nsecpcap")


@fixture(derived_from=PLAIN, suffix=".pcapng")
def pcapng(scene):
    """http1-keepalive as pcapng."""
    return converted(scene, "pcapng")


@fixture(derived_from=PLAIN)
def big_endian(scene):
    """http1-keepalive as a big-endian machine writes it."""
    data = scene.existing(PLAIN + ".pcap").read_bytes()
    swapped = [struct.pack(">IHHiIII", *struct.unpack_from("<IHHiIII", data))]
    offset = 24
    while offset < len(data):
        header = struct.unpack_from("<IIII", data, offset)
        swapped += [struct.pack(">IIII", *header), data[offset + 16 : offset + 16 + header[2]]]
        offset += 16 + header[2]
    scene.capture.write_bytes(b"".join(swapped))
    return SameTruth(PLAIN)


@fixture(derived_from=PLAIN, tshark_differs="it stops with an error")
def cut_off(scene):
    """http1-keepalive whose file ends in the middle of its last packet: everything before it counts."""
    data = scene.existing(PLAIN + ".pcap").read_bytes()
    scene.capture.write_bytes(data[:-20])
    return SameTruth(PLAIN)
