# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors
"""`hanaper check` beside lychee: the links of one page, some of them dead.

Both ask for every link with GET, eight at a time, without a pause. Hanaper also looks at the beginning of what
is served, whether it is what the link says.
"""
import json

from fetching import AT_ONCE, Hanaper
from measuring import Target, median, megabytes, ratio, run, settle, span, table
from serving import Distant

DEAD_EACH = 100  # of so many links, one is dead


class Check(Hanaper):
    name = "hanaper check"

    def command(self, folder, _):
        return [self.program, "check", "--config", folder / "hanaper.yaml", "--json"]

    def dead(self, said):
        return sum(1 for link in json.loads(said)["links"] if link["class"] == "dead")


class Lychee:
    name = "lychee"

    def __init__(self, program):
        self.program = program

    def prepare(self, folder, site, paths):
        folder.mkdir()

    def command(self, _, page):
        return [self.program, "--no-progress", "--format", "json", "--max-concurrency", AT_ONCE,
                "--host-concurrency", AT_ONCE, "--host-request-interval", "0ms", "--max-retries", 0, page]

    def dead(self, said):
        return json.loads(said)["errors"]


def links(hanaper, lychee, nginx, folder, paths, repetitions):
    """Checks all links of a page, from afar and from beside the server; prints the tables, returns the targets."""
    dead = paths[::DEAD_EACH]
    for path in dead:
        (folder / "site" / path).unlink()
    tools = [Check(hanaper), Lychee(lychee)]
    with Distant(nginx) as distant:
        afar = compare(tools, distant, folder / "afar", paths, len(dead), repetitions,
                       f"from {distant.round_trip * 1e3:.0f} ms away")
    beside = compare(tools, nginx, folder / "beside", paths, len(dead), repetitions, "from the same machine")
    return [Target("check: seconds against lychee, 20 ms away", 0.9, afar),
            Target("check: seconds against lychee, same machine", 0.9, beside)]


def compare(tools, server, folder, paths, dead, repetitions, place):
    """Checks all links of a page, tool after tool; prints the table, returns the ratio of their seconds."""
    costs = {tool.name: [] for tool in tools}
    folder.mkdir()
    for tool in tools:
        tool.prepare(folder / tool.name.split()[-1], server.address, paths)
    for _ in range(repetitions):
        for tool in tools:
            settle()
            said = folder / "said.json"
            with open(said, "wb") as output:
                costs[tool.name].append(
                    run(tool.command(folder / tool.name.split()[-1], f"{server.address}/page-1.html"),
                        statuses=(2,), output=output))
            found = tool.dead(said.read_text())
            answers = server.answers()
            asked = answers.get("200", 0) + answers.get("206", 0)
            if found != dead or answers.get("404", 0) < found or asked < len(paths) - found:
                raise SystemExit(f"{tool.name} found {found} of {dead} dead links; "
                                 f"the server gave {answers}")
    rows = []
    for name, own in costs.items():
        cpu = median([cost.cpu for cost in own])
        rows.append((name, f"{median([cost.seconds for cost in own]):.2f}", span(own), f"{cpu:.2f}",
                     f"{cpu / len(paths) * 1e6:.0f} µs", megabytes(max(cost.peak for cost in own)),
                     f"{ratio(own, costs[Lychee.name]):.2f}"))
    table(f"6. Dead links, {place}: {len(paths):,} links of one page, {dead} dead, {AT_ONCE} at a time",
          ("", "seconds", "range", "CPU s", "CPU each", "peak", "ratio"), rows)
    return ratio(costs[Check.name], costs[Lychee.name])
