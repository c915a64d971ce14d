"""Attacks wireprism with captures that would cost it time, memory or other people's exchanges.

    Scripts/attack PROGRAM [--part 0.02] [--table] [ATTACK...]

Each attack runs with so many of the thing and with twice as many. Time may grow with it and memory may not, but for what the
attack says; the innocent exchanges in the same capture are reported whole; the status is 0.
"""

import argparse
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

from attacks import ATTACKS
from packets import CLIENT, SERVER, Capture, Connection

ROOT = pathlib.Path(__file__).resolve().parents[2]

#: How much longer twice as much may take, and seconds that the machine may lose in between.
GROWTH, LEEWAY = 2.6, 1.0
#: Bytes of memory by which two runs of the same may differ.
MEMORY_LEEWAY = 12 << 20
#: What a run may use in all, beside what the attack says of each.
MEMORY = 400 << 20
#: Seconds after which a run is given up.
PATIENCE = 600


class Failure(Exception):
    pass


class Run:
    """What one run cost, and what it said of the innocent."""

    def __init__(self, program, capture):
        command = [program, "export", "-q", capture]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, preexec_fn=limit_time)
        self.exchanges = {}
        for line in process.stdout:
            found = re.search(rb'"path":"(/innocent-\d)"', line[:600])
            if found and line.startswith(b'{"record":"exchange"'):
                self.exchanges[found[1]] = b'"state":"complete"' in line and b'"status":204' in line
        _, status, usage = os.wait4(process.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        self.seconds = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024


def limit_time():
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


def write(attack, count, path):
    """Writes a capture in which the innocent surround the attack."""
    with Capture(path, attack.format) as capture:
        first = Connection(capture)
        ask(first, 1)
        attack.write(capture, count)
        answer(first)
        last = Connection(capture)
        ask(last, 2)
        answer(last)


def ask(connection, number):
    connection.send(CLIENT, b"GET /innocent-%d HTTP/1.1\r\nHost: innocent.example\r\n\r\n" % number)


def answer(connection):
    connection.send(SERVER, b"HTTP/1.1 204 No Content\r\nServer: innocent\r\n\r\n")


def carry_out(attack, program, part, folder):
    """The run with the attack's full count, or a part of it; a failure when something is not bounded or lost."""
    runs = []
    count = max(20, int(attack.count * part))
    for times in (1, 2):
        path = folder / "capture"
        write(attack, count * times, path)
        runs.append(Run(program, path))
        runs[-1].size = path.stat().st_size
    half, whole = runs
    faults = []
    for run in runs:
        if run.status != 0:
            faults.append(f"it ended with the status {run.status}")
        if run.exchanges != {b"/innocent-1": True, b"/innocent-2": True}:
            faults.append(f"of the innocent exchanges there are {run.exchanges}")
    if whole.seconds > GROWTH * half.seconds + LEEWAY:
        faults.append(f"{half.seconds:.2f} s became {whole.seconds:.2f} s")
    if whole.memory - half.memory > MEMORY_LEEWAY + attack.memory * count:
        faults.append(f"{half.memory >> 20} MB became {whole.memory >> 20} MB")
    if half.memory > MEMORY + attack.memory * count:
        faults.append(f"it used {half.memory >> 20} MB")
    half.count, half.faults = count, faults
    return half


def main():
    parser = argparse.ArgumentParser(prog="Scripts/attack")
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("attacks", nargs="*", choices=[[], *ATTACKS], metavar="ATTACK")
    parser.add_argument("--part", type=float, default=1, help="the part of the full count that is run (1)")
    parser.add_argument("--table", action="store_true", help="write the table of docs/security.md anew")
    arguments = parser.parse_args()
    rows, failed = [], 0
    with tempfile.TemporaryDirectory(prefix="wireprism-attacks-") as folder:
        for name in arguments.attacks or ATTACKS:
            attack = ATTACKS[name]
            run = carry_out(attack, arguments.program, arguments.part, pathlib.Path(folder))
            cost = (f"{run.count:,}", f"{run.size / 1e6:.1f} MB", f"{run.seconds:.2f} s", f"{run.memory >> 20} MB")
            print(f"{name:24}" + "".join(f"{cell:>12}" for cell in cost), flush=True)
            rows.append("| " + " | ".join((attack.sentence, *cost)) + " |")
            for fault in run.faults:
                failed += 1
                print(f"  does not hold: {fault}", flush=True)
    if arguments.table:
        write_table(rows)
    sys.exit(1 if failed else 0)


def write_table(rows):
    """Replaces the table between two marks of the page."""
    page = ROOT / "docs/security.md"
    head = ["| attack | of them | capture | CPU time | peak memory |", "| --- | --: | --: | --: | --: |"]
    table = "\n".join(["<!-- attacks -->", *head, *rows, "<!-- /attacks -->"])
    text = re.sub(r"<!-- attacks -->.*<!-- /attacks -->", lambda _: table, page.read_text(), flags=re.DOTALL)
    page.write_text(text)


if __name__ == "__main__":
    main()
