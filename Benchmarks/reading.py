# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors
"""What the reading room takes: pages a second, how long the slowest wait, and how much memory."""
import contextlib
import re
import signal
import subprocess
import time
import urllib.request

from measuring import Target, megabytes, table
from proving import archive_of

CONNECTIONS = 500
SECONDS = 10

# Each connection asks, waits as long as a reader who never rests, and asks again.
SCRIPT = """
local paths = {%s}
local turn = 0
math.randomseed(%d)
function request()
  turn = turn + 1
  return wrk.format("GET", paths[(turn - 1) %% #paths + 1])
end
%s
"""
PAUSE = "function delay() return %d + math.random(0, %d) end"


@contextlib.contextmanager
def room(hanaper, configuration):
    """A room that is open: its address and its process."""
    command = [str(hanaper), "serve", "--config", str(configuration), "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield re.search(r"http://[^/]+", process.stdout.readline()).group(), process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def page(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def peak(process):
    with open(f"/proc/{process}/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def ask(address, paths, folder, pause):
    """Requests a second, and the time in milliseconds within which 99 of 100 are answered."""
    script = folder / "ask.lua"
    script.write_text(SCRIPT % (", ".join(f'"{path}"' for path in paths), len(paths), pause))
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", script, "--latency", address],
        check=True, text=True, stdout=subprocess.PIPE).stdout
    if "Socket errors" in said or "Non-2xx" in said:
        print(said)
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    slow = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1)), slow


def measure(hanaper, intake, folder, count):
    """Prints the table of the reading room and returns its targets."""
    _, configuration = archive_of(intake, folder, "read", count)
    rows, targets = [], []
    with room(hanaper, configuration) as (address, process):
        pages = [f"/?page={number}" for number in range(1, max(2, count // 50))]
        documents = []
        start = time.monotonic()
        for path in pages[:20]:
            documents += re.findall(r'href="(/documents/[0-9a-f]{8})"', page(address + path))
        lists = (time.monotonic() - start) / len(pages[:20])
        start = time.monotonic()
        for path in documents:
            page(address + path)
        singles = (time.monotonic() - start) / len(documents)
        rest = CONNECTIONS * 1000 // 5000
        for name, paths in (("the list", ["/"]), ("a document", documents[:1]),
                            ("documents by turns", documents)):
            rate, slow = ask(address, paths, folder, PAUSE % (rest - 5, 10))
            most, slowest = ask(address, paths, folder, "")
            rows.append((name, f"{rate:,.0f}", f"{slow:.1f}", f"{most:,.0f}", f"{slowest:.0f}"))
            targets.append(Target(f"reading, {name}: ms for 99 of 100 at 5,000 a second", 20, slow))
            targets.append(Target(f"reading, {name}: 5,000 against requests a second", 1, 5000 / most))
        memory = peak(process)
    table(f"9. Reading room: {count:,} documents, {CONNECTIONS} connections on this machine, wrk on one core of it",
          ("", "asked a second", "99 % within ms", "most a second", "99 % within ms"), rows)
    print(f"  made anew: a page of the list in {lists * 1000:.1f} ms, a document in {singles * 1000:.1f} ms; "
          f"peak memory {megabytes(memory)}")
    targets.append(Target("reading: peak memory in MB", 100, memory / 1e6))
    return targets
