# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors
"""What a second copy costs, beside programs that copy folders: into a folder, and into a store of S3's kind."""
import contextlib
import os
import shutil
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


def clear(place):
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)


def measure(title, ways, repetitions, archive):
    """Runs each way on an empty place and once more on what it made; prints and returns the costs."""
    costs = {name: ([], []) for name, *_ in ways}
    for _ in range(repetitions):
        for name, place, begin, command in ways:
            clear(place)
            if begin:
                run(begin)
            for again in (0, 1):
                settle()
                costs[name][again].append(run(["sh", "-c", '"$@" && sync', "sh", *command], folder=archive))
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
    ways = [
        ("hanaper replicate", to / "hanaper", None,
         [hanaper, "replicate", to / "hanaper", "--config", configuration]),
        ("rclone sync", to / "rclone", None, [*plain, archive, to / "rclone"]),
        ("restic backup", to / "restic", ["restic", "init", "-q", "-r", to / "restic"],
         ["restic", "backup", "-q", "-r", to / "restic", archive]),
    ]
    title = f"12. Second copy of {count:,} documents of 2 to 20 kB"
    costs = measure(f"{title}, into a folder, until on the disk", ways, repetitions, archive)
    targets = [Target(f"copy into a folder: {what}, against rclone sync", 1.5,
                      ratio(costs["hanaper replicate"][again], costs["rclone sync"][again]))
               for again, what in enumerate(("first", "nothing new"))]
    with store(rclone, folder / "store") as port:
        address = f"http://127.0.0.1:{port}"
        configuration.write_text(
            configuration.read_text() + f"replicas:\n  - name: store\n    to: \"s3:{address}/bucket/hanaper\"\n"
            f"    credentials: {folder / 'secret'}\n")
        remote = f":s3,provider=Other,env_auth,endpoint='{address}':bucket/rclone"
        bucket = folder / "store" / "bucket"
        ways = [
            ("hanaper replicate", bucket / "hanaper", None,
             [hanaper, "replicate", "store", "--config", configuration]),
            ("rclone sync", bucket / "rclone", None, [*plain, archive, remote]),
            ("restic backup", bucket / "restic", ["restic", "init", "-q", "-r", f"s3:{address}/bucket/restic"],
             ["restic", "backup", "-q", "-r", f"s3:{address}/bucket/restic", archive]),
        ]
        costs = measure(f"{title}, into a store (rclone serve s3)", ways, repetitions, archive)
    return targets + [Target(f"copy into a store: {what}, against rclone sync", 1.5,
                             ratio(costs["hanaper replicate"][again], costs["rclone sync"][again]))
                      for again, what in enumerate(("first", "nothing new"))]
