# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors
"""What it costs to read everything again, beside programs that only hash; and what a long ledger costs."""
import json
import os
import shutil
import subprocess

from measuring import Target, median, megabytes, ratio, run, settle, span, table


def hashing(name, *command):
    """A shell's line that hashes every file of an archive's storage root."""
    line = "find ocfl -type f -print0 | " + " ".join(command)
    return name, ["sh", "-c", f"{line} > /dev/null"]


def verification(hanaper, intake, folder, count, repetitions):
    """Prints the table of the verification of many small documents, and returns its targets."""
    archive = folder / "verified"
    subprocess.run([str(intake), "archive", str(archive), str(count)], check=True,
                   stdout=subprocess.DEVNULL)
    configuration = folder / "verify.yaml"
    configuration.write_text(f"archive: {archive}\ncontact: mailto:nobody@example.org\n")
    cores = os.cpu_count()
    ways = [
        ("hanaper verify", [hanaper, "verify", "--config", configuration]),
        ("hanaper verify --quick", [hanaper, "verify", "--quick", "--config", configuration]),
        hashing("openssl dgst, all cores", f"xargs -0 -P{cores} -n 500 openssl dgst -sha512"),
        hashing("sha512sum, one core", "xargs -0 sha512sum"),
        ("sha512sum -c, content only", ["sha512sum", "--quiet", "-c", "manifest-sha512.txt"]),
    ]
    if shutil.which("rclone"):
        ways.append(("rclone checksum, content only",
                     ["rclone", "checksum", "sha512", "manifest-sha512.txt", "."]))
    costs = {name: [] for name, _ in ways}
    for _ in range(repetitions):
        for name, command in ways:
            settle()
            costs[name].append(run(command, folder=archive))
    first, others = ways[0][0], [name for name, _ in ways[2:]]
    rows = [(name, f"{median([cost.seconds for cost in costs[name]]):.2f}", span(costs[name]),
             f"{median([cost.cpu for cost in costs[name]]):.2f}",
             megabytes(max(cost.peak for cost in costs[name])),
             f"{ratio(costs[first], costs[name]):.2f}") for name, _ in ways]
    table(f"6. Verify: {count:,} documents of 2 to 20 kB, warm",
          ("", "seconds", "range", "CPU s", "peak", "ratio"), rows)
    return [Target(f"verify: seconds against {name}", 1.0, ratio(costs[first], costs[name]))
            for name in others] + [
        Target("verify: peak memory, in MB", 64, max(cost.peak for cost in costs[first]) / 1e6)]


def ledger(intake, folder, count):
    """Prints what a ledger of so many leaves costs, and returns its targets."""
    answer = subprocess.run([str(intake), "ledger", str(folder / "ledger"), str(count)], check=True,
                            text=True, stdout=subprocess.PIPE).stdout
    figures = json.loads(answer)
    growth = figures["growth"]
    table(f"7. Ledger of {count:,} leaves", ("", ""), [
        ("filled, in seconds", f"{growth['seconds']:.1f}"),
        ("opened, in ms", f"{figures['opening'] * 1e3:.1f}"),
        ("1,000 leaves more, signed and on the disk, in ms", f"{figures['append1000'] * 1e3:.0f}"),
        ("an inclusion proof, in ms", f"{figures['inclusion'] * 1e3:.2f}"),
        ("a consistency proof from the half of it, in ms", f"{figures['consistency'] * 1e3:.2f}"),
        ("peak memory, after half and all", ", ".join(megabytes(peak) for peak in growth["peaks"])),
    ])
    return [Target("ledger: 1,000 leaves more, in seconds", 1.0, figures["append1000"]),
            Target("ledger: an inclusion proof, in ms", 5.0, figures["inclusion"] * 1e3),
            Target("ledger: peak memory, all against half", 1.1,
                   growth["peaks"][-1] / growth["peaks"][0])]
