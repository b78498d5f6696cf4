# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors
"""How long a search in the text of many documents takes, from the shell and back."""
import json
import subprocess

from measuring import Target, median, megabytes, run, table
from proving import archive_of

SYLLABLES = ("ba", "ker", "lo", "min", "ta", "ros", "fen", "du", "sil", "ga", "pre", "shu", "on", "ith", "we")


def word(number):
    """The word that is as frequent as its number says, of those that the texts are made of."""
    text = ""
    while True:
        text += SYLLABLES[number % len(SYLLABLES)]
        number //= len(SYLLABLES)
        if number == 0:
            return text


QUERIES = (
    ("a word of one document in 170", [word(30_000)], True),
    ("a word of one in 9", [word(3_000)], True),
    ("the same, and a year", [word(3_000), "year:2013"], True),
    ("a title", ["report-77.pdf"], True),
    ("words that stand nowhere", ["xylophones"], True),
    ("two words of most", [word(300), word(400)], False),
    ("a word of all", [word(0)], False),
    ("a phrase of two such", [f"{word(0)} {word(1)}"], False),
    ("a beginning", [f"{word(3_000)[:5]}*"], False),
)


def measure(hanaper, intake, folder, count, repetitions):
    """Prints the table of searches and returns its targets: those for all but the commonest words."""
    archive, configuration = archive_of(intake, folder, "find", count, 2_000)
    made = json.loads(subprocess.run([str(intake), "texts", str(archive), str(count)], check=True, text=True,
                                     stdout=subprocess.PIPE).stdout)
    rows, targets = [], []
    for name, words, has_target in QUERIES:
        command = [hanaper, "find", *words, "--config", configuration]
        run(command)
        costs = [run(command) for _ in range(repetitions)]
        told = json.loads(subprocess.run([*map(str, command), "--json"], check=True, text=True,
                                         stdout=subprocess.PIPE).stdout)
        found = told.get("count", f"more than {told['moreThan']:,}" if "moreThan" in told else "very many")
        milliseconds = median([cost.seconds for cost in costs]) * 1000
        rows.append((name, f"{found}", f"{milliseconds:.0f}", megabytes(max(cost.peak for cost in costs))))
        if has_target:
            targets.append(Target(f"find, {name}: ms", 100, milliseconds))
    table(f"10. Search: {count:,} invented texts of 28 kB, warm", ("", "found", "ms", "peak"), rows)
    size = (archive / "text.sqlite").stat().st_size
    print(f"  the index: {megabytes(size)}, made in {made['seconds']:.0f} s on one core, peak memory "
          f"{megabytes(made['peaks'][-1])}")
    return targets
