# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors
"""A site of invented PDFs, the same in every run, and an nginx of its own that serves it."""
import asyncio
import multiprocessing
import os
import random
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

PUBLISHED = 1_700_000_000  # the files' time of change: long ago, so that validators are strong
LONGEST = 20_000_000
SMALL_PAGE = 1_000  # links on a page, where there are very many pages
LISTING = 200  # links on a page, where a host has several lists
CHANGED_EACH = 100  # of so many documents one is changed, where some are


def pdf(title, filling):
    """A PDF of one blank page, with a stream of bytes that nothing shows."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(filling), filling),
        b"<</Title(%b)>>" % title.encode(),
    ]
    body, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%b endobj\n" % (number, content)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R/Info 5 0 R>>\n"
                   b"startxref\n%d\n%%%%EOF\n" % (len(places) + 1, entries, len(places) + 1, len(body)))


def make_site(folder, count, size_of, on_page=10_000):
    """Writes `count` documents and the pages that list them, `on_page` on each.

    `size_of` draws the length of one from a random.Random. Returns the documents' paths.
    """
    dice = random.Random(1402)
    noise = dice.randbytes(LONGEST)
    paths = []
    for start in range(0, count, on_page):
        links = []
        for number in range(start + 1, min(start + on_page, count) + 1):
            path = f"reports/{number // 1000:03}/review-{number:06}.pdf"
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            size = min(LONGEST, max(500, int(size_of(dice)))) - 500
            begin = dice.randrange(LONGEST - size)
            file.write_bytes(pdf(f"Review {number}", noise[begin:begin + size]))
            os.utime(file, (PUBLISHED, PUBLISHED))
            links.append(f'<li><a href="/{path}">Review {number}</a></li>')
            paths.append(path)
        page = folder / f"page-{start // on_page + 1}.html"
        page.write_text("<!doctype html><title>Reviews</title><main><h1>Reviews</h1><ul>\n"
                        + "\n".join(links) + "\n</ul></main>\n")
        os.utime(page, (PUBLISHED, PUBLISHED))
    return paths


def change(file, turn):
    """Makes another edition of a document, of the same length, published a day later each turn."""
    body = re.sub(rb"0 0 595 \d{3}", b"0 0 595 %03d" % (843 + turn), file.read_bytes(), count=1)
    # The file of a site is replaced, not written over: what is on its way out stays whole.
    new = file.with_suffix(".new")
    new.write_bytes(body)
    os.utime(new, (PUBLISHED + 86_400 * (turn + 1), PUBLISHED + 86_400 * (turn + 1)))
    new.replace(file)


def lognormal_size(dice):
    """Bytes, as reports come: half of them below 600 kB, a few of many megabytes."""
    return dice.lognormvariate(13.3, 1.0)


def small_size(_):
    return 2_000


class Nginx:
    """Serves a folder on 127.0.0.1 while the `with` lasts, and counts its answers by status."""

    def __init__(self, root, folder):
        self.folder = folder
        folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        temporary = "\n".join(f"  {kind}_temp_path {folder}/{kind};" for kind in
                              ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(f"""
daemon off;
worker_processes 1;
{"user root;" if os.geteuid() == 0 else ""}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
{temporary}
  types {{ text/html html; application/pdf pdf; }}
  sendfile on;
  tcp_nopush on;
  etag on;
  keepalive_requests 10000000;
  log_format status "$status";
  access_log {folder}/access.log status;
  server {{ listen 127.0.0.1:{self.port}; root {root}; }}
}}
""")

    def __enter__(self):
        self.process = subprocess.Popen(
            ["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf",
             "-e", self.folder / "error.log"], stdin=subprocess.DEVNULL)
        for _ in range(100):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except ConnectionRefusedError:
                time.sleep(0.05)
        self.__exit__()
        raise SystemExit((self.folder / "error.log").read_text())

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def answers(self):
        """How many answers of which status went out since this was last asked."""
        log = self.folder / "access.log"
        counts = {}
        for line in log.read_text().split():
            counts[line] = counts.get(line, 0) + 1
        os.truncate(log, 0)
        return counts


class Distant:
    """The same server seen from so far away that a question and its answer take `round_trip` more, while the `with` lasts.

    What comes is handed on after half of that time, in both directions, by a process of its own.
    """

    ROUND_TRIP = 0.020  # seconds; from one end of a country to the other

    def __init__(self, nginx, round_trip=ROUND_TRIP):
        self.nginx, self.round_trip = nginx, round_trip
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.answers = nginx.answers

    def __enter__(self):
        self.process = multiprocessing.get_context("fork").Process(target=self.run, daemon=True)
        self.process.start()
        self.socket.close()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.join()

    def run(self):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        asyncio.run(self.relay())

    async def relay(self):
        async def hand_on(source, goal):
            loop = asyncio.get_running_loop()
            end = loop.create_future()
            while data := await source.read(1 << 16):
                loop.call_later(self.round_trip / 2, goal.write, data)
            loop.call_later(self.round_trip / 2, end.set_result, None)
            await end
            goal.close()

        async def connect(reader, writer):
            try:
                source, goal = await asyncio.open_connection("127.0.0.1", self.nginx.port)
                await asyncio.gather(hand_on(reader, goal), hand_on(source, writer))
            except ConnectionError:
                writer.close()

        server = await asyncio.start_server(connect, sock=self.socket)
        await server.serve_forever()
