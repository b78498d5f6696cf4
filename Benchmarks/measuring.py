# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors
"""Running a command and saying what it cost; medians, ratios, tables, targets."""
import os
import statistics
import subprocess
import tempfile
import threading
import time
from typing import NamedTuple


class Cost(NamedTuple):
    seconds: float  # on the wall
    cpu: float      # user and system time, in seconds
    peak: int       # highest resident memory, in bytes


class Target(NamedTuple):
    what: str
    limit: float
    measured: float
    unit: str = ""


def run(command, statuses=(0,), folder=None, output=None):
    """Runs a command to its end; one that ends with another status stops the benchmark.

    What it prints goes to `output`, a file; without one it is only told where it failed.
    """
    with tempfile.TemporaryFile() as said:
        start = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                   stdout=output or said, stderr=said, cwd=folder)
        memory = PeakMemory(process.pid)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = memory.end()
        if process.returncode not in statuses:
            said.seek(0)
            tail = said.read()[-2000:].decode(errors="replace")
            raise SystemExit(f"{command[0]} ended with {process.returncode}:\n{tail}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, peak)


class PeakMemory:
    """Watches a process's VmHWM, for `ru_maxrss` begins with what this program itself held."""

    def __init__(self, pid):
        self.path, self.peak, self.ended = f"/proc/{pid}/status", 0, threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while True:
            try:
                with open(self.path) as status:
                    lines = [line for line in status if line.startswith("VmHWM:")]
            except (FileNotFoundError, ProcessLookupError):
                return
            if lines:
                self.peak = int(lines[0].split()[1]) * 1024
            if self.ended.wait(0.02):
                return

    def end(self):
        self.ended.set()
        self.thread.join()
        return self.peak


def settle():
    """Waits until nothing of an earlier run is left to write, so that no run pays for another."""
    os.sync()


def median(values):
    return statistics.median(values)


def ratio(costs, others):
    """How many times as long as the others, pair by pair, because the machine's speed drifts."""
    return median([one.seconds / other.seconds for one, other in zip(costs, others)])


def megabytes(count):
    return f"{count / 1e6:.0f} MB"


def span(costs):
    seconds = [cost.seconds for cost in costs]
    return f"{min(seconds):.2f}-{max(seconds):.2f}"


def table(title, head, rows):
    """Prints a table; the first column to the left, the others to the right."""
    widths = [max(len(str(row[place])) for row in [head, *rows]) for place in range(len(head))]
    print(f"\n{title}")
    for row in [head, *rows]:
        cells = [str(cell).rjust(width) for cell, width in zip(row, widths)]
        print("  " + "  ".join([str(row[0]).ljust(widths[0]), *cells[1:]]).rstrip())


def verdicts(targets):
    """Prints what was aimed at and what came, and how much better or worse that is."""
    rows = []
    for what, limit, measured, unit in targets:
        share = abs(measured / limit - 1) * 100
        word = "better" if measured <= limit else "WORSE"
        rows.append((what, f"{limit:g}{unit}", f"{measured:.2f}{unit}", f"{share:.0f} % {word}"))
    table("Targets", ("", "at most", "measured", ""), rows)
