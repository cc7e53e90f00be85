# SPDX-License-Identifier: Apache-2.0
"""What the fault tests share: a folder, the program as a command and as a server, a person
who speaks the JSON API, and the sweep over fault points.

A person's request that breaks off raises Gone; a refused one raises Refused. A run in
which nothing was injected never counts: see `sweep`."""
import argparse
import concurrent.futures
import http.client
import json
import os
import pathlib
import random
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DIED = 137
WAIT = 60  # seconds for anything that should be at once


class Gone(Exception):
    """The other side died before it answered: what was asked may or may not have happened."""


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status}: {body[:400]}")
        self.status, self.body = status, body


class Wrong(AssertionError):
    """The promise that a test holds the program to is broken."""


def must(truth, sentence):
    if not truth:
        raise Wrong(sentence)


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


class Options:
    def __init__(self, description):
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument("build", help="a build with -Dfaults=true")
        parser.add_argument("--slice", default="0/1", help="i/n: every n-th fault point, beginning at i")
        parser.add_argument("--only", help="one trip")
        parser.add_argument("--inside", help=argparse.SUPPRESS)
        args = parser.parse_args()
        self.build = pathlib.Path(args.build).resolve()
        self.first, self.step = (int(x) for x in args.slice.split("/"))
        self.all, self.only, self.inside = self.step == 1, args.only, args.inside
        self.binary = self.build / "luoshi"
        must(self.binary.exists(), f"there is no {self.binary}")


# ---- folders -----------------------------------------------------------------
def folder():
    """In memory where possible: what these tests ask of the disk they fake themselves."""
    memory = "/dev/shm"
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 512 << 20
    return tempfile.TemporaryDirectory(prefix="luoshi-fault-", dir=memory if roomy else None, ignore_cleanup_errors=True)


def copy_database(source, target):
    """A database at rest, its key and its files."""
    for suffix in ("", "-wal", ".key"):
        if os.path.exists(f"{source}{suffix}"):
            shutil.copy(f"{source}{suffix}", f"{target}{suffix}")
    if os.path.isdir(f"{source}.blobs"):
        shutil.copytree(f"{source}.blobs", f"{target}.blobs", dirs_exist_ok=True)


def compile_preload(name, where):
    """tests/fault/<name>.c as a shared object; None without a compiler."""
    cc = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not cc:
        return None
    out = os.path.join(where, f"{name}.so")
    subprocess.run([cc, "-shared", "-fPIC", "-O1", "-D_GNU_SOURCE", "-o", out, str(ROOT / "tests/fault" / f"{name}.c"), "-ldl"], check=True)
    return out


# ---- the program as a command -------------------------------------------------
class Fault:
    """What is to happen, and the proof that it did."""

    def __init__(self, how, n, where):
        self.how, self.n = how, n
        self.count_file = os.path.join(where, "points")
        self.env = {"LUOSHI_FAULT": f"{how}@{n}", "LUOSHI_FAULT_COUNT": self.count_file}

    def met(self):
        try:
            return int(open(self.count_file).read() or 0)
        except FileNotFoundError:
            return 0

    def happened(self, said):
        return f"fault: {self.how}@{self.n} at point {self.n} " in said


class Preload(Fault):
    """The same by tests/fault/fail_nth.c: the n-th pwrite or sync."""

    def __init__(self, so, call, how, n):
        self.how, self.n = how, n
        self.env = {"LD_PRELOAD": so, "FAIL_NTH": f"{call}:{n}:{how}"}
        self.line, self.most = f"fail_nth: {call}:{n}:{how}\n", {"pwrite": 0, "sync": 0}

    def happened(self, said):
        for m in re.finditer(r"fail_nth: met pwrite (\d+) sync (\d+)", said):  # of the longest process
            self.most = {c: max(self.most[c], int(v)) for c, v in zip(("pwrite", "sync"), m.groups())}
        return self.line in said


def environment(fault=None):
    env = {**os.environ, "LUOSHI_LANG": "zh"}
    for name in ("LUOSHI_FAULT", "LUOSHI_FAULT_COUNT", "FAIL_NTH", "LD_PRELOAD", "LUOSHI_DB"):
        env.pop(name, None)
    env.update(fault.env if fault else {})
    return env


