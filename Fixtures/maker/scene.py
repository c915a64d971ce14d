"""One fixture being made: its work folder, its capture, and the table of all fixtures."""

import contextlib
import os
import pathlib
import re
import signal
import subprocess
import time

# Every fixture's function by name, in the order of definition.
FIXTURES = {}


def fixture(suffix=".pcap", derived_from=None, tshark_differs=None):
    """Registers a function as the maker of NAME + suffix. It gets a Scene and returns a Truth; its docstring says what
    it shows.

    `derived_from` names the fixture whose capture it changes: it is made again whenever that one is. `tshark_differs`
    says why tshark reads something else than the endpoints say, where it does.
    """

    def register(function):
        name = function.__name__.replace("_", "-")
        FIXTURES[name] = Fixture(
            name, name + suffix, " ".join(function.__doc__.split()), function, derived_from, tshark_differs
        )
        return function

    return register


class Fixture:
    """A capture that can be made."""

    def __init__(self, name, file_name, shows, make, derived_from, tshark_differs):
        self.name, self.file_name, self.shows, self.make = name, file_name, shows, make
        self.derived_from, self.tshark_differs = derived_from, tshark_differs


class Scene:
    """Where a fixture's programs run: `capture` is the file to write, `keys` the key log of one with TLS, `scratch` a
    folder for everything else."""

    def __init__(self, folder, fixture, scratch):
        self.folder = pathlib.Path(folder)
        self.capture = self.folder / fixture.file_name
        self.keys = self.folder / (fixture.name + ".keys")
        self.scratch = pathlib.Path(scratch) / fixture.name
        self.scratch.mkdir(parents=True)

    def existing(self, file_name):
        """A capture that another fixture made."""
        return self.folder / file_name

    @contextlib.contextmanager
    def record(self, expression, interface="lo", to=None, snaplen=0, netns=None):
        """Captures with tcpdump what matches a filter expression while the body runs."""
        command = [
            "tcpdump",
            "-i",
            interface,
            "-Z",
            "root",
            "-U",
            "--immediate-mode",
            "-B",
            "16384",
            "-s",
            str(snaplen),
            "-w",
            str(to or self.capture),
            expression,
        ]
        with running_sniffer(command, "listening on"):
            yield

    @contextlib.contextmanager
    def record_pcapng(self, *interfaces_and_expressions):
        """Captures with dumpcap into one pcapng file in the order of time: pairs of interface and filter expression."""
        as_captured = self.scratch / "as-captured.pcapng"
        command = ["dumpcap", "-q", "-w", as_captured]
        for interface, expression in interfaces_and_expressions:
            command += ["-i", interface, "-f", expression]
        with running_sniffer(command, "File:"):
            yield
        run("reordercap", as_captured, self.capture)


@contextlib.contextmanager
def running_sniffer(command, sign_of_life):
    """Runs a sniffer around the body, giving it time to open the interface and to see the last packet."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = ""
    while sign_of_life not in said:
        line = process.stderr.readline()
        if not line:
            raise RuntimeError("%s did not start: %s" % (command[0], said))
        said += line
    time.sleep(0.2)
    try:
        yield
        time.sleep(0.3)
    finally:
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
    dropped = re.search(r"([1-9]\d*) packets dropped by kernel", said)
    if dropped:
        raise RuntimeError("the capture is not whole: " + dropped.group())


def without_packets(source, target, numbers):
    """Copies a capture except the packets of these numbers, counted from 1."""
    keep_format = ["-F", "pcapng" if target.suffix == ".pcapng" else "pcap"]
    subprocess.run(["editcap", *keep_format, source, target, *map(str, numbers)], check=True, stderr=subprocess.DEVNULL)


def without_start(source, target, instant):
    """Copies a capture's packets from an instant on (seconds since 1970)."""
    begin = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(instant)) + "%.6fZ" % (instant % 1)
    numbers = [number for number, time_of_packet in packet_times(source) if time_of_packet < instant]
    if not numbers:
        raise RuntimeError("nothing lies before " + begin)
    without_packets(source, target, ["%d-%d" % (numbers[0], numbers[-1])])


def packet_times(capture):
    """The packets' numbers and times."""
    return [(int(number), float(instant)) for number, instant in tshark(capture, "frame.number", "frame.time_epoch")]


def tshark(capture, *fields, display_filter=None, options=()):
    """Rows of fields, read with tshark."""
    command = ["tshark", "-n", "-2", "-r", str(capture), "-T", "fields", *options]
    for field in fields:
        command += ["-e", field]
    if display_filter:
        command += ["-Y", display_filter]
    # tshark's only word on standard error is that it runs as root.
    lines = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ).stdout.splitlines()
    return [line.split("\t") for line in lines]


def run(*command, **options):
    """Runs a client; its output as text."""
    return subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def write_file(path, content, when=1_700_000_000):
    """Writes a file of a server, with a fixed modification time so that Last-Modified and ETag repeat."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (when, when))
    return path
