"""Makes the fixtures named on the command line, or all; `--check` compares what is there with tshark."""

import argparse
import fnmatch
import pathlib
import sys

from . import check
# Each registers its fixtures, in this order.
from . import http1, http2, websocket, contents, grpc_calls, event_stream, dns_over_https, tcp, files, shop  # noqa: F401
from . import metrics, metrics_http1, metrics_http2  # noqa: F401
from . import tls_suites, tls_events, tls_http, tls_browser, page_load, tls_java, websocket_browser, tunnels, tls_tunnels, tls_keys, tls_damage  # noqa: F401
from .scene import FIXTURES, Scene


def arguments():
    parser = argparse.ArgumentParser(prog="make-fixtures")
    parser.add_argument("names", nargs="*", help="fixtures, as names or shell patterns; all when none is given")
    parser.add_argument(
        "--check", action="store_true", help="make nothing, compare the captures with what tshark sees in them"
    )
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--scratch", type=pathlib.Path, required=True)
    return parser.parse_args()


def chosen(names):
    """The fixtures whose name matches one of the patterns and those derived from them, which come last."""
    patterns = names or ["*"]
    found = [
        fixture for fixture in FIXTURES.values() if any(fnmatch.fnmatch(fixture.name, pattern) for pattern in patterns)
    ]
    if not found:
        sys.exit("make-fixtures: no fixture has the name %s" % " ".join(names))
    names = {fixture.name for fixture in found}
    derived = [fixture for fixture in FIXTURES.values() if fixture.derived_from in names and fixture.name not in names]
    return sorted(found + derived, key=lambda fixture: fixture.derived_from is not None)


def make(fixture, options):
    """Makes a capture and its expectation."""
    scene = Scene(options.folder, fixture, options.scratch)
    # Programs append to a key log.
    scene.keys.unlink(missing_ok=True)
    truth = fixture.make(scene)
    truth.write(options.folder / (fixture.name + ".expected.json"))


def write_table(folder):
    """Puts the table of all fixtures at the end of the README."""
    readme = folder / "README.md"
    marker = "| capture | what it shows |\n| --- | --- |\n"
    before = readme.read_text().split(marker)[0]
    rows = ["| `%s` | %s |\n" % (fixture.file_name, fixture.shows) for fixture in FIXTURES.values()]
    readme.write_text(before + marker + "".join(rows))


def main():
    options = arguments()
    problems = 0
    for fixture in chosen(options.names):
        if not options.check:
            make(fixture, options)
        differences = check.differences(options.folder, fixture)
        if differences and not fixture.tshark_differs:
            problems += 1
        verdict = (
            "tshark differs: " + fixture.tshark_differs
            if fixture.tshark_differs
            else "; ".join(differences) or "as tshark sees it"
        )
        size = (options.folder / fixture.file_name).stat().st_size
        print("%-32s %7d bytes  %s" % (fixture.file_name, size, verdict), flush=True)
    if not options.check:
        write_table(options.folder)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