class Ran:
    def __init__(self, status, out, said):
        self.status, self.out, self.said = status, out, said


def run(binary, *args, fault=None, timeout=WAIT, extra=None):
    done = subprocess.run([str(binary), *map(str, args)], env={**environment(fault), **(extra or {})}, capture_output=True,
                          timeout=timeout, text=True, errors="replace", stdin=subprocess.DEVNULL)
    return Ran(done.returncode, done.stdout, done.stderr)


def holds(binary, db, when="", extra=None):
    """`luoshi check` has nothing to say; returns its counts."""
    r = run(binary, "check", "--db", db, extra=extra)
    must(r.status == 0, f"{when}: check says {r.status}: {r.out}{r.said}")
    return [int(x) for x in re.findall(r"\d+", r.out)[-3:]]


def rows(db, sql, *args):
    with_db = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    try:
        return with_db.execute(sql, args).fetchall()
    finally:
        with_db.close()


# ---- the program as a server ----------------------------------------------------
class Server:
    def __init__(self, binary, db, fault=None, extra=None, options=()):
        self.db, self.said, self.port = str(db), "", None
        self.child = subprocess.Popen([str(binary), "serve", "--db", self.db, "--listen", "127.0.0.1:0", *options],
                                      env={**environment(fault), **(extra or {})}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                      stdin=subprocess.DEVNULL)
        self.heard = threading.Condition()
        self.reader = threading.Thread(target=self._listen, daemon=True)
        self.reader.start()
        self._find_port()

    def _listen(self):
        for line in self.child.stderr:
            with self.heard:
                self.said += line.decode(errors="replace")
                self.heard.notify_all()
        with self.heard:
            self.heard.notify_all()

    def _find_port(self):
        ready, _, _ = select.select([self.child.stdout], [], [], WAIT)
        must(ready, "the server said nothing")
        m = re.search(rb"http://[\d.]+:(\d+)", self.child.stdout.readline())
        self.port = int(m.group(1)) if m else None  # None: it ended first

    def wait_said(self, pattern, seconds=WAIT):
        """True when the log says so, false when the server ended without."""
        until = time.monotonic() + seconds
        with self.heard:
            while not re.search(pattern, self.said):
                if not self.reader.is_alive() or time.monotonic() > until:
                    return bool(re.search(pattern, self.said))
                self.heard.wait(0.2)
        return True

    def end(self, how=signal.SIGTERM):
        """The exit code; a killed one is negative."""
        if self.child.poll() is None:
            self.child.send_signal(how)
        try:
            self.child.wait(WAIT)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
            raise Wrong("the server did not end when it was told to")
        finally:
            self.reader.join(WAIT)
            self.child.stdout.close()
            self.child.stderr.close()
        return self.child.returncode


class Person:
    """Signed in by one click in the demo district; keeps the cookie over restarts."""

    def __init__(self, server, user=None):
        self.server, self.user, self.token, self.secret = server, user, None, None

    def ask(self, method, path, body=None, key=None, type=None):
        headers = {}
        if self.token:
            headers["Cookie"] = f"luoshi={self.token}"
        if self.secret:
            headers["X-Form-Secret"] = self.secret
        if key:
            headers["Idempotency-Key"] = key
        if isinstance(body, (dict, list)):
            body, type = json.dumps(body).encode(), "application/json"
        if type:
            headers["Content-Type"] = type
        if self.server.port is None:
            raise Gone("no server")
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=WAIT)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as e:
            raise Gone(str(e)) from e
        finally:
            connection.close()
        if answer.status >= 400:
            raise Refused(answer.status, text)
        if "json" in answer.getheader("Content-Type", ""):
            return json.loads(text)
        return answer.getheader("Location") or text

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, body, key=None, type=None):
        return self.ask("POST", path, body, key, type)

    def form(self, path, **fields):
        from urllib.parse import urlencode
        return self.ask("POST", path, urlencode({"_s": self.secret or "", **fields}).encode(), type="application/x-www-form-urlencoded")

    def enter(self):
        got = self.post("/api/v1/session", {"demo": self.user})
        self.token, self.secret = got["token"], got["form_secret"]


