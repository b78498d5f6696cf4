# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors
"""What it costs to take many small documents in, against writing the same files with nothing more."""
import json
import subprocess

from measuring import Cost, Target, median, megabytes, ratio, settle, span, table

WAYS = (("archive", "into an archive"), ("ocfl", "into OCFL alone"), ("plain", "plain writing"))


def measure(program, folder, count, repetitions):
    """Prints the table of the intake and returns its targets."""
    costs, peaks = {way: [] for way, _ in WAYS}, {}
    for repetition in range(repetitions):
        # The plain writer comes last, because it copies what the first has made.
        for way, _ in WAYS:
            command = [program, way, folder / f"{way}-{repetition}", count]
            if way == "plain":
                command.append(folder / f"archive-{repetition}" / "ocfl")
            settle()
            answer = subprocess.run([str(word) for word in command], check=True, text=True,
                                    stdout=subprocess.PIPE).stdout
            figures = json.loads(answer)
            costs[way].append(Cost(figures["seconds"], figures["cpu"], figures["peaks"][-1]))
            peaks[way] = figures["peaks"]
            # What was made is left lying: ext4 is slow to make files where many were removed lately.

    rows = [(name, f"{median([cost.seconds for cost in costs[way]]):.2f}", span(costs[way]),
             f"{median([cost.cpu for cost in costs[way]]):.2f}",
             f"{ratio(costs[way], costs['plain']):.2f}") for way, name in WAYS]
    table(f"1. Intake: {count:,} new documents of 2 to 20 kB, seven files each, durable",
          ("", "seconds", "range", "CPU s", "ratio"), rows)
    quarter, half, whole = peaks["archive"]
    print(f"  peak memory of the archive's intake: {megabytes(quarter)} after {count // 4:,}, "
          f"{megabytes(half)} after {count // 2:,}, {megabytes(whole)} after {count:,} documents")
    return [
        Target("intake: seconds against plain writing", 1.3, ratio(costs["archive"], costs["plain"])),
        Target("intake: peak memory, all against a quarter", 1.25, whole / quarter),
    ]
