# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors
"""What a second copy costs, beside programs that copy folders: into a folder, and into a store of S3's kind."""
import contextlib
import os
import socket
import subprocess
import time

from measuring import Target, median, megabytes, ratio, run, settle, span, table
from proving import archive_of

KEY, SECRET = "a-key-of-ours", "no-secret-at-all"


@contextlib.contextmanager
def store(rclone, folder):
    """A store of S3's kind on this machine, whose bucket is a folder; its port."""
    (folder / "bucket").mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [str(rclone), "serve", "s3", "--auth-key", f"{KEY},{SECRET}", "--addr", f"127.0.0.1:{port}",
         "--config", "", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(500):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.02)
        yield port
    finally:
        server.kill()
        server.wait()


def until_durable(command, folder):
    """What a command costs, with the time until all that it wrote is on the disk."""
    settle()
    start = time.monotonic()
    cost = run(command, folder=folder)
    os.sync()
    return cost._replace(seconds=time.monotonic() - start)


def measure(title, ways, repetitions, archive):
    """Runs each way on an empty place and once more on what it made; prints and returns the costs.

    A way makes the command that begins a place, or none, and the one that copies, of the number of the turn.
    """
    costs = {name: ([], []) for name, _ in ways}
    for turn in range(repetitions):
        for name, way in ways:
            begin, command = way(turn)
            if begin:
                run(begin)
            for again in (0, 1):
                costs[name][again].append(until_durable(command, archive))
    first = ways[0][0]
    table(title, ("", "first", "range", "ratio", "nothing new", "ratio", "CPU s, first", "peak"),
          [(name, f"{median([cost.seconds for cost in made]):.2f}", span(made),
            f"{ratio(costs[first][0], made):.2f}",
            f"{median([cost.seconds for cost in again]):.2f}",
            f"{ratio(costs[first][1], again):.2f}",
            f"{median([cost.cpu for cost in made]):.2f}",
            megabytes(max(cost.peak for cost in made))) for name, (made, again) in costs.items()])
    return costs


def copies(hanaper, rclone, intake, folder, count, repetitions):
    """Prints the tables of copies into a folder and into a store, and returns their targets."""
    archive, configuration = archive_of(intake, folder, "copied", count)
    (folder / "secret").write_text(f"{KEY}\n{SECRET}\n")
    os.chmod(folder / "secret", 0o600)
    os.environ["RESTIC_PASSWORD"] = "nobody"
    os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"] = KEY, SECRET
    to = folder / "to"
    plain = [str(rclone), "--config", "", "sync"]

    def into_folder(name, *words):
        def way(turn):
            place = to / f"{name}-{turn}"
            place.mkdir(parents=True)
            begin = ["restic", "init", "-q", "-r", place] if name == "restic" else None
            return begin, [place if word == "TO" else word for word in words]
        return way

    ways = [
        ("hanaper replicate", into_folder("hanaper", hanaper, "replicate", "TO", "--config", configuration)),
        ("rclone sync", into_folder("rclone", *plain, archive, "TO")),
        ("restic backup", into_folder("restic", "restic", "backup", "-q", "-r", "TO", archive)),
    ]
    title = f"11. Second copy of {count:,} documents of 2 to 20 kB"
    costs = measure(f"{title}, into a folder, until on the disk", ways, repetitions, archive)
    targets = [Target(f"copy into a folder: {what}, against rclone sync", 1.5,
                      ratio(costs["hanaper replicate"][again], costs["rclone sync"][again]))
               for again, what in enumerate(("first", "nothing new"))]
    with store(rclone, folder / "store") as port:
        address = f"http://127.0.0.1:{port}"
        names = [f"store{turn}" for turn in range(repetitions)]
        configuration.write_text(configuration.read_text() + "replicas:\n" + "".join(
            f"  - name: {name}\n    to: \"s3:{address}/bucket/{name}\"\n    credentials: {folder / 'secret'}\n"
            for name in names))

        def by_rclone(turn):
            return None, [*plain, archive, f":s3,provider=Other,env_auth,endpoint='{address}':bucket/rclone{turn}"]

        def by_restic(turn):
            place = f"s3:{address}/bucket/restic{turn}"
            return ["restic", "init", "-q", "-r", place], ["restic", "backup", "-q", "-r", place, archive]

        ways = [
            ("hanaper replicate", lambda turn: (
                None, [hanaper, "replicate", names[turn], "--config", configuration])),
            ("rclone sync", by_rclone),
            ("restic backup", by_restic),
        ]
        costs = measure(f"{title}, into a store (rclone serve s3)", ways, repetitions, archive)
    return targets + [Target(f"copy into a store: {what}, against rclone sync", 1.5,
                             ratio(costs["hanaper replicate"][again], costs["rclone sync"][again]))
                      for again, what in enumerate(("first", "nothing new"))]