def demo_user(server, name):
    """The id of a demo person, from the sign-in page."""
    page = Person(server).get("/sign-in")
    m = next((m for m in re.finditer(r"<button\b([^>]*)>(.*?)</button>", page, re.S) if name in m.group(2)), None)
    must(m, f"{name} is not on the sign-in page")
    return re.search(r'value="(\d+)"', m.group(1)).group(1)


def base_of(options, home):
    """A demo district on which the minute trip has just been."""
    base = os.path.join(home, "base.db")
    made = run(options.binary, "demo", "--db", base)
    must(made.status == 0, made.said)
    for _ in range(2):  # the second time nothing is left to move
        server = Server(options.binary, base)
        must(server.port, server.said)
        demo_user(server, "顾一舟")
        must(server.end() == 0, server.said)
    return base


def multipart(fields, files):
    """(body, type); files: (field, name, bytes)."""
    edge = "luoshi-edge-7f3a"
    out = b""
    for name, value in fields.items():
        out += f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for field, name, data in files:
        out += f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode() + data + b"\r\n"
    return out + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


# ---- the sweep ---------------------------------------------------------------------
def sweep(options, what, points, one, stretch=1):
    """Runs one(n) for every n of the slice up to `points`, as met in a run without faults,
    and past it until nothing is injected any more; two at a time. one(n) returns whether
    the fault was injected, and raises Wrong when a promise was broken."""
    step = options.step * (stretch if not options.all else 1)
    numbers = list(range(1 + options.first % step, points + 1, step))
    broken, injected, begin = [], 0, time.monotonic()

    def guarded(n):
        try:
            return one(n), None
        except Exception as e:  # noqa: BLE001 - which n it was is worth more than the trace
            return True, f"{what}, n = {n}: {type(e).__name__}: {e}"

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for was, wrong in pool.map(guarded, numbers):
            injected += was
            if wrong:
                broken.append(wrong)
                print(wrong, flush=True)
    n = points + 1
    while options.all and stretch == 1 and guarded(n)[0]:  # the trip may meet a few more than the counting run did
        n += 1
        must(n < points * 2 + 50, f"{what}: the points have no end")
    print(f"{what}: {injected} of {len(numbers)} injected, {points} points, {time.monotonic() - begin:.0f} s", flush=True)
    # threads that work in rounds met more points while they were counted than in some trips, on a busy machine by an eighth
    must(injected >= len(numbers) * 3 // 4 and (injected or not numbers), f"{what}: only {injected} of {len(numbers)} were injected")
    must(not broken, f"{what}: {len(broken)} broken promises; the first: {broken[:1]}")


def finish(trips, options):
    """Runs the named trips; the exit code says whether all held."""
    failed = 0
    for name, trip in trips.items():
        if options.only and options.only != name:
            continue
        try:
            trip()
        except Wrong as e:
            print(f"broken: {name}: {e}", flush=True)
            failed = 1
    sys.exit(failed)


def kill_again(load, workers, seconds, lives_least=3):
    """kill -9 at random while the workers work, for so many seconds and so many lives at least;
    load.start() gives a server, load.proof(when) holds it against what was acknowledged, and
    load.wrong tells what broke. Gives the number of lives."""
    threads = [threading.Thread(target=work, args=(i,)) for i, work in enumerate(workers)]
    for t in threads:
        t.start()
    until, lives = time.monotonic() + seconds, 0
    try:
        while (time.monotonic() < until or lives < lives_least) and not load.wrong:
            server = load.start()
            time.sleep(random.uniform(0.1, 0.9))
            code = server.end(9)
            must(code == -9, f"ended by itself with {code}: {server.said[-800:]}")
            lives += 1
            load.proof(f"life {lives}")
    except Wrong as e:
        load.wrong.append(str(e))
    finally:
        load.stop.set()
        with load.ready:
            load.ready.notify_all()
        for t in threads:
            t.join()
    return lives
