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


def archive_of(intake, folder, name, *size):
    """An archive whose ledger is signed for, and a configuration that has it."""
    archive, configuration = folder / name, folder / f"{name}.yaml"
    subprocess.run([str(word) for word in (intake, "signed", archive, *size)], check=True,
                   stdout=subprocess.DEVNULL)
    configuration.write_text(f"archive: {archive}\ncontact: mailto:nobody@example.org\n")
    return archive, configuration


def compare(title, archive, ways, once, repetitions):
    """Runs the ways in turn, those that take very long in the first turn only; prints and returns the costs."""
    costs = {name: [] for name, _ in ways}
    for turn in range(repetitions):
        for name, command in ways:
            if turn == 0 or name not in once:
                settle()
                costs[name].append(run(command, folder=archive))
    first = ways[0][0]
    table(title, ("", "seconds", "range", "CPU s", "peak", "ratio"),
          [(name, f"{median([cost.seconds for cost in costs[name]]):.2f}", span(costs[name]),
            f"{median([cost.cpu for cost in costs[name]]):.2f}",
            megabytes(max(cost.peak for cost in costs[name])),
            f"{ratio(costs[first], costs[name]):.2f}") for name, _ in ways])
    return costs


def verification(hanaper, judge, intake, folder, count, repetitions):
    """Prints the table of the verification of many small documents, and returns its targets."""
    archive, configuration = archive_of(intake, folder, "verified", count)
    copy, cores = folder / "copy", os.cpu_count()
    shutil.copytree(archive / "ocfl", copy)
    ways = [
        ("hanaper verify", [hanaper, "verify", "--config", configuration]),
        ("hanaper verify --quick", [hanaper, "verify", "--quick", "--config", configuration]),
        hashing("openssl dgst, all cores", f"xargs -0 -P{cores} -n 500 openssl dgst -sha512"),
        hashing("sha512sum, one core", "xargs -0 sha512sum"),
        ("sha512sum -c, content only", ["sha512sum", "--quiet", "-c", "manifest-sha512.txt"]),
        ("rclone hashsum sha256", ["rclone", "--config", "", "hashsum", "sha256", "ocfl"]),
        ("rclone check, with a copy", ["rclone", "--config", "", "check", "ocfl", copy]),
        ("ocfl-py, once", [judge, "--very-quiet", "ocfl"]),
    ]
    costs = compare(f"7. Verify: {count:,} documents of 2 to 20 kB, warm", archive, ways,
                    ("ocfl-py, once",), repetitions)
    first, others = ways[0][0], [name for name, _ in ways[2:]]
    return [Target(f"verify: seconds against {name}", 1.0, ratio(costs[first], costs[name]))
            for name in others] + [
        Target("verify: peak memory, in MB", 64, max(cost.peak for cost in costs[first]) / 1e6)]


def large_verification(hanaper, intake, folder, count, repetitions):
    """The same of documents so large that only hashing counts."""
    size = 64 << 20
    archive, configuration = archive_of(intake, folder, "verified-large", count, size)
    ways = [
        ("hanaper verify", [hanaper, "verify", "--config", configuration]),
        hashing("openssl dgst, all cores", f"xargs -0 -P{os.cpu_count()} -n 1 openssl dgst -sha512"),
        hashing("sha512sum, one core", "xargs -0 sha512sum"),
    ]
    costs = compare(f"7. Verify: {count:,} documents of {megabytes(size)}, warm", archive, ways, (),
                    repetitions)
    return [Target("verify: seconds against openssl, large", 1.1,
                   ratio(costs[ways[0][0]], costs[ways[1][0]]))]


def ledger(intake, folder, count):
    """Prints what a ledger of so many leaves costs, and returns its targets."""
    answer = subprocess.run([str(intake), "ledger", str(folder / "ledger"), str(count)], check=True,
                            text=True, stdout=subprocess.PIPE).stdout
    figures = json.loads(answer)
    growth = figures["growth"]
    table(f"8. Ledger of {count:,} leaves", ("", ""), [
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
