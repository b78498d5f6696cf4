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
        return counts["new"] + counts["changed"] + counts["unchanged"] if counts["failed"] == 0 else 0


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


def check(tool, folder, nginx, count, status, changed=0):
    """Stops the benchmark where a tool did not do what is measured; `changed` documents are fetched anew."""
    answers = nginx.answers()
    kept = tool.kept(folder)
    if kept != count or answers.get(status, 0) < count - changed or changed and answers.get("200", 0) < changed:
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
    durably = {name: [cost._replace(seconds=cost.seconds + wait) for cost, wait in zip(costs[name], waits[name])]
               for name in costs}
    rows = []
    for name, own in costs.items():
        rows.append((name, f"{median([cost.seconds for cost in own]):.2f}", span(own),
                     f"{median([cost.seconds for cost in durably[name]]):.2f}", f"{median([cost.cpu for cost in own]):.2f}",
                     megabytes(max(cost.peak for cost in own)), f"{ratio(own, costs[fastest]):.2f}"))
    table(f"2. First mirror: {len(paths):,} PDFs, {megabytes(total)}, {AT_ONCE} at a time",
          ("", "seconds", "range", "until on disk", "CPU s", "peak", "ratio"), rows)
    return [Target("first mirror: seconds until on the disk against wget2", 1.5,
                   ratio(durably[Hanaper.name], durably[Wget2.name]))]


def nightly(hanaper, nginx, folder, paths, repetitions):
    """Visits a site that is mirrored already: unchanged, then one document in a hundred changed before each turn.

    Prints the tables, returns the targets.
    """
    tools = [Hanaper(hanaper, serving.LISTING), Curl(), Wget2(), Aria2()]
    for tool in tools:
        place = folder / tool.name.split()[0]
        tool.prepare(place, nginx.address, paths)
        run(tool.first(place))
        check(tool, place, nginx, len(paths), "200")
    lists = -(-len(paths) // serving.LISTING)
    about = f"{len(paths):,} PDFs of 2 kB known, on {lists} lists, {AT_ONCE} at a time"
    quiet = nights(tools, nginx, folder, paths, repetitions, f"3. A night without changes: {about}")
    few = nights(tools, nginx, folder, paths, repetitions, f"3. A night with 1 % changed: {about}",
                 changed=paths[::serving.CHANGED_EACH])
    return [Target("night: seconds against curl with dates", 1.5, ratio(quiet[Hanaper.name], quiet[Curl.name])),
            Target("night, 1 % changed: the same", 1.5, ratio(few[Hanaper.name], few[Curl.name]))]


def afar(hanaper, nginx, folder, paths, repetitions):
    """The same without changes, where a question and its answer take a while; prints the table, returns the target."""
    tools = [Hanaper(hanaper), Curl(), Wget2()]
    with serving.Distant(nginx, 0.030) as distant:
        for tool in tools:
            place = folder / tool.name.split()[0]
            tool.prepare(place, distant.address, paths)
            run(tool.first(place))
            check(tool, place, distant, len(paths), "200")
        costs = nights(tools, distant, folder, paths, repetitions,
                       f"4. A night without changes, 30 ms away: {len(paths):,} PDFs of 2 kB, {AT_ONCE} at a time")
    return [Target("night, 30 ms away: seconds against wget2 -N", 1.0,
                   ratio(costs[Hanaper.name], costs[Wget2.name]))]


def nights(tools, server, folder, paths, repetitions, title, changed=()):
    """One more night of each tool, turn by turn; prints the table, returns what they cost."""
    costs, requests = {tool.name: [] for tool in tools}, {}
    for turn in range(repetitions):
        for path in changed:
            serving.change(folder / "site" / path, turn)
        for tool in tools:
            place = folder / tool.name.split()[0]
            settle()
            costs[tool.name].append(run(tool.nightly(place)))
            requests[tool.name] = check(tool, place, server, len(paths), "304", len(changed))
    fastest = min(costs, key=lambda name: median([cost.seconds for cost in costs[name]]))
    rows = []
    for name, own in costs.items():
        cpu = median([cost.cpu for cost in own])
        rows.append((name, f"{median([cost.seconds for cost in own]):.2f}", span(own), f"{cpu:.2f}",
                     f"{cpu / len(paths) * 1e6:.0f} µs", megabytes(max(cost.peak for cost in own)),
                     f"{requests[name] / len(paths):.2f}", f"{ratio(own, costs[fastest]):.2f}"))
    table(title, ("", "seconds", "range", "CPU s", "CPU each", "peak", "requests each", "ratio"), rows)
    return costs


def growth(hanaper, servers, repetitions=1):
    """Hanaper alone, with ever more documents: what a first night, one without changes and one with 1 % changed cost.

    `servers` yields a server, its folder and its paths, the fewest documents first. Prints the table, returns the targets.
    """
    rows, each, costs = [], {}, {}
    for nginx, folder, paths in servers:
        tool, place = Hanaper(hanaper, serving.SMALL_PAGE), folder / "hanaper"
        tool.prepare(place, nginx.address, paths)
        for night, changed, status in (("first", (), "200"), ("quiet", (), "304"),
                                       ("1 % changed", paths[::serving.CHANGED_EACH], "304")):
            for path in changed:
                serving.change(folder / "site" / path, 0)
            settle()
            cost = costs[night] = run(tool.first(place))
            check(tool, place, nginx, len(paths), status, len(changed))
            each.setdefault(night, []).append(cost.cpu / len(paths))
            rows.append((f"{len(paths):,}, {night}", f"{cost.seconds:.1f}", f"{cost.seconds / len(paths) * 1e6:.0f} µs",
                         f"{cost.cpu / len(paths) * 1e6:.0f} µs", megabytes(cost.peak)))
    table("5. Growth: PDFs of 500 bytes, a thousand to a list, Hanaper alone, once",
          ("documents, night", "seconds", "each", "CPU each", "peak"), rows)
    targets = [Target(f"growth: CPU each of the most documents against the fewest, {night} night", 1.0, own[-1] / own[0])
               for night, own in each.items() if len(own) > 1]
    if len(paths) >= 100_000:
        targets += [Target("first night of the most documents: peak memory", 100, costs["first"].peak / 1e6, " MB"),
                    Target("quiet night of the most documents: peak memory", 64, costs["quiet"].peak / 1e6, " MB"),
                    *asked(hanaper, place, len(paths))]
    return targets


def asked(hanaper, place, count, repetitions=3):
    """What a person waits for who asks an archive of very many documents."""
    commands = ("status", "news", "news --open", "report", "list --standing gone", "list", "list --json")
    costs = {}
    for command in commands:
        with tempfile.TemporaryFile() as output:
            said = [run([hanaper, *command.split(), "--config", place / "hanaper.yaml"], output=output)
                    for _ in range(repetitions)]
        costs[command] = (median([cost.seconds for cost in said]), max(cost.peak for cost in said))
    table(f"5. Asked: {count:,} documents, medians of {repetitions}", ("", "seconds", "peak"),
          [(f"hanaper {command}", f"{seconds:.2f}", megabytes(peak)) for command, (seconds, peak) in costs.items()])
    return [Target(f"status: seconds with {count:,} known", 0.5, costs["status"][0], " s"),
            Target(f"list --json: peak memory with {count:,} known", 64, costs["list --json"][1] / 1e6, " MB")]
