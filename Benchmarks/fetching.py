# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors
"""Hanaper beside curl, wget2 and aria2c: a first mirror, and a night on which nothing has changed.

Each tool makes eight requests at a time to one host, without a pause, and keeps what it fetched. Only
Hanaper hashes, appraises, describes and indexes it, and waits until it is on the disk.
"""
import json
import os
import tempfile
import time

import serving
from measuring import Target, median, megabytes, ratio, run, settle, span, table

AT_ONCE = 8


class Hanaper:
    name = "hanaper sync"

    def __init__(self, program, on_page=10_000):
        self.program, self.on_page = program, on_page

    def prepare(self, folder, site, paths):
        (folder / "Archive").mkdir(parents=True)
        pages = range(1, -(-len(paths) // self.on_page) + 1)
        sources = "".join(f"  - {{ id: page-{page}, page: {site}/page-{page}.html }}\n" for page in pages)
        (folder / "hanaper.yaml").write_text(f"""archive: Archive
contact: mailto:records@example.org
politeness: {{ delay: 0s, hosts: 1, connectionsPerHost: {AT_ONCE} }}
network: {{ allowPrivateAddresses: true }}
sources:
{sources}""")

    def first(self, folder):
        return [self.program, "sync", "--config", folder / "hanaper.yaml"]

    nightly = first

    def kept(self, folder):
        """How many documents it says it has, and that nothing failed."""
        report = sorted((folder / "Archive" / "runs").iterdir(), key=lambda run: run.stat().st_mtime)[-1]
        counts = json.loads((report / "report.json").read_text())["counts"]
        return counts["new"] + counts["unchanged"] if counts["failed"] == 0 else 0


class Downloader:
    """What the other tools have in common: a folder of files with the paths that they have on the site."""

    def kept(self, folder):
        return sum(1 for file in (folder / "files").rglob("*.pdf") if file.stat().st_size > 0)


class Curl(Downloader):
    name = "curl --parallel"

    def prepare(self, folder, site, paths):
        for path in paths:
            (folder / "files" / path).parent.mkdir(parents=True, exist_ok=True)
        transfer = 'url = "{0}/{1}"\noutput = "{2}/files/{1}"\n'
        known = transfer + 'time-cond = "{2}/files/{1}"\nremote-time\nfail\n'
        (folder / "first").write_text("".join(transfer.format(site, path, folder) for path in paths))
        (folder / "nightly").write_text("next\n".join(known.format(site, path, folder) for path in paths))

    def first(self, folder):
        return ["curl", "-q", "--no-progress-meter", "--fail", "--remote-time", "--parallel",
                "--parallel-max", AT_ONCE, "--config", folder / "first"]

    def nightly(self, folder):
        return ["curl", "-q", "--no-progress-meter", "--parallel", "--parallel-max", AT_ONCE,
                "--config", folder / "nightly"]


class Wget2(Downloader):
    name = "wget2 -N"

    def prepare(self, folder, site, paths):
        folder.mkdir()
        (folder / "list").write_text("".join(f"{site}/{path}\n" for path in paths))

    def first(self, folder):
        return ["wget2", "--no-config", "-q", "-N", "-x", "-nH", "-P", folder / "files",
                f"--max-threads={AT_ONCE}", "-i", folder / "list"]

    nightly = first


class Aria2(Downloader):
    name = "aria2c"

    def prepare(self, folder, site, paths):
        folder.mkdir()
        (folder / "list").write_text("".join(f"{site}/{path}\n  out={path}\n" for path in paths))

    def first(self, folder):
        return ["aria2c", "--no-conf", "-q", "-j", AT_ONCE, "-i", folder / "list", "-d", folder / "files",
                "--file-allocation=none", "--remote-time=true", "--conditional-get=true",
                "--allow-overwrite=true", "--auto-file-renaming=false"]

    nightly = first


def check(tool, folder, nginx, count, status):
    """Stops the benchmark where a tool did not do what is measured."""
    answers = nginx.answers()
    kept = tool.kept(folder)
    if kept != count or answers.get(status, 0) < count:
        raise SystemExit(f"{tool.name} kept {kept} of {count} documents; the server gave {answers}")
    return sum(answers.values())


def empty(folder):
    """Gives back the space of PDFs and returns what they took.

    They are not removed before all is measured: ext4 is slow to make files where many were removed lately.
    """
    total = 0
    for file in folder.rglob("*.pdf"):
        total += file.stat().st_size
        file.chmod(0o600)
        os.truncate(file, 0)
    return total


def first_mirror(hanaper, nginx, folder, paths, repetitions):
    """Fetches a whole site into an empty place, tool after tool; prints the table, returns the target."""
    tools = [Hanaper(hanaper), Curl(), Wget2(), Aria2()]
    costs, waits = {tool.name: [] for tool in tools}, {tool.name: [] for tool in tools}
    for repetition in range(repetitions):
        for tool in tools:
            place = folder / f"{tool.name.split()[0]}-{repetition}"
            tool.prepare(place, nginx.address, paths)
            settle()
            costs[tool.name].append(run(tool.first(place)))
            start = time.monotonic()
            settle()
            waits[tool.name].append(time.monotonic() - start)
            check(tool, place, nginx, len(paths), "200")
            total = empty(place)
    fastest = min(costs, key=lambda name: median([cost.seconds for cost in costs[name]]))
    rows = []
    for name, own in costs.items():
        durable = [cost.seconds + wait for cost, wait in zip(own, waits[name])]
        rows.append((name, f"{median([cost.seconds for cost in own]):.2f}", span(own),
                     f"{median(durable):.2f}", f"{median([cost.cpu for cost in own]):.2f}",
                     megabytes(max(cost.peak for cost in own)), f"{ratio(own, costs[fastest]):.2f}"))
    table(f"2. First mirror: {len(paths):,} PDFs, {megabytes(total)}, {AT_ONCE} at a time",
          ("", "seconds", "range", "until on disk", "CPU s", "peak", "ratio"), rows)
    return [Target(f"first mirror: seconds against {fastest}", 1.5,
                   ratio(costs[Hanaper.name], costs[fastest]))]


def nightly(hanaper, nginx, folder, paths, repetitions):
    """Visits a site that is mirrored already and unchanged; prints the table, returns the targets."""
    tools = [Hanaper(hanaper), Curl(), Wget2(), Aria2()]
    costs, requests = {tool.name: [] for tool in tools}, {}
    for tool in tools:
        place = folder / tool.name.split()[0]
        tool.prepare(place, nginx.address, paths)
        run(tool.first(place))
        check(tool, place, nginx, len(paths), "200")
    for _ in range(repetitions):
        for tool in tools:
            place = folder / tool.name.split()[0]
            settle()
            costs[tool.name].append(run(tool.nightly(place)))
            requests[tool.name] = check(tool, place, nginx, len(paths), "304")
    fastest = min(costs, key=lambda name: median([cost.seconds for cost in costs[name]]))
    rows = []
    for name, own in costs.items():
        cpu = median([cost.cpu for cost in own])
        rows.append((name, f"{median([cost.seconds for cost in own]):.2f}", span(own), f"{cpu:.2f}",
                     f"{cpu / len(paths) * 1e6:.0f} µs", megabytes(max(cost.peak for cost in own)),
                     f"{requests[name] / len(paths):.2f}", f"{ratio(own, costs[fastest]):.2f}"))
    table(f"3. A night without changes: {len(paths):,} PDFs of 2 kB known, {AT_ONCE} at a time",
          ("", "seconds", "range", "CPU s", "CPU each", "peak", "requests each", "ratio"), rows)
    return [Target("night: seconds against wget2 -N", 1.5,
                   ratio(costs[Hanaper.name], costs[Wget2.name]))]


def known(hanaper, nginx, folder, paths):
    """What one unchanged night of Hanaper's costs with very many documents known."""
    tool, place = Hanaper(hanaper, serving.SMALL_PAGE), folder / "hanaper"
    tool.prepare(place, nginx.address, paths)
    costs = []
    for status in ("200", "304"):
        settle()
        costs.append(run(tool.first(place)))
        check(tool, place, nginx, len(paths), status)
    rows = [(name, f"{cost.seconds:.1f}", f"{cost.cpu:.1f}", f"{cost.cpu / len(paths) * 1e6:.0f} µs",
             megabytes(cost.peak)) for name, cost in zip(("first night", "second night"), costs)]
    table(f"4. Very many: {len(paths):,} PDFs of 500 bytes, Hanaper alone, once",
          ("", "seconds", "CPU s", "CPU each", "peak"), rows)
    return [Target(f"night: peak memory with {len(paths):,} known", 64, costs[1].peak / 1e6, " MB"),
            *asked(hanaper, place, len(paths))]


def asked(hanaper, place, count, repetitions=3):
    """What a person waits for who asks an archive of very many documents."""
    commands = ("status", "news", "news --open", "report", "list --standing gone", "list", "list --json")
    costs = {}
    for command in commands:
        with tempfile.TemporaryFile() as output:
            said = [run([hanaper, *command.split(), "--config", place / "hanaper.yaml"], output=output)
                    for _ in range(repetitions)]
        costs[command] = (median([cost.seconds for cost in said]), max(cost.peak for cost in said))
    table(f"4. Asked: {count:,} documents, medians of {repetitions}", ("", "seconds", "peak"),
          [(f"hanaper {command}", f"{seconds:.2f}", megabytes(peak)) for command, (seconds, peak) in costs.items()])
    return [Target(f"status: seconds with {count:,} known", 0.5, costs["status"][0], " s"),
            Target(f"list --json: peak memory with {count:,} known", 64, costs["list --json"][1] / 1e6, " MB")]
