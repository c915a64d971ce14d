"""Checks HTTP Archives of `wireprism export` with what others make of them: the published schema of HAR, Chromium's
DevTools and Firefox's network monitor. What is not installed here is skipped, and named.

    Scripts/check-har .build/debug/wireprism
"""

import argparse
import pathlib
import sys

import chromium
import firefox
import schema
from archive import Archive
from failure import Failure

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"


def main():
    parser = argparse.ArgumentParser(prog="check-har")
    parser.add_argument("program", help="wireprism")
    options = parser.parse_args()
    archives = [Archive.export(options.program, path) for path in sorted(FIXTURES.glob("*.pcap*"))]
    try:
        for check in (schema.check, chromium.check, firefox.check):
            said = check(archives)
            print("  " + said, flush=True)
    except Failure as failure:
        sys.exit("check-har: %s" % failure)
    print("check-har: %d archives are as they should be" % len(archives))


if __name__ == "__main__":
    main()
